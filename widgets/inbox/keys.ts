import type { KeyTexts } from '../base/help.ts';

export { openHelp, styles } from '../base/help.ts';

export const keys: KeyTexts = {
  sv: [
    ['J K', 'Nästa och föregående uppgift'],
    ['↓ ↑', 'Detsamma, när listan har fokus'],
    ['Enter', 'Öppna uppgiften'],
    ['E', 'Gör det som uppgiften ber om'],
    ['/', 'Sök'],
    ['Esc', 'Tillbaka till listan'],
    ['?', 'Visa den här hjälpen'],
  ],
  en: [
    ['J K', 'Next and previous task'],
    ['↓ ↑', 'The same, when focus is in the list'],
    ['Enter', 'Open the task'],
    ['E', 'Do what the task asks for'],
    ['/', 'Search'],
    ['Esc', 'Back to the list'],
    ['?', 'Show this help'],
  ],
};
