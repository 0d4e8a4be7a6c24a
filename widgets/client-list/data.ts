import type { ClientListView, ClientRowView } from '../../server/clients/schema.ts';
import { callJson, type Query } from '../base/client.ts';

export type Tab = ClientListView['tab'];
export type Sort = 'name' | 'companyForm' | 'completed' | 'yearEnd' | 'responsible';

export interface Filters {
  tab: Tab | null;
  q: string;
  responsible: boolean;
  area: string;
  missingReceipts: boolean;
  others: boolean;
  ended: boolean;
  sort: Sort;
  direction: 'asc' | 'desc';
}

export const unfiltered: Filters = {
  tab: null,
  q: '',
  responsible: false,
  area: '',
  missingReceipts: false,
  others: false,
  ended: false,
  sort: 'name',
  direction: 'asc',
};

const pageSize = 200;

/** The part of the list that has been fetched, in the server's order. */
export class ClientData {
  readonly filters: Filters;
  readonly head: ClientListView;
  rows: ClientRowView[];
  #cursor: string | null;
  #more: Promise<void> | null = null;

  constructor(filters: Filters, head: ClientListView) {
    this.filters = filters;
    this.head = head;
    this.rows = head.items;
    this.#cursor = head.nextCursor;
  }

  /** Fetches as many rows as are shown already, so that a refresh takes nothing away. */
  static async load(filters: Filters, signal: AbortSignal, shown: number): Promise<ClientData> {
    const data = new ClientData(filters, await read({ ...query(filters), limit: pageSize }, signal));
    while (data.rows.length < shown && data.hasMore) await data.more(signal);
    return data;
  }

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  /** One page more; two that ask at once get the same. */
  more(signal: AbortSignal): Promise<void> {
    this.#more ??= read({ ...query(this.filters), limit: pageSize, cursor: this.#cursor }, signal)
      .then((page) => {
        this.rows = [...this.rows, ...page.items];
        this.#cursor = page.nextCursor;
      })
      .finally(() => (this.#more = null));
    return this.#more;
  }

  /** Fetches a few clients anew; false when one of them is not where it was and all must be. */
  async patch(ids: string[], signal: AbortSignal): Promise<boolean> {
    const shown = ids.filter((id) => this.rows.some((row) => row.id === id));
    if (shown.length === 0) return true;
    const { items } = await read({ ...query(this.filters), clients: shown.join(','), limit: pageSize }, signal);
    if (items.length !== shown.length) return false;
    this.rows = this.rows.map((row) => items.find(({ id }) => id === row.id) ?? row);
    return true;
  }
}

const query = ({ tab, q, responsible, area, missingReceipts, others, ended, sort, direction }: Filters): Query => ({
  tab,
  q,
  area,
  responsible: responsible ? 'me' : null,
  missingReceipts: missingReceipts || null,
  others: others || null,
  ended: ended || null,
  sort: sort === 'name' ? null : sort,
  direction: direction === 'asc' ? null : direction,
});

const read = (values: Query, signal: AbortSignal) =>
  callJson<ClientListView>('/v1/client-list', { query: values, signal });
