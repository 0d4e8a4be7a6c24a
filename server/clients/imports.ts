import type { Json, Text } from '../../definitions/language/types.ts';
import { Problem } from '../http/problem.ts';
import {
  addImportRows,
  type CellProblem,
  type Client,
  clientIn,
  clientsInFile,
  detailsAfter,
  type ImportContent,
  type ImportRow,
  openImport,
  type Scope,
  setIgnored,
  staffNames,
} from '../store/index.ts';
import { type Cell, cellText, type Column, columnOf, columns, Formula } from './columns.ts';
import { propertyProblems } from './register.ts';
import { rowsOf } from './table-file.ts';

const mostRows = 20_000;
const atATime = 200;

/**
 * Reads a file against the register and keeps what it would do, row by row: nothing is changed yet. Answers the import's
 * id.
 */
export async function checkImport(
  scope: Scope,
  file: Buffer,
  input: { name: string; userId: string; now: string },
): Promise<string> {
  let headings: (Column | undefined)[] | null = null;
  let rows: { line: number; cells: Cell[] }[] = [];
  let count = 0;
  let id = '';
  const checker = new Checker(scope, await staffNames(scope));
  for await (const row of rowsOf(file)) {
    if (!headings) {
      headings = row.cells.map((cell) => columnOf(String(cell ?? '')));
      requireColumns(headings);
      id = await openImport(scope, input);
      const ignored = row.cells.filter((_, index) => !headings![index]).map((cell) => String(cell ?? '').trim());
      await setIgnored(
        scope,
        id,
        ignored.filter((heading) => heading !== ''),
      );
      checker.headings = headings;
      continue;
    }
    count += 1;
    if (count > mostRows) throw tooLong();
    rows.push(row);
    if (rows.length === atATime) {
      await addImportRows(scope, id, await checker.check(rows));
      rows = [];
    }
  }
  if (!headings) requireColumns([]);
  await addImportRows(scope, id, await checker.check(rows));
  return id;
}

function requireColumns(headings: (Column | undefined)[]): void {
  const has = (key: string) => headings.some((column) => column?.key === key);
  const twice = headings.find((column, index) => column && headings.indexOf(column) !== index);
  if (twice) {
    throw new Problem(422, 'column_twice', `The column "${twice.title.en}" is there twice.`, {
      text: {
        sv: `Kolumnen ”${twice.title.sv}” finns två gånger.`,
        en: `The column “${twice.title.en}” is there twice.`,
      },
    });
  }
  if (has('externalId') || has('organisationNumber')) return;
  const [name, number] = [columns[0]!.title, columns[2]!.title];
  throw new Problem(422, 'columns_missing', `The first row must name the column "${name.en}" or "${number.en}".`, {
    text: {
      sv: `Första raden ska vara rubriker, med kolumnen ”${name.sv}” eller ”${number.sv}”.`,
      en: `The first row must be headings, with the column “${name.en}” or “${number.en}”.`,
    },
  });
}

const tooLong = (): Problem =>
  new Problem(422, 'import_too_long', `A file may have at most ${mostRows} rows. Split it.`, {
    text: {
      sv: `Filen har fler än ${mostRows} rader. Dela upp den.`,
      en: `The file has more than ${mostRows} rows. Split it.`,
    },
  });

const formula: Text = {
  sv: 'Cellen är en formel. Klistra in värdet i stället.',
  en: 'The cell is a formula. Paste its value instead.',
};

interface Read {
  line: number;
  content: ImportContent;
  problems: CellProblem[];
}

/** Knows what has been seen in the file so far. */
class Checker {
  headings: (Column | undefined)[] = [];
  readonly #scope: Scope;
  readonly #staff: Map<string, string | null>;
  readonly #seen = new Map<string, number>();

  constructor(scope: Scope, staff: Map<string, string | null>) {
    this.#scope = scope;
    this.#staff = staff;
  }

  async check(rows: { line: number; cells: Cell[] }[]): Promise<ImportRow[]> {
    const read = rows.map((row) => this.#read(row));
    const known = await clientsInFile(this.#scope, {
      externalIds: read.flatMap(({ content }) => content.externalId ?? content.organisationNumber ?? []),
      numbers: read.flatMap(({ content }) => content.organisationNumber ?? []),
    });
    return read.map((row) => {
      const before = clientIn(known, row.content);
      this.#compare(row, before, known.byNumber.get(row.content.organisationNumber ?? ''));
      if (row.problems.length > 0) return { ...row, outcome: 'rejected' };
      if (!before) return { ...row, outcome: 'create' };
      return { ...row, outcome: isSame(row.content, before) ? 'unchanged' : 'update' };
    });
  }

  #read({ line, cells }: { line: number; cells: Cell[] }): Read {
    const content: ImportContent = { properties: {} };
    const problems: CellProblem[] = [];
    for (const [index, column] of this.headings.entries()) {
      if (!column) continue;
      const cell = cells[index] ?? null;
      const text = cellText(cell, column);
      const wrong = (why: Text) => problems.push({ column: column.title, value: text.slice(0, 100), text: why });
      if (cell instanceof Formula) {
        wrong(formula);
        continue;
      }
      const value = text === '' ? null : column.read(text);
      if (value && 'problem' in value) wrong(value.problem);
      else if (column.key === 'responsible') this.#responsible(content, text, wrong);
      else put(content, column, value ? value.value : null);
    }
    for (const { pointer, text } of propertyProblems(withoutNulls(content.properties))) {
      const column = columns.find(({ key }) => key === pointer.split('/')[1])!;
      problems.push({ column: column.title, value: String(content.properties[column.key]).slice(0, 100), text });
    }
    return { line, content, problems };
  }

  #responsible(content: ImportContent, text: string, wrong: (why: Text) => void): void {
    const id = this.#staff.get(text.toLocaleLowerCase('sv'));
    if (text === '') content.responsibleId = null;
    else if (id) content.responsibleId = id;
    else if (id === null)
      wrong({
        sv: 'Flera på byrån heter så. Ange e-postadressen.',
        en: 'Several people have that name. Enter the e-mail address.',
      });
    else
      wrong({
        sv: 'Ingen på byrån heter så. Ange e-postadressen.',
        en: 'Nobody at the firm has that name. Enter the e-mail address.',
      });
  }

  /** What is wrong with a row beside the register and the rows above. */
  #compare({ line, content, problems }: Read, before: Client | undefined, sameNumber: Client | undefined): void {
    const wrong = (key: string, sv: string, en: string) =>
      problems.push({ column: columns.find((column) => column.key === key)!.title, value: '', text: { sv, en } });
    const { externalId, organisationNumber, name } = content;
    const named = this.headings.some((column) => column?.key === 'name');
    if (!externalId && !organisationNumber) {
      if (problems.length === 0)
        wrong(
          'externalId',
          'Ange kundnummer eller organisationsnummer.',
          'Enter a client number or an organisation number.',
        );
      return;
    }
    if (name === undefined && (named || !before) && !problems.some((one) => one.column.en === 'Name')) {
      wrong('name', 'Ange ett namn.', 'Enter a name.');
    }
    const key = before?.id ?? externalId ?? organisationNumber!;
    const first = this.#seen.get(key) ?? this.#seen.get(organisationNumber ?? '');
    if (first !== undefined) {
      wrong(
        externalId && this.#seen.has(key) ? 'externalId' : 'organisationNumber',
        `Samma kund finns på rad ${first}.`,
        `The same client is on row ${first}.`,
      );
    } else for (const name of [key, organisationNumber]) if (name) this.#seen.set(name, line);
    if (!before && sameNumber) {
      const { name: other, externalId: number } = sameNumber;
      wrong(
        'organisationNumber',
        `Numret finns redan: ${other} (kundnummer ${number}).`,
        `The number is there already: ${other} (client number ${number}).`,
      );
    }
  }
}

function put(content: ImportContent, { key, isProperty }: Column, value: Json): void {
  if (isProperty) content.properties[key] = value;
  else if (key === 'organisationNumber' || key === 'startMonth') content[key] = value as string | null;
  else if (value !== null) Object.assign(content, { [key]: value });
}

const withoutNulls = (properties: ImportContent['properties']) =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));

function isSame(content: ImportContent, before: Client): boolean {
  const after = detailsAfter(content, before);
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  const names = new Set([...Object.keys(after.properties), ...Object.keys(before.properties)]);
  return (
    after.name === before.name &&
    after.organisationNumber === before.organisationNumber &&
    after.startMonth === before.startMonth &&
    after.responsibleId === before.responsibleId &&
    after.active === before.active &&
    [...names].every((name) => same(after.properties[name], before.properties[name]))
  );
}
