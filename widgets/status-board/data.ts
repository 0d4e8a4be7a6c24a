import type { BoardItemView, BoardView } from '../../server/board/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import { type Query, readBoard } from '../base/client.ts';

/** What `GET /v1/board` is asked for. */
export interface BoardFilters {
  definition: string;
  period: string | null;
  mine: boolean;
  late: boolean;
  status: string | null;
  q: string;
  client: string | null;
}

const pageSize = 200;
const largestPage = 500;

/**
 * The part of a board that has been fetched. A board is read through several cursors: the whole (`''`) and, when it does
 * not fit in a page, each column by its status. Items come soonest due first from the server and keep that order.
 */
export class BoardData {
  readonly filters: BoardFilters;
  readonly definition: BoardView['definition'];
  counts: BoardView['counts'];
  readonly items = new Map<string, BoardItemView>();
  #cursors = new Map<string, string | null>();
  /** How many items each cursor has given. */
  #extents = new Map<string, number>();

  private constructor(filters: BoardFilters, first: BoardView) {
    this.filters = filters;
    this.definition = {
      ...first.definition,
      statuses: first.definition.statuses.toSorted((a, b) => a.order - b.order),
    };
    this.counts = first.counts;
    this.#add('', first);
  }

  /** Fetches as much as `shown` holds, so that a refresh does not take away what somebody has scrolled to. */
  static async load(filters: BoardFilters, signal: AbortSignal, shown: BoardData | null): Promise<BoardData> {
    const wanted = shown ? Math.min(largestPage, shown.#extents.get('')!) : 0;
    const data = new BoardData(filters, await readBoard(query(filters, Math.max(pageSize, wanted)), signal));
    for (const [key, extent] of shown ? shown.#extents : []) {
      while (data.hasMore(key) && (data.#extents.get(key) ?? 0) < extent) await data.more(key, signal, largestPage);
    }
    return data;
  }

  get isWhole(): boolean {
    return !this.hasMore('');
  }

  /** Too much to fetch anew for every change. */
  get isLarge(): boolean {
    return !this.isWhole || this.items.size > largestPage;
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** `key`: a status, or '' for the whole board. */
  hasMore(key: string): boolean {
    return this.#cursors.get('') !== null && this.#cursors.get(key) !== null;
  }

  async more(key: string, signal: AbortSignal, limit = pageSize): Promise<void> {
    const status = key || this.filters.status;
    this.#add(key, await readBoard({ ...query(this.filters, limit), status, cursor: this.#cursors.get(key) }, signal));
  }

  /** Fetches anew what belongs to a few clients, and the counts: enough after a few changes on a board of thousands. */
  async patch(clientIds: string[], signal: AbortSignal): Promise<void> {
    const [head, ...pages] = await Promise.all([
      readBoard(query(this.filters, 1), signal),
      ...clientIds.map((client) => readBoard({ ...query(this.filters, largestPage), client }, signal)),
    ]);
    this.counts = head!.counts;
    for (const item of [...this.items.values()]) {
      if (item.client && clientIds.includes(item.client.id)) this.items.delete(item.instanceId);
    }
    const sorted = [...this.items.values(), ...pages.flatMap((page) => page.items)].toSorted(byDue);
    this.items.clear();
    for (const item of sorted) this.items.set(item.instanceId, item);
  }

  /** Puts in what an act gave and counts it where it is now. */
  replace(item: BoardItemView): void {
    const before = this.items.get(item.instanceId);
    if (!before || before.sequence > item.sequence) return;
    this.items.set(item.instanceId, item);
    if (before.status === item.status) return;
    this.counts = {
      ...this.counts,
      [before.status]: Math.max(0, (this.counts[before.status] ?? 0) - 1),
      [item.status]: (this.counts[item.status] ?? 0) + 1,
    };
  }

  #add(key: string, page: BoardView): void {
    for (const item of page.items) this.items.set(item.instanceId, item);
    this.#cursors.set(key, page.nextCursor);
    this.#extents.set(key, (this.#extents.get(key) ?? 0) + page.items.length);
  }
}

function query({ mine, late, ...rest }: BoardFilters, limit: number): Query {
  return { ...rest, mine: mine || null, late: late || null, limit };
}

/** The card of an instance as it is after an act. */
export function itemAfter(before: BoardItemView, instance: InstanceView): BoardItemView {
  const dues = instance.tasks.flatMap((task) => task.due ?? []);
  return {
    instanceId: instance.id,
    sequence: instance.sequence,
    label: instance.label,
    client: instance.client,
    responsible: instance.responsible,
    period: instance.period,
    status: instance.status?.key ?? before.status,
    statusSince: instance.statusSince,
    due: dues.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0] ?? null,
    facts: instance.facts,
    done: instance.done,
    actions: instance.actions,
  };
}

function byDue(a: BoardItemView, b: BoardItemView): number {
  const [dueA, dueB] = [a.due?.dueAt ?? '9999', b.due?.dueAt ?? '9999'];
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  return a.instanceId < b.instanceId ? -1 : 1;
}
