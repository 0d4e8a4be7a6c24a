/**
 * Moves an instance to another version of its definition. What stays as it was keeps its id, its reminders and its
 * delays; nobody is told anything twice. Pure: the workflow's update, a dry run and a browser get the same answer.
 */
import { CalendarError } from '../calendar/index.ts';
import { statusOf } from '../engine/allowed.ts';
import { apply, type Applying } from '../engine/apply.ts';
import { move } from '../engine/chart.ts';
import { CompileError, taskDeclaration, type Compiled } from '../engine/compile.ts';
import { labelOf } from '../engine/label.ts';
import { dueOf, followLists } from '../engine/tasks.ts';
import { refreshTimers } from '../engine/timers.ts';
import type { Effect, InstanceState, LogLine, StepResult } from '../engine/types.ts';
import { ambientOf, computeDeadlines, NO_EVENT } from '../engine/variables.ts';
import { toArray } from '../engine/walk.ts';
import type { ActionObject, IsoInstant, Json, JsonObject, Text } from '../language/types.ts';
import { contextOf, recordProblems } from './carry.ts';
import { delaysOf } from './delays.ts';
import { placeOf, type Place } from './places.ts';
import { problem } from './problems.ts';
import { roleProblems, tasksOf } from './tasks.ts';
import type { Migration, MigrationPlan, MigrationProblem } from './types.ts';

/** `now`: ISO 8601 in UTC. Every problem is named, not only the first. */
export function planMigration(migration: Migration, state: InstanceState, now: IsoInstant): MigrationPlan {
  const { from, to, target, mapping } = migration;
  const { definition } = state.input;
  const refused = (...problems: MigrationProblem[]): MigrationPlan => ({ result: null, problems });
  if (definition.id !== to.definition.id) return refused(problem.otherDefinition(definition.id, to.definition.id));
  if (state.done) return refused(problem.closed());
  if (definition.hash === target.hash && definition.version === target.version) return refused(problem.alreadyThere());
  const { place, problems: noPlace } = placeOf(from, to, state, mapping);
  const { context, problems: wrongContext } = contextOf(to, state, mapping);
  const problems = [
    ...noPlace,
    ...wrongContext,
    ...recordProblems(to, state),
    ...(place ? roleProblems(to, state, place, mapping) : []),
  ];
  if (!place || problems.length > 0) return refused(...problems);
  try {
    return { result: moved(migration, state, place, context, now), problems: [] };
  } catch (error) {
    // A deadline that has no answer for this client, or rules that depend on each other.
    if (!(error instanceof CalendarError) && !(error instanceof CompileError)) throw error;
    return refused(problem.notComputable(error.message));
  }
}

function moved(
  { from, to, target, mapping, actor }: Migration,
  before: InstanceState,
  place: Place,
  context: JsonObject,
  now: IsoInstant,
): StepResult {
  const { id, version } = before.input.definition;
  const declared = to.definition.deadlines ?? {};
  const state: InstanceState = {
    ...before,
    input: { ...before.input, definition: { id, ...target } },
    sequence: before.sequence + 1,
    snapshot: snapshotOf(before, place, context),
    context,
    movedDeadlines: Object.fromEntries(
      Object.entries(before.movedDeadlines).filter(([name]) => Object.hasOwn(declared, name)),
    ),
    done: place.done,
  };
  state.deadlines = computeDeadlines(to, state, now);
  const ambient = ambientOf(to, { ...state, now });
  const log: LogLine[] = [
    {
      kind: 'migrated',
      at: now,
      event: 'migrated',
      actor,
      fromStatus: before.status,
      toStatus: statusOf(to, place.paths),
      text: movedText(version, target.version),
      data: null,
    },
  ];
  const at: Applying = { event: NO_EVENT, now, ambient, effects: [] as Effect[], log };
  state.tasks = tasksOf({ from, to, place, mapping }, before, state, at);
  state.timers = delaysOf(from, to, before, state, place, now);
  if (mapping.runEntry) enter(to, state, place, at);
  const paths = settled(to, state, place.paths, at);
  finish(to, before, state, paths, at);
  return { state, effects: at.effects, log };
}

const movedText = (before: number, after: number): Text => ({
  sv: `Flyttades från version ${before} till version ${after}`,
  en: `Moved from version ${before} to version ${after}`,
});

/** XState's persisted snapshot: its own bookkeeping stays, the configuration is the new one. */
const snapshotOf = (before: InstanceState, place: Place, context: JsonObject): Json => ({
  ...(before.snapshot as JsonObject),
  status: place.done ? 'done' : 'active',
  value: place.value,
  historyValue: place.historyValue,
  context,
});

/** The entry actions of states that the instance was not in, for a mapping that asks for them. */
function enter(to: Compiled, state: InstanceState, place: Place, at: Applying): void {
  for (const path of place.paths.filter((candidate) => !place.stays.has(candidate))) {
    for (const action of toArray(to.nodes.get(path)!.node.entry)) {
      if (action.type === 'assign') assign(to, state, action.params, at);
      else apply(to, state, action as ActionObject, at);
    }
  }
}

function assign(to: Compiled, state: InstanceState, params: Record<string, string>, at: Applying): void {
  const variables = { ...at.ambient, context: state.context, event: NO_EVENT };
  const values = Object.entries(params).map(([name, source]) => [name, to.scope(null).evaluate(source, variables)]);
  state.context = { ...state.context, ...(Object.fromEntries(values) as JsonObject) };
  state.snapshot = { ...(state.snapshot as JsonObject), context: state.context };
}

/** What the new version leads on to at once (`always`) from where the instance stands now. Gives the active states. */
function settled(to: Compiled, state: InstanceState, paths: string[], at: Applying): string[] {
  if (state.done || !paths.some((path) => to.nodes.get(path)!.node.always)) return paths;
  const chart = move(to, state, at.ambient, { ...NO_EVENT, type: 'arende.migrated' });
  Object.assign(state, { snapshot: chart.snapshot, context: chart.context, done: chart.done });
  for (const action of chart.actions)
    apply(to, state, action, { ...at, ambient: ambientOf(to, { ...state, now: at.now }) });
  return chart.paths;
}

function finish(to: Compiled, before: InstanceState, state: InstanceState, paths: string[], at: Applying): void {
  const { now } = at;
  state.activeStates = paths.filter((path) => path !== '' && !paths.some((other) => other.startsWith(`${path}.`)));
  state.status = statusOf(to, paths);
  state.statusSince = state.status === before.status ? before.statusSince : now;
  state.closedAt = state.done ? now : null;
  // Entry actions and `always` may have filled in what a deadline is worked out from.
  state.deadlines = computeDeadlines(to, state, now);
  state.tasks = state.tasks.map((task) => ({ ...task, ...dueOf(to, task, state.deadlines) }));
  const ambient = ambientOf(to, { ...state, now });
  state.label = labelOf(to, state.input, ambient, state.context);
  for (const line of at.log) line.toStatus = state.status;
  if (state.done) {
    state.tasks = [];
    state.timers = [];
    delete state.calls;
  } else {
    followLists(to, state, paths, ambient, now);
    state.tasks = state.tasks.filter((task) => taskDeclaration(to, task) !== undefined);
    // No deadline is new to `refreshTimers`: which delays begin has been worked out, those that have passed stay away.
    state.timers = refreshTimers(to, state, now, state.deadlines);
  }
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const stood = same(before.activeStates, state.activeStates) && same(before.context, state.context);
  if (!stood) state.movedSequence = state.sequence;
}
