import type { BoardItemView } from '../../server/board/schema.ts';
import type { StatusView } from '../../server/common/schema.ts';
import type { Language } from '../base/locale.ts';
import type { BoardData } from './data.ts';
import type { BoardTexts } from './texts.ts';
import { periodText } from './words.ts';

export interface Column {
  /** `client`, `label`, `status`, `since`, `due`, `responsible`, `fact:<name>`, `period:<id>`, `actions`. */
  key: string;
  kind: 'value' | 'period' | 'actions';
  label: string;
}

export interface Row {
  key: string;
  /** Name of the client, or of the case where it has none. */
  title: string;
  /** Null in the table of all periods, where a row is a client. */
  item: BoardItemView | null;
  /** The cases behind each column's cell; of a row that is one case, its first cell. */
  cells: BoardItemView[][];
}

export interface Sorting {
  key: string;
  direction: 'ascending' | 'descending';
}

interface Table {
  columns: Column[];
  rows: Row[];
}

/** The table of periods, or of cases where one period is chosen or there are none. */
export function tableOf(data: BoardData, t: BoardTexts, language: Language): Table {
  return (data.filters.period ? null : periodTable(data, t, language)) ?? caseTable(data, t, language);
}

/** Clients and their periods, newest first (B-29). Null when there are no periods to be columns. */
function periodTable(data: BoardData, t: BoardTexts, language: Language): Table | null {
  const items = [...data.items.values()];
  const used = new Set(items.map(({ period }) => period));
  const periods = data.definition.periods.filter((period) => used.has(period));
  if (periods.length === 0 || used.has(null)) return null;
  const rows = new Map<string, Row>();
  for (const item of items) {
    const key = item.client?.id ?? '';
    if (!rows.has(key)) {
      rows.set(key, { key, title: item.client?.name ?? t.noClient, item: null, cells: periods.map(() => []) });
      rows.get(key)!.cells.unshift([]);
    }
    rows.get(key)!.cells[periods.indexOf(item.period!) + 1]?.push(item);
  }
  const columns: Column[] = [
    { key: 'client', kind: 'value', label: t.client },
    ...periods.map((id): Column => ({ key: `period:${id}`, kind: 'period', label: periodText(id, language) })),
  ];
  return { columns, rows: [...rows.values()] };
}

/** One row a case, with what is known of it (B-30). */
function caseTable(data: BoardData, t: BoardTexts, language: Language): Table {
  const items = [...data.items.values()];
  const facts = new Map(items.flatMap((item) => item.facts.map((fact) => [fact.name, fact.title[language]])));
  const value = (key: string, label: string): Column => ({ key, kind: 'value', label });
  return {
    columns: [
      value('client', t.client),
      ...(data.filters.period ? [] : [value('label', t.label)]),
      value('status', t.status),
      value('since', t.since),
      value('due', t.due),
      ...[...facts].map(([name, label]) => value(`fact:${name}`, label)),
      value('responsible', t.responsible),
      { key: 'actions', kind: 'actions', label: '' },
    ],
    rows: items.map((item) => ({
      key: item.instanceId,
      title: item.client?.name ?? item.label[language],
      item,
      cells: [[item]],
    })),
  };
}

/** What has no value comes last in either direction. */
export function sorted({ columns, rows }: Table, sorting: Sorting | null, statuses: StatusView[], language: Language) {
  const index = columns.findIndex(({ key }) => key === sorting?.key);
  if (!sorting || index === -1) return rows;
  const order = new Map(statuses.map((status, place) => [status.key, place]));
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const value = (row: Row): string | number | null => {
    if (sorting.key === 'client') return row.title;
    const item = row.item ?? row.cells[index]?.[0];
    if (!item) return null;
    if (sorting.key === 'status' || columns[index]!.kind === 'period') return order.get(item.status) ?? null;
    if (sorting.key === 'label') return item.label[language];
    if (sorting.key === 'since') return item.statusSince;
    if (sorting.key === 'due') return item.due?.dueAt ?? null;
    if (sorting.key === 'responsible') return item.responsible?.name ?? null;
    return item.facts.find(({ name }) => `fact:${name}` === sorting.key)?.value ?? null;
  };
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * compare(String(left), String(right));
  });
}
