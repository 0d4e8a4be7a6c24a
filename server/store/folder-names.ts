/** Names of the client's tree: dokument / 2026 / löner / "08. Augusti" (L-06 to L-08, L-30, decision 4). */
export const rootName = 'dokument';
export const areas = ['bokföring', 'löner', 'rapporter', 'skatteverket'] as const;
export type Area = (typeof areas)[number];

const months = [
  'Januari',
  'Februari',
  'Mars',
  'April',
  'Maj',
  'Juni',
  'Juli',
  'Augusti',
  'September',
  'Oktober',
  'November',
  'December',
];

/** 8 → "08. Augusti" (L-30). */
export function monthFolder(month: number): string {
  return `${String(month).padStart(2, '0')}. ${months[month - 1]}`;
}

/** Path below the root. */
export function areaPath(year: number, area: Area, month?: number): string[] {
  return [String(year), area, ...(month === undefined ? [] : [monthFolder(month)])];
}

/** Folders that every client has for a year; löner holds the months in order (L-28). */
export function standardPaths(year: number): string[][] {
  return areas.flatMap((area) => Array.from({ length: 12 }, (_, index) => areaPath(year, area, index + 1)));
}

/** What two spellings of one folder share: "03.Mars", "3. mars" and "03. Mars" (L-30). */
export function matchName(name: string): string {
  const plain = name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('sv');
  return plain.replace(/^(\d{1,2}) ?\. ?(?=\S)/, (_, number: string) => `${number.padStart(2, '0')}. `);
}

/** Sorts numbers by value and years newest first. */
export function sortName(name: string): string {
  const match = matchName(name);
  if (/^\d{4}$/.test(match)) return `0${9999 - Number(match)}`.padStart(12, '0');
  return match.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
