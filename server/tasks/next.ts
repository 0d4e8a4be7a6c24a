import { localDate, periodLabel } from '../../definitions/calendar/index.ts';
import { type Compiled, duePeriods, type InstanceInput, type Period } from '../../definitions/index.ts';
import { compiledByHash } from '../engine/compiled.ts';
import {
  type Access,
  type Client,
  clientById,
  clientProperties,
  latestVersions,
  type Scope,
  settingsFor,
} from '../store/index.ts';
import type { TaskListView } from './schema.ts';

type Next = NonNullable<TaskListView['next']>;

const daysAhead = 400;
const dayMs = 24 * 3_600_000;
/** A user of many companies is told by the companies' lists, not by one line. */
const mostClients = 3;

/** What opens next by itself for a client's user, for an inbox with nothing in it; null for staff, whose work has no such line. */
export async function nextOpening(scope: Scope, access: Access, now: string): Promise<Next | null> {
  if (access.role !== 'client' || access.clients === 'all' || access.clients === 'many') return null;
  const ids = access.onlyClientId === null ? access.clients : [access.onlyClientId];
  const found: Next[] = [];
  for (const clientId of ids.slice(0, mostClients)) {
    const client = await clientById(scope, clientId);
    if (!client?.active) continue;
    for (const version of await latestVersions(scope.store, access.tenantId)) {
      const compiled = await compiledByHash(scope.store, version.hash);
      if (!compiled.definition.recurrence || !asksClients(compiled)) continue;
      const settings = await settingsFor(scope, { clientId, definitionId: version.definitionId });
      try {
        const next = nextPeriodOf(compiled, client, settings, now);
        if (next) found.push(next);
      } catch {
        // A property that this client lacks: nothing opens by itself for it, as the opener also finds.
      }
    }
  }
  return found.sort((a, b) => (a.opensDate < b.opensDate ? -1 : 1))[0] ?? null;
}

/** Whether a client's users are ever to do something in it: the firm's own work is nothing that they wait for. */
function asksClients({ nodes, definition }: Compiled): boolean {
  const tasks = [...nodes.values()].flatMap(({ node }) => Object.values(node.tasks ?? {}));
  return tasks.some((task) => definition.roles[task.for]?.members === 'client');
}

function nextPeriodOf(
  compiled: Compiled,
  client: Client,
  settings: InstanceInput['settings'],
  now: string,
): Next | null {
  const at = (days: number): string => new Date(Date.parse(now) + days * dayMs).toISOString();
  const newest = (days: number): Period | undefined =>
    duePeriods(compiled, { ...client, properties: clientProperties(client) }, settings, at(days)).at(-1);
  const open = newest(0)?.id;
  const changed = (days: number): boolean => ![undefined, open].includes(newest(days)?.id);
  if (!changed(daysAhead)) return null;
  let [before, after] = [0, daysAhead];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (changed(middle)) after = middle;
    else before = middle;
  }
  const { title } = compiled.definition;
  const period = periodLabel(newest(after)!);
  return {
    label: { sv: `${title.sv} ${period.sv}`, en: `${title.en} ${period.en}` },
    opensDate: localDate(at(after)),
  };
}
