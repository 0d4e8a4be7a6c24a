import type { Texts } from '../../base/locale.ts';

const sv = {
  lead: 'Scenarier säger vem som gör vad när, och vad som då ska ha hänt. De spelas upp på texten som den står nu.',
  run: 'Kör alla',
  running: 'Kör…',
  passed: (count: number) => (count === 1 ? '1 stämmer' : `${count} stämmer`),
  failed: (count: number) => (count === 1 ? '1 stämmer inte' : `${count} stämmer inte`),
  ok: 'Stämmer',
  notOk: 'Stämmer inte',
  broken: 'Gick inte att köra:',
  read: 'Öppna en fil…',
  save: 'Spara som fil',
  remove: 'Ta bort',
  removeOne: (title: string) => `Ta bort ${title}`,
  notScenarios: 'Filen är inga scenarier.',
  emptyTitle: 'Inga scenarier än',
  emptyText: 'Spela in ett under ”Kör själv”, eller öppna en fil.',
  kept: 'Scenarierna finns i den här webbläsaren. Spara dem som en fil för att dela dem.',
  course: 'Förloppet',
  shipped: 'Så gör processen som följer med Arende',
  own: 'Era egna',
};

const en: typeof sv = {
  lead: 'Scenarios say who does what when, and what must have happened then. They are played on the text as it is now.',
  run: 'Run all',
  running: 'Running…',
  passed: (count) => (count === 1 ? '1 holds' : `${count} hold`),
  failed: (count) => (count === 1 ? '1 does not hold' : `${count} do not hold`),
  ok: 'Holds',
  notOk: 'Does not hold',
  broken: 'It could not be run:',
  read: 'Open a file…',
  save: 'Save as a file',
  remove: 'Remove',
  removeOne: (title) => `Remove ${title}`,
  notScenarios: 'The file holds no scenarios.',
  emptyTitle: 'No scenarios yet',
  emptyText: 'Record one under “Step through”, or open a file.',
  kept: 'The scenarios are in this browser. Save them as a file to share them.',
  course: 'The course',
  shipped: 'What the process that comes with Arende does',
  own: 'Your own',
};

export const scenarioTexts: Texts<typeof sv> = { sv, en };
