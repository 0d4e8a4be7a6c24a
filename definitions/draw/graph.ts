/** What is drawn of a definition: its states and transitions with the words that people know them by. Knows no places. */
import { resolveTarget, statesOf, transitionsAt, type StateAt, type TransitionAt } from '../language/check/walk.ts';
import { step } from '../language/findings.ts';
import type { Definition, Text, Tone } from '../language/types.ts';
import { effectNotes, eventLabel, humanName, readable, ruleLabel, type Note } from './words.ts';

export type ChartNodeKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

export interface ChartNode {
  /** Dotted path of the state; the root has the empty one. */
  path: string;
  /** Path of the state around it; null for the root. */
  parent: string | null;
  /** JSON pointer to the state in the definition. */
  pointer: string;
  kind: ChartNodeKind;
  history: 'shallow' | 'deep' | null;
  /** Label of the state's status, else its name; of the root, the definition's title. */
  title: string;
  /** The state's own name where `title` says something else. */
  name: string | null;
  tone: Tone | null;
  description: string | null;
  /** Tasks with their role, what happens on entering and leaving, and events that do not leave the state. */
  notes: Note[];
}

export interface ChartEdge {
  id: string;
  kind: TransitionAt['kind'] | 'initial' | 'history';
  /** Paths of the states that it leads from and to; the same for a loop. */
  source: string;
  target: string;
  /** The event of `on`, the rule of `after`. */
  event: string | null;
  /** The event as people read it; empty on an initial mark. */
  label: string;
  guard: string | null;
  notes: Note[];
  /** JSON pointer to the transition. */
  pointer: string;
  /** Told in the source state instead of as a line: one of many by which people set any status by hand. */
  inline: boolean;
}

export interface ChartGraph {
  id: string;
  language: keyof Text;
  title: string;
  summary: string | null;
  /** Parents before children. */
  nodes: ChartNode[];
  edges: ChartEdge[];
}

/** The statechart of a definition that passed the check. A target that leads to no state is left out. */
export function chartGraph(definition: Definition, language: keyof Text): ChartGraph {
  const states = statesOf(definition);
  const nodes = states.map((state) => nodeOf(definition, state, language));
  return {
    id: definition.id,
    language,
    title: readable(definition.title, language),
    summary: definition.summary ? readable(definition.summary, language) : null,
    nodes,
    edges: untangled(
      thinned(
        states.flatMap((state) => edgesOf(definition, state, language)),
        nodes,
        states,
      ),
      nodes,
    ),
  };
}

const kindOf = ({ node }: Pick<StateAt, 'node'>): ChartNodeKind =>
  node.type ?? (Object.keys(node.states ?? {}).length > 0 ? 'compound' : 'atomic');

function nodeOf(definition: Definition, state: StateAt, language: keyof Text): ChartNode {
  const { node, path, pointer } = state;
  const root = path.length === 0;
  const status = node.status === undefined ? undefined : definition.statuses[node.status];
  const own = path.at(-1) ?? '';
  const title = root
    ? readable(definition.title, language)
    : status
      ? readable(status.label, language)
      : humanName(own);
  return {
    path: path.join('.'),
    parent: root ? null : path.slice(0, -1).join('.'),
    pointer,
    kind: kindOf(state),
    history: node.type === 'history' ? (node.history ?? 'shallow') : null,
    title,
    name: root || !status ? null : own,
    tone: status?.tone ?? null,
    description: node.description ?? null,
    notes: notesOf(definition, state, language),
  };
}

function notesOf(definition: Definition, state: StateAt, language: keyof Text): Note[] {
  const { node, pointer } = state;
  const tasks = Object.entries(node.tasks ?? {}).map(([name, task]): Note => {
    const title = readable(task.title, language) || humanName(name);
    return {
      kind: 'task',
      text: 'each' in task ? `${title} ×n` : title,
      role: roleTitle(definition, task.for, language),
      pointer: `${pointer}/tasks${step(name)}`,
    };
  });
  const inner = transitionsAt(state)
    .filter(({ transition }) => transition.target === undefined)
    .map((at): Note => {
      const what = effectNotes(definition, at.transition.actions, `${at.pointer}/actions`, language);
      const doing = what.flatMap(({ kind, text }) => (kind === 'assign' ? [] : [text])).join(', ');
      const text = `${transitionLabel(definition, state, at, language)}${doing ? `: ${doing}` : ''}`;
      return { kind: 'inner', text, role: null, pointer: at.pointer };
    });
  return [
    ...tasks,
    ...effectNotes(definition, node.entry, `${pointer}/entry`, language),
    ...inner,
    ...effectNotes(definition, node.exit, `${pointer}/exit`, language),
  ];
}

const roleTitle = (definition: Definition, role: string, language: keyof Text): string => {
  const declared = definition.roles[role];
  return declared ? readable(declared.title, language) : role;
};

function transitionLabel(definition: Definition, state: StateAt, at: TransitionAt, language: keyof Text): string {
  if (at.kind === 'on') return eventLabel(definition, state, at.name!, language);
  if (at.kind === 'after') return ruleLabel(definition, at.name!, language);
  if (at.kind === 'always') return { sv: 'direkt', en: 'at once' }[language];
  return { sv: 'när allt är klart', en: 'when all is done' }[language];
}

function edgesOf(definition: Definition, state: StateAt, language: keyof Text): ChartEdge[] {
  const { node, path, pointer } = state;
  const source = path.join('.');
  const edges: ChartEdge[] = [];
  if (node.initial !== undefined && kindOf(state) === 'compound' && Object.hasOwn(node.states ?? {}, node.initial)) {
    edges.push({
      ...bare('initial', source, [...path, node.initial].join('.')),
      pointer: `${pointer}/initial`,
      id: `${pointer}/initial`,
    });
  }
  if (node.type === 'history' && node.target !== undefined) {
    const target = resolveTarget(definition, state, node.target);
    const at = `${pointer}/target`;
    if (target) edges.push({ ...bare('history', source, target.join('.')), pointer: at, id: at });
  }
  for (const at of transitionsAt(state)) {
    const { target, guard, actions } = at.transition;
    const to = target === undefined ? null : resolveTarget(definition, state, target);
    if (!to) continue;
    edges.push({
      ...bare(at.kind, source, to.join('.')),
      id: at.pointer,
      event: at.name,
      label: transitionLabel(definition, state, at, language),
      guard: guard ?? null,
      notes: effectNotes(definition, actions, `${at.pointer}/actions`, language),
      pointer: at.pointer,
    });
  }
  return edges;
}

const bare = (kind: ChartEdge['kind'], source: string, target: string) => ({
  kind,
  source,
  target,
  event: null,
  label: '',
  guard: null,
  notes: [],
  inline: false,
});

const DENSE = { edges: 8, perState: 2.2 };

/**
 * Where everything leads to everything (statuses that people set by hand), lines say nothing any more: the transitions
 * that no task raises stand as lines of text in the state that they leave.
 */
function thinned(edges: ChartEdge[], nodes: ChartNode[], states: StateAt[]): ChartEdge[] {
  const parentOf = new Map(nodes.map(({ path, parent }) => [path, parent]));
  const among = (parent: string) =>
    edges.filter(
      ({ kind, source, target }) =>
        kind === 'on' && source !== target && parentOf.get(source) === parent && parentOf.get(target) === parent,
    );
  const byHand = new Set(states.flatMap(({ node }) => Object.keys(node.actions ?? {})));
  const inline = new Set<ChartEdge>();
  for (const { path } of nodes) {
    const dense = among(path);
    const count = nodes.filter(({ parent }) => parent === path).length;
    if (dense.length < DENSE.edges || dense.length < DENSE.perState * count) continue;
    for (const edge of dense) {
      const state = states.find((one) => one.path.join('.') === edge.source)!;
      const byTask = [...state.ancestors, state].some(({ node }) =>
        Object.values(node.tasks ?? {}).some(({ event }) => event === edge.event),
      );
      if (
        !byTask &&
        byHand.has(edge.event!) &&
        edge.guard === null &&
        edge.notes.every(({ kind }) => kind === 'assign')
      )
        inline.add(edge);
    }
  }
  return edges.map((edge) => (inline.has(edge) ? { ...edge, inline: true } : edge));
}

/** More lines than anybody follows, and than are laid out in a few seconds. */
const TANGLED = 250;

/** Of very many transitions those are drawn that first lead to a state; the others stand as text where they leave. */
function untangled(edges: ChartEdge[], nodes: ChartNode[]): ChartEdge[] {
  const lines = edges.filter(({ kind, inline }) => kind !== 'initial' && !inline);
  if (lines.length <= TANGLED) return edges;
  const named = new Map(nodes.map(({ path, name, title }) => [path, name ?? title]));
  const from = new Map(nodes.map(({ path }) => [path, edges.filter(({ source }) => source === path)]));
  const drawn = new Set<ChartEdge>();
  const reached = new Set<string>();
  const queue: string[] = [];
  const enter = (path: string): void => {
    const around = path.split('.').map((_, depth, names) => names.slice(0, depth).join('.'));
    for (const one of [...around, path].filter((each) => !reached.has(each))) {
      reached.add(one);
      queue.push(one);
    }
  };
  enter('');
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const edge of from.get(at) ?? []) {
      if (reached.has(edge.target)) continue;
      if (!edge.inline) drawn.add(edge);
      enter(edge.target);
    }
  }
  return edges.map((edge) => {
    if (edge.kind === 'initial' || edge.inline || drawn.has(edge)) return edge;
    const label = [edge.label, edge.guard && `[${edge.guard}]`, `→ ${named.get(edge.target)}`]
      .filter(Boolean)
      .join(' ');
    return { ...edge, label, inline: true };
  });
}
