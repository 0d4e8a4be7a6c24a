import type { Texts } from '../../base/locale.ts';

const sv = {
  chart: 'Processen som diagram',
  size: 'Storlek',
  larger: 'Större',
  smaller: 'Mindre',
  fit: 'Visa allt',
  nothing: 'Diagrammet ritas när texten är utan fel.',
  failed: 'Diagrammet gick inte att rita.',
};

const en: typeof sv = {
  chart: 'The process as a chart',
  size: 'Size',
  larger: 'Larger',
  smaller: 'Smaller',
  fit: 'Show all',
  nothing: 'The chart is drawn when the text has no mistakes.',
  failed: 'The chart could not be drawn.',
};

export const chartTexts: Texts<typeof sv> = { sv, en };
