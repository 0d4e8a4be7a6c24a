import type { Static } from '@sinclair/typebox';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { hasRight, mayJoinClients } from '../policies/index.ts';
import {
  type Access,
  type ClientFilter,
  clientPage,
  type ClientTab,
  countClients,
  type Scope,
} from '../store/index.ts';
import { Processes } from './areas.ts';
import { clientRows } from './presenter.ts';
import type { ClientListQuery, ClientListView } from './schema.ts';

type Query = Static<typeof ClientListQuery>;

export const unfiltered: Omit<ClientFilter, 'tab'> = {
  q: null,
  ids: null,
  responsible: false,
  missingReceipts: false,
  unfinishedIn: null,
  attentionIn: null,
  unread: false,
  others: false,
  ended: false,
};

export async function clientList({ scope, access, query }: BearerCall<Query>): Promise<ClientListView> {
  requireStaff(access);
  const processes = await Processes.of(scope);
  const may = {
    manage: await hasRight(scope, access, 'manage-clients'),
    join: await mayJoinClients(scope, access),
    notify: await hasRight(scope, access, 'notify-colleagues'),
  };
  const tabs = await tabsOf(scope, access);
  const of = (name: string | undefined) => tabs.find(({ tab: one }) => one === name);
  // An administrator who works with no client directly begins with all of them.
  const begun = of('mine')!.count === 0 ? of('all') : undefined;
  const { tab } = of(query.tab) ?? begun ?? of('mine')!;
  const filter = filterOf(query, tab, processes, may.join);
  const limit = query.limit ?? 100;
  const sort = query.sort ?? 'name';
  const direction = query.direction ?? 'asc';
  const after = cursorFrom(query.cursor, 3) as [string, string, string] | null;
  const rows = await clientPage(
    scope,
    access,
    filter,
    { sort, direction, limit, after },
    processes.idsIn('bookkeeping'),
  );
  const page = pageOf(rows, limit, (row) => [row.sort_key, row.sort_name, row.id]);
  const plain = JSON.stringify(filter) === JSON.stringify({ ...unfiltered, tab });
  const known = tabs.find((one) => one.tab === tab)!.count;
  return {
    tab,
    tabs,
    total: plain ? known : await countClients(scope, access, filter),
    items: await clientRows(scope, access, processes, page.rows),
    nextCursor: page.nextCursor,
    may,
  };
}

function filterOf(query: Query, tab: ClientTab, processes: Processes, mayJoin: boolean): ClientFilter {
  const { area } = query;
  const working = area !== undefined && area !== 'signing' && area !== 'messages';
  return {
    ...unfiltered,
    tab,
    q: query.q?.trim() || null,
    ids: query.clients === undefined ? null : query.clients.split(',').slice(0, 50),
    responsible: query.responsible === 'me',
    missingReceipts: query.missingReceipts ?? false,
    unfinishedIn: working ? processes.idsIn(area) : null,
    attentionIn: area === 'signing' ? processes.attentionIds : null,
    unread: area === 'messages',
    others: (query.others ?? false) && mayJoin,
    ended: query.ended ?? false,
  };
}

/** Who sees which tabs, and that empty ones are not there (P-04, P-09 to P-11). */
async function tabsOf(scope: Scope, access: Access): Promise<ClientListView['tabs']> {
  const tabs: ClientTab[] =
    access.role === 'admin' ? ['invitations', 'onboarding', 'mine', 'all'] : ['onboarding', 'mine'];
  const counted = [];
  for (const tab of tabs) counted.push({ tab, count: await countClients(scope, access, { ...unfiltered, tab }) });
  return counted.filter(({ tab, count }) => count > 0 || tab === 'mine' || tab === 'all');
}

/** The firm's clients are for the firm; a client's own users know which companies are theirs. */
export function requireStaff(access: Access): void {
  if (access.role !== 'client') return;
  throw new Problem(403, 'staff_required', 'Only people of the firm may do this.', {
    text: { sv: 'Det här är bara för byrån.', en: 'This is for the firm only.' },
  });
}
