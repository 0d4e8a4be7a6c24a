import type { Json, Text } from '../../definitions/language/types.ts';
import { organisationNumberOf, type RegisterField, registerFields, wrongOrganisationNumber } from './register.ts';

/** A cell as a file holds it: text from CSV, or what Excel made of it. */
export type Cell = string | number | boolean | Date | Formula | null;

/** What a CSV holds unguarded and a spreadsheet would compute: nobody's name, and no value. */
export class Formula {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a cell says; `null` empties the field. */
type Read = { value: Json } | { problem: Text };

/** A column of the files that are imported and exported. */
export interface Column {
  key: string;
  title: Text;
  /** Part of the client's properties, with the name of the key. */
  isProperty: boolean;
  read(text: string): Read;
  write(value: Json | undefined): string;
}

const both = (sv: string, en: string): Text => ({ sv, en });
const value = (read: Json): Read => ({ value: read });
const problem = (sv: string, en: string): Read => ({ problem: { sv, en } });
const plain = (text: string): string => text.trim().toLocaleLowerCase('sv').replace(/\s+/g, ' ');

const text =
  (maxLength: number) =>
  (written: string): Read =>
    written.length <= maxLength && !/\p{Cc}/u.test(written)
      ? value(written)
      : problem(`Skriv högst ${maxLength} tecken på en rad.`, `Write at most ${maxLength} characters on one line.`);

const write = (given: Json | undefined): string => (given === null || given === undefined ? '' : String(given));

const baseColumns: Column[] = [
  { key: 'externalId', title: both('Kundnummer', 'Client number'), isProperty: false, read: text(200), write },
  { key: 'name', title: both('Namn', 'Name'), isProperty: false, read: text(200), write },
  {
    key: 'organisationNumber',
    title: both('Organisationsnummer', 'Organisation number'),
    isProperty: false,
    read(written) {
      if (/^\d([.,]\d+)?E\+\d+$/i.test(written))
        return problem(
          'Excel har kortat numret. Gör kolumnen till text i Excel, skriv numret på nytt och spara igen.',
          'Excel has cut the number. Make the column text in Excel, write the number again and save anew.',
        );
      const number = organisationNumberOf(written) ?? organisationNumberOf(asItWas(written));
      return number === null ? { problem: wrongOrganisationNumber } : value(number);
    },
    write,
  },
  { key: 'responsible', title: both('Ansvarig', 'Responsible'), isProperty: false, read: text(320), write },
  {
    key: 'startMonth',
    title: both('Startmånad', 'Start month'),
    isProperty: false,
    read(written) {
      const month = /^(\d{4})-?(0[1-9]|1[0-2])(?:-?\d\d)?$/.exec(written);
      return month
        ? value(`${month[1]}-${month[2]}`)
        : problem('Ange en månad, till exempel 2026-10.', 'Enter a month, for example 2026-10.');
    },
    // A day is written out, because Excel makes "okt-26" of 2026-10.
    write: (given) => (given ? `${String(given)}-01` : ''),
  },
];

const yes = ['ja', 'yes', 'sant', 'true', '1', 'x'];
const no = ['nej', 'no', 'falskt', 'false', '0'];

function yesOrNo(written: string): Read {
  if (yes.includes(plain(written))) return value(true);
  if (no.includes(plain(written))) return value(false);
  return problem('Skriv ja eller nej.', 'Write yes or no.');
}

const activeColumn: Column = {
  key: 'active',
  title: both('Aktiv', 'Active'),
  isProperty: false,
  read: yesOrNo,
  write: (given) => (given === false ? 'nej' : 'ja'),
};

const properties = registerFields.map((field): Column => ({
  key: field.name,
  title: field.title,
  isProperty: true,
  read: (written) => readProperty(field, written),
  write: (given) => writeProperty(field, given),
}));

export const columns: Column[] = [...baseColumns, ...properties, activeColumn];

/** The column that a heading names, in either language. */
export function columnOf(heading: string): Column | undefined {
  const name = plain(heading);
  return columns.find(({ key, title }) => [key, title.sv, title.en].some((known) => plain(known) === name));
}

function readProperty(field: RegisterField, written: string): Read {
  if (field.kind === 'yesNo') return yesOrNo(written);
  if (field.kind === 'number') {
    // Swedes write 1 234,0; the spaces may be hard ones.
    const number = Number(written.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
    return Number.isInteger(number) ? value(number) : problem('Ange ett heltal.', 'Enter a whole number.');
  }
  if (field.kind === 'choice') return oneOf(field, written);
  if (field.kind === 'text') return value(written);
  const chosen = written.split(/[,;/|]/).filter((part) => part.trim() !== '');
  const read = chosen.map((part) => oneOf(field, part));
  const wrong = read.find((one) => 'problem' in one);
  return wrong ?? value([...new Set(read.map((one) => (one as { value: string }).value))]);
}

function oneOf(field: RegisterField, written: string): Read {
  const name = plain(written);
  const found = field.options!.find((option) =>
    [option.value, option.title.sv, option.title.en, ...monthNames(option)].some((known) => plain(known) === name),
  );
  if (found) return value(found.value);
  const list = (language: 'sv' | 'en') => field.options!.map(({ title }) => title[language]).join(', ');
  return problem(`Välj bland: ${list('sv')}.`, `Choose among: ${list('en')}.`);
}

/** What Excel makes of "31 december", and what it leaves alone. */
function monthNames({ value: monthDay, title }: { value: string; title: Text }): string[] {
  if (!/^\d\d-\d\d$/.test(monthDay)) return [];
  const [sv, en] = [title.sv.split(' ').at(-1)!, title.en.split(' ').at(-1)!];
  const day = monthDay.slice(3);
  return [sv, en, `${day}-${sv.slice(0, 3)}`, `${day}-${en.slice(0, 3)}`, `2000-${monthDay}`];
}

function writeProperty({ kind, options }: RegisterField, given: Json | undefined): string {
  if (given === undefined || given === null) return '';
  if (kind === 'yesNo') return given === true ? 'ja' : 'nej';
  const labelOf = (one: Json) => {
    const option = options?.find((candidate) => candidate.value === one);
    return option ? (monthNames(option)[0] ?? option.title.sv) : String(one);
  };
  if (Array.isArray(given)) return given.map(labelOf).join(', ');
  return options ? labelOf(given) : String(given);
}

/** An organisation number that Excel took for a number: decimals that nobody wrote, and zeros in front that are gone. */
function asItWas(written: string): string {
  const digits = written.replace(/[\s\u00a0]/g, '').replace(/[.,]0+$/, '');
  const ten = digits.padStart(10, '0');
  return /^\d{7,9}$/.test(digits) && /^\d\d(0[1-9]|1[0-2])/.test(ten) ? ten : digits;
}

/** A cell as text, as its column wants to read it. */
export function cellText(cell: Cell, column: Column): string {
  if (cell === null) return '';
  if (cell instanceof Date) {
    const date = cell.toISOString().slice(0, 10);
    return column.key === 'fiscalYearEnd' ? `2000-${date.slice(5)}` : date;
  }
  if (cell instanceof Formula) return cell.text;
  if (typeof cell === 'boolean') return cell ? 'ja' : 'nej';
  // What was guarded when it was exported comes back as it was.
  return String(cell)
    .trim()
    .replace(/^'(?=[=+\-@\t\r])/, '');
}
