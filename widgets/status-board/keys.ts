import type { KeyTexts } from '../base/help.ts';

export { openHelp, styles } from '../base/help.ts';

export const keys: KeyTexts = {
  sv: [
    ['← → ↑ ↓', 'Mellan kort och kolumner'],
    ['Enter', 'Öppna kortet'],
    ['M', 'Flytta eller gör något'],
    ['/', 'Sök'],
    ['Esc', 'Stäng eller avbryt'],
    ['?', 'Visa den här hjälpen'],
  ],
  en: [
    ['← → ↑ ↓', 'Between cards and columns'],
    ['Enter', 'Open the card'],
    ['M', 'Move or do something'],
    ['/', 'Search'],
    ['Esc', 'Close or cancel'],
    ['?', 'Show this help'],
  ],
};
