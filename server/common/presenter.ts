import { daysBetween, localDate } from '../../definitions/calendar/index.ts';
import type { Compiled, DueMoment, InstanceState, Task } from '../../definitions/index.ts';
import type { DueView, StatusView } from './schema.ts';

export const refOf = (id: string | null, name: string | null): { id: string; name: string } | null =>
  id === null ? null : { id, name: name ?? '' };

export function statusView(compiled: Compiled, key: string | null): StatusView | null {
  const status = key === null ? undefined : compiled.definition.statuses[key];
  if (!status) return null;
  return { key: key!, ...status, description: status.description ?? null };
}

export function statusViews(compiled: Compiled): StatusView[] {
  return Object.keys(compiled.definition.statuses)
    .map((key) => statusView(compiled, key)!)
    .sort((a, b) => a.order - b.order);
}

/** Days are counted between civil dates in Stockholm: B-32 "days left", B-42 "days late". */
export function dueView(moment: DueMoment, now: string): DueView {
  const daysLeft = daysBetween(localDate(now), moment.dueDate);
  return { ...moment, daysLeft, late: moment.dueAt <= now };
}

/** The area in which clients hand in material. */
const handedIn = 'bookkeeping';

/** Whether a client's user sees when material is expected: unless the partner view is switched off (B-31). */
export const seesDates = (compiled: Compiled, state: InstanceState, isClient: boolean): boolean =>
  !isClient || compiled.definition.area !== handedIn || state.input.client.partnerView !== false;

/** When a task is due, with how that was worked out. */
export function taskDue(compiled: Compiled, state: InstanceState, task: Task, now: string): DueView | null {
  if (task.dueAt === null || task.dueDate === null) return null;
  const rule = declarationOf(compiled, task)?.due;
  const known = rule === undefined ? undefined : state.deadlines[rule];
  const provenance = known?.dueAt === task.dueAt ? known.provenance : [];
  return dueView({ dueDate: task.dueDate, dueAt: task.dueAt, provenance }, now);
}

export function declarationOf(compiled: Compiled, task: Task) {
  return compiled.nodes.get(task.statePath)?.node.tasks?.[task.name];
}
