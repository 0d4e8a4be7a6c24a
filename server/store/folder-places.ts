import { areas, matchName, monthFolder } from './folder-names.ts';

/** Where a folder stands in the archive. */
export interface Place {
  /** The calendar year (L-07) that it lies in, null outside the years. */
  year: number | null;
  /** The month of an area that it lies in, 1 to 12. */
  month: number | null;
  /** 1: a year, an area or a month, which filing rules look for by name (L-28 to L-30, L-40, L-45). */
  standard: 0 | 1;
}

const months = Array.from({ length: 12 }, (_, index) => matchName(monthFolder(index + 1)));
const areaNames: string[] = areas.map(matchName);

/** The place of a folder by its path below the root; `[]` is the root itself, which stays too. */
export function placeOf(path: string[]): Place {
  const [yearName, area, monthName] = path.map(matchName);
  if (yearName === undefined) return { year: null, month: null, standard: 1 };
  const year = /^\d{4}$/.test(yearName) ? Number(yearName) : null;
  const inArea = year !== null && area !== undefined && areaNames.includes(area);
  const month = inArea && monthName !== undefined ? months.indexOf(monthName) + 1 || null : null;
  const standard =
    (path.length === 1 && year !== null) || (path.length === 2 && inArea) || (path.length === 3 && month !== null);
  return { year, month, standard: standard ? 1 : 0 };
}
