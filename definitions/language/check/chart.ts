/** The statechart itself: states, targets, first states, circles, and who raises and who handles which event. */
import type { Definition, StateNode } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { nearest, suggestName } from '../near.ts';
import { effectsAt, resolveTarget, statesOf, transitionsAt, type StateAt, type TransitionAt } from './walk.ts';

const MAX_STATES = 300;
const MAX_DEPTH = 8;

export function tooManyStates(definition: Definition, report: Reporter): boolean {
  const count = statesOf(definition).length - 1;
  if (count <= MAX_STATES) return false;
  const message = `The definition has ${count} states; at most ${MAX_STATES} are taken.`;
  report('/states', { code: 'too_many_states', message, key: true });
  return true;
}

export function checkChart(definition: Definition, report: Reporter): void {
  const states = statesOf(definition);
  for (const state of states) {
    if (state.path.length === MAX_DEPTH + 1) {
      const message = `"${state.path.at(-1)}" is nested ${state.path.length} deep; at most ${MAX_DEPTH} is taken.`;
      report(state.pointer, { code: 'states_too_deep', message, key: true });
    }
    checkShape(state, report);
    checkInitial(state, report);
    const transitions = transitionsAt(state);
    checkTargets(definition, state, transitions, states, report);
    checkOrder(transitions, report);
  }
  checkCircles(definition, states, report);
  checkEvents(definition, states, report);
}

const substates = (node: StateNode): string[] => Object.keys(node.states ?? {});

function checkShape({ node, pointer, path }: StateAt, report: Reporter): void {
  const name = path.at(-1);
  const wrong = (key: string, message: string, suggestion: string | null = null) =>
    report(`${pointer}/${key}`, { code: 'state_type_wrong', message, suggestion, key: true });
  const inside = substates(node).length > 0;
  if (node.type === 'parallel' || node.type === 'compound') {
    if (!inside) wrong('type', `"${name}" is ${node.type} but has no sub-states.`);
  } else if (node.type !== undefined && inside) {
    wrong('states', `"${name}" is ${node.type} and cannot have sub-states.`);
  }
  if (node.type === 'final' || node.type === 'history') {
    const keys = ['on', 'always', 'after', 'onDone', 'tasks', 'actions'] as const;
    for (const key of node.type === 'history' ? ([...keys, 'entry', 'exit', 'status'] as const) : keys) {
      if (node[key] !== undefined) wrong(key, `"${name}" is ${node.type}; "${key}" would never have an effect there.`);
    }
  }
  if (node.type !== 'history') {
    const hint = 'To go on at once, write "always"; on an event, write it under "on".';
    if (node.target !== undefined) wrong('target', `A state has no "target"; only a history state has.`, hint);
    if (node.history !== undefined) wrong('history', `"history" needs "type": "history".`);
  }
}

function checkInitial({ node, pointer, path }: StateAt, report: Reporter): void {
  const names = substates(node);
  if (node.initial !== undefined && !names.includes(node.initial)) {
    const message =
      names.length === 0
        ? `"initial" stands in a state without sub-states.`
        : `There is no sub-state "${node.initial}".`;
    report(`${pointer}/initial`, { code: 'initial_unknown', message, suggestion: suggestName(node.initial, names) });
  }
  if (node.initial === undefined && path.length > 0 && names.length > 0 && (node.type ?? 'compound') === 'compound') {
    const message = `"${path.at(-1)}" has sub-states and does not say which one is entered first.`;
    report(pointer, { code: 'initial_missing', message, suggestion: `Add "initial": "${names[0]}".`, key: true });
  }
}

function checkTargets(
  definition: Definition,
  state: StateAt,
  transitions: TransitionAt[],
  states: StateAt[],
  report: Reporter,
): void {
  const targets = transitions.flatMap(({ transition, targetPointer }) =>
    transition.target === undefined ? [] : [{ target: transition.target, pointer: targetPointer }],
  );
  if (state.node.type === 'history' && state.node.target !== undefined) {
    targets.push({ target: state.node.target, pointer: `${state.pointer}/target` });
  }
  const typeAt = (path: string[]) => states.find((at) => at.path.join('.') === path.join('.'))?.node.type;
  if (state.node.type === 'history') {
    const message = `"${state.path.at(-1)}" has nothing to go back to the first time.`;
    const { target } = state.node;
    const to = target === undefined ? null : resolveTarget(definition, state, target);
    const first = state.ancestors.at(-1)?.node.initial === state.path.at(-1);
    if ((target === undefined && first) || (to && typeAt(to) === 'history')) {
      const suggestion = 'Let "target" name a state beside it that is no history state.';
      report(state.pointer, { code: 'state_type_wrong', message, suggestion, key: true });
    }
  }
  for (const { target, pointer } of targets) {
    if (resolveTarget(definition, state, target) !== null) continue;
    report(pointer, {
      code: 'target_unknown',
      message: `"${target}" leads to no state.`,
      suggestion: targetHint(definition, state, target, states),
    });
  }
}

/** The right way to write a state that exists elsewhere, else the nearest name. */
function targetHint(definition: Definition, state: StateAt, target: string, states: StateAt[]): string | null {
  if (substates(state.node).includes(target)) return `Write ".${target}".`;
  if (!/^[a-z0-9-]+$/.test(definition.id)) return null;
  const plain = target.replace(/^[#.]+/, '').replace(`${definition.id}.`, '');
  // With another id in front of it.
  const rest = target.startsWith('#') ? plain.slice(plain.indexOf('.') + 1) : plain;
  const meant = states.find(
    ({ path }) => path.length > 0 && ([plain, rest].includes(path.join('.')) || path.at(-1) === plain),
  );
  if (meant) return `Write "#${definition.id}.${meant.path.join('.')}".`;
  const around = state.path.length === 0 ? definition.states : (state.ancestors.at(-1)?.node.states ?? {});
  const near = nearest(plain, Object.keys(around));
  if (near && state.path.length > 0) return suggestName(plain, [near]);
  if (near) return `Did you mean ".${near}"?`;
  const anywhere = nearest(plain, states.map(({ path }) => path.join('.')).filter(Boolean));
  return anywhere ? `Did you mean "#${definition.id}.${anywhere}"?` : suggestName(plain, Object.keys(around));
}

const unguarded = ({ transition }: TransitionAt): boolean =>
  transition.guard === undefined || transition.guard.trim() === 'true';

function checkOrder(transitions: TransitionAt[], report: Reporter): void {
  const open = new Map<string, number>();
  for (const at of transitions) {
    const key = `${at.kind}/${at.name}`;
    if (open.has(key)) {
      const message = `This transition is never taken: number ${open.get(key)! + 1} of the list has no guard.`;
      report(at.pointer, { code: 'transition_unreachable', message });
    } else if (unguarded(at)) open.set(key, at.index);
  }
}

/** States that are entered when a state is: those around it, itself, and its first sub-states. */
function enteredWith(states: Map<string, StateAt>, path: string[]): StateAt[] {
  const found = path.map((_, index) => states.get(path.slice(0, index).join('.'))).filter((at) => at !== undefined);
  const descend = (at: StateAt | undefined): void => {
    if (!at) return;
    found.push(at);
    const names = at.node.type === 'parallel' ? substates(at.node) : at.node.initial ? [at.node.initial] : [];
    for (const name of names) descend(states.get([...at.path, name].join('.')));
  };
  descend(states.get(path.join('.')));
  return found;
}

function checkCircles(definition: Definition, states: StateAt[], report: Reporter): void {
  const byPath = new Map(states.map((state) => [state.path.join('.'), state]));
  const next = new Map<string, { to: string[]; at: TransitionAt }>();
  for (const state of states) {
    const always = transitionsAt(state).find((at) => at.kind === 'always' && unguarded(at));
    const target = always?.transition.target && resolveTarget(definition, state, always.transition.target);
    if (always && target)
      next.set(state.path.join('.'), { to: enteredWith(byPath, target).map((s) => s.path.join('.')), at: always });
  }
  const reported = new Set<string>();
  for (const start of next.keys()) {
    const trail: string[] = [];
    const visit = (name: string): boolean => {
      if (name === start && trail.length > 0) return true;
      const onward = next.get(name);
      if (!onward || trail.includes(name)) return false;
      trail.push(name);
      if (onward.to.some(visit)) return true;
      trail.pop();
      return false;
    };
    if (!visit(start) || trail.some((name) => reported.has(name))) continue;
    for (const name of trail) reported.add(name);
    const message = `This leads in an endless circle: ${[...trail, start].map((name) => name || definition.id).join(' → ')}.`;
    report(next.get(start)!.at.pointer, { code: 'always_circle', message, key: true });
  }
}

/** States that can be active together with this one. */
function together(states: StateAt[], state: StateAt): StateAt[] {
  const top = state.ancestors.find((at) => at.node.type === 'parallel') ?? state;
  const prefix = top.path.join('.');
  return states.filter(
    ({ path }) =>
      prefix === '' ||
      path.join('.') === prefix ||
      path.join('.').startsWith(`${prefix}.`) ||
      prefix.startsWith(`${path.join('.')}.`) ||
      path.length === 0,
  );
}

function checkEvents(definition: Definition, states: StateAt[], report: Reporter): void {
  const handled = new Set(states.flatMap(({ node }) => Object.keys(node.on ?? {})));
  const raised = new Set(Object.keys(definition.events ?? {}));
  for (const state of states) {
    const near = new Set(together(states, state).flatMap(({ node }) => Object.keys(node.on ?? {})));
    for (const [name, task] of Object.entries(state.node.tasks ?? {})) {
      raised.add(task.event);
      if (near.has(task.event)) continue;
      report(`${state.pointer}/tasks${step(name)}/event`, {
        code: 'task_event_unhandled',
        message: `The task "${name}" raises "${task.event}", which ${handled.has(task.event) ? 'only states elsewhere handle' : 'no state handles'}.`,
        suggestion: suggestName(task.event, near) ?? `Add "${task.event}" to "on" of this state.`,
      });
    }
    for (const event of Object.keys(state.node.actions ?? {})) {
      raised.add(event);
      if (near.has(event)) continue;
      report(`${state.pointer}/actions${step(event)}`, {
        code: 'action_event_unhandled',
        message: `The action "${event}" can never be done: ${handled.has(event) ? 'only states elsewhere handle it' : 'no state handles it'}.`,
        suggestion: suggestName(event, near),
        key: true,
      });
    }
    for (const { effect, pointer } of effectsAt(state)) {
      if (effect.type !== 'call') continue;
      for (const key of ['done', 'failed', 'timedOut'] as const) {
        const event = effect.params[key];
        if (event === undefined) continue;
        raised.add(event);
        if (handled.has(event)) continue;
        const message = `No state handles "${event}", the answer of "${effect.params.activity}".`;
        report(`${pointer}/params/${key}`, {
          code: 'result_unhandled',
          message,
          suggestion: suggestName(event, handled),
        });
      }
    }
  }
  for (const [name, { unsubscribe }] of Object.entries(definition.templates ?? {})) {
    if (unsubscribe === undefined) continue;
    const events = Object.keys(definition.events ?? {});
    if (events.includes(unsubscribe) && handled.has(unsubscribe)) continue;
    const lack = events.includes(unsubscribe) ? 'no state handles' : 'is not among "events"';
    report(`/templates${step(name)}/unsubscribe`, {
      code: 'action_event_unhandled',
      message: `Whoever says no to "${name}" raises "${unsubscribe}", which ${lack}.`,
      suggestion: suggestName(unsubscribe, events),
    });
  }
  for (const state of states) {
    for (const event of Object.keys(state.node.on ?? {})) {
      if (raised.has(event)) continue;
      const near = nearest(event, raised);
      report(`${state.pointer}/on${step(event)}`, {
        code: 'event_never_raised',
        message: `No task, action or call raises "${event}".`,
        suggestion: near ? `Did you mean "${near}"?` : `If a system raises it, add it to "events".`,
        key: true,
      });
    }
  }
}
