import {
  type Compiled,
  documentFields,
  factsOf,
  type InstanceState,
  resolvedSettings,
} from '../../definitions/index.ts';
import { dueView, refOf, seesDates, statusView, statusViews } from '../common/presenter.ts';
import { documentView } from '../documents/presenter.ts';
import { allowedNow } from '../engine/allowed.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { maySeeData } from '../policies/index.ts';
import {
  type Access,
  actorOf,
  clientUserIds,
  documentRows,
  type InstanceWithHistory,
  type Scope,
  userNames,
} from '../store/index.ts';
import { taskView } from '../tasks/presenter.ts';
import type { InstanceView } from './schema.ts';

/** One instance as this user may see it: all of it, with what they may do now. */
export async function instanceView(
  scope: Scope,
  access: Access,
  row: InstanceWithHistory,
  now: string,
  /** Their page shows documents, too. */
  withDocuments = false,
): Promise<InstanceView> {
  const compiled = await compiledByHash(scope.store, row.definition_hash);
  const state = JSON.parse(row.state) as InstanceState;
  const { input } = state;
  const isClient = access.role === 'client';
  const allowed = allowedNow(compiled, state, actorOf(access, row.facts), now);
  const names = await userNames(
    scope,
    state.tasks.flatMap((task) => task.assigneeId ?? []),
  );
  return {
    id: input.instanceId,
    definition: { ...input.definition, title: compiled.definition.title },
    label: state.label,
    client: refOf(row.client_id, row.client_name),
    responsible: refOf(row.responsible_id, row.responsible_name),
    period: row.period_id,
    sequence: state.sequence,
    status: statusView(compiled, state.status),
    statusSince: state.statusSince,
    statuses: statusViews(compiled),
    openedAt: state.openedAt,
    closedAt: state.closedAt,
    done: state.done,
    deadlines: seesDates(compiled, state, isClient) ? deadlines(compiled, state, now) : [],
    facts: factsOf(compiled, state, now),
    tasks: state.tasks.map((task) =>
      taskView(task, {
        compiled,
        state,
        allowed,
        clientName: row.client_name,
        assigneeName: names.get(task.assigneeId ?? '') ?? null,
        isClient,
        now,
      }),
    ),
    actions: allowed,
    history: await history(scope, access, row.history, withDocuments ? compiled : null),
    ...(access.role !== 'client' && { settings: settingsOf(compiled, state), course: courseOf(compiled, state) }),
  };
}

function courseOf(compiled: Compiled, state: InstanceState): NonNullable<InstanceView['course']> {
  const next = state.timers
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
    .map(({ kind, dueAt, rule, ref }) => ({
      kind,
      at: dueAt,
      rule,
      title: compiled.definition.deadlines?.[rule]?.title ?? state.tasks.find(({ id }) => id === ref)?.title ?? null,
    }));
  return { states: state.activeStates, next };
}

function settingsOf(compiled: Compiled, state: InstanceState): InstanceView['settings'] {
  return Object.entries(resolvedSettings(compiled, state.input)).map(([name, { value, origin }]) => ({
    name,
    title: compiled.definition.settings?.[name]?.title ?? { sv: name, en: name },
    value,
    origin,
  }));
}

function deadlines(compiled: Compiled, state: InstanceState, now: string): InstanceView['deadlines'] {
  return Object.entries(state.deadlines).map(([name, moment]) => {
    const title = compiled.definition.deadlines?.[name]?.title ?? { sv: name, en: name };
    return { name, title, ...dueView(moment, now) };
  });
}

async function history(
  scope: Scope,
  access: Access,
  lines: InstanceWithHistory['history'],
  withDocuments: Compiled | null,
): Promise<InstanceView['history']> {
  // Who stood on which side is asked only where it decides something, and not of the reader.
  const asked = access.role === 'client' ? lines.filter((line) => line.data !== null) : [];
  const others = asked.flatMap((line) => line.actor?.userId ?? []).filter((id) => id !== access.userId);
  const clientUsers = await clientUserIds(scope, others);
  const isClients = (id: string): boolean => id === access.userId || clientUsers.has(id);
  const idsOf = (line: (typeof lines)[number]): string[] =>
    withDocuments && line.data
      ? documentFields(withDocuments.definition, line.event).flatMap((field) => (line.data![field] ?? []) as string[])
      : [];
  // Whoever may read a file sees that it came, also where what was written with it is not for them.
  const documents = await documentRows(scope, access, [...new Set(lines.flatMap(idsOf))]);
  const viewer = { access, mayChange: false };
  const documentsOf = (line: (typeof lines)[number]) =>
    idsOf(line).flatMap((id) => (documents.has(id) ? [documentView(documents.get(id)!, viewer)] : []));
  const withFiles = (found: ReturnType<typeof documentsOf>) => (found.length > 0 ? { documents: found } : {});
  return lines.map((line) => ({
    sequence: line.sequence,
    kind: line.kind,
    at: line.at,
    event: line.event,
    actor: line.actor ? { id: line.actor.userId, name: line.actor.name } : null,
    fromStatus: line.fromStatus,
    toStatus: line.toStatus,
    text: line.text,
    data: maySeeData(access, isClients(line.actor?.userId ?? '')) ? line.data : null,
    ...withFiles(documentsOf(line)),
  }));
}
