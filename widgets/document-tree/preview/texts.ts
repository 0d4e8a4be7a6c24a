import type { Texts } from '../../base/locale.ts';

const sv = {
  preview: 'Förhandsvisning',
  previous: 'Föregående dokument',
  next: 'Nästa dokument',
  zoomIn: 'Förstora',
  zoomOut: 'Förminska',
  pageOf: (page: number, pages: number) => `Sida ${page} av ${pages}`,
  noPreviewTitle: 'Dokumentet kan inte visas här',
  noPreviewText: 'Ladda ned det för att öppna det i ett program på din dator.',
  positionOf: (position: number, count: number) => `${position} av ${count}`,
  percent: (percent: number) => `${percent} %`,
};

const en: typeof sv = {
  preview: 'Preview',
  previous: 'Previous document',
  next: 'Next document',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  noPreviewTitle: 'This document cannot be shown here',
  noPreviewText: 'Download it to open it in a program on your computer.',
  positionOf: (position, count) => `${position} of ${count}`,
  percent: (percent) => `${percent}%`,
};

export const previewTexts: Texts<typeof sv> = { sv, en };
