import type { Texts } from '../../base/locale.ts';

const sv = {
  heading: 'Dokument som hittades',
  searching: 'Söker…',
  none: (query: string) => `Inget dokument har ”${query}” i namn eller text.`,
  found: (count: number, more: boolean) =>
    count === 1 ? '1 dokument.' : `${count}${more ? ' eller fler' : ''} dokument.`,
  more: 'Visa fler',
  inFolder: (client: string, folder: string) => `${client} › ${folder}`,
  showIn: (folder: string) => `Visa i ${folder}`,
  failed: 'Det gick inte att söka bland dokumenten.',
};

const en: typeof sv = {
  heading: 'Documents found',
  searching: 'Searching…',
  none: (query) => `No document has “${query}” in its name or text.`,
  found: (count, more) => (count === 1 ? '1 document.' : `${count}${more ? ' or more' : ''} documents.`),
  more: 'Show more',
  inFolder: (client, folder) => `${client} › ${folder}`,
  showIn: (folder) => `Show in ${folder}`,
  failed: 'The documents could not be searched.',
};

export const findingTexts: Texts<typeof sv> = { sv, en };
