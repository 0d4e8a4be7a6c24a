/** The text of a state or a transition set in lines, with the room that they take. */
import type { ChartEdge, ChartNode } from './graph.ts';
import { wrap, type Face, type Measure } from './measure.ts';
import type { Note } from './words.ts';

export type Icon = Note['kind'] | 'clock';
/** `title` of a state, `label` of a transition, `name` and `guard` as they stand in the text, `note`, `role` of a task. */
export type LineRole = 'title' | 'label' | 'name' | 'guard' | 'note' | 'role';

export interface Line {
  role: LineRole;
  text: string;
  /** Of the text's start and baseline, from the box's upper left corner. */
  x: number;
  y: number;
  /** Drawn before the first line of a note. */
  icon: Icon | null;
}

export interface Box {
  width: number;
  height: number;
  lines: Line[];
}

export const FACES: Record<LineRole, Face> = {
  title: { sizePx: 14, bold: true, mono: false },
  label: { sizePx: 12, bold: true, mono: false },
  name: { sizePx: 11, bold: false, mono: true },
  guard: { sizePx: 10.5, bold: false, mono: true },
  note: { sizePx: 12, bold: false, mono: false },
  role: { sizePx: 11, bold: false, mono: false },
};
const LINE_HEIGHT: Record<LineRole, number> = { title: 19, label: 16, name: 15, guard: 14, note: 16, role: 14 };
const ICON_PX = 18;
const NODE_TEXT_PX = 230;
const EDGE_TEXT_PX = 190;

class Setter {
  readonly lines: Line[] = [];
  width = 0;
  y: number;
  private readonly left: number;
  private readonly measure: Measure;
  constructor(left: number, top: number, measure: Measure) {
    this.left = left;
    this.y = top;
    this.measure = measure;
  }
  put(role: LineRole, text: string, maxPx: number, icon: Icon | null, indent = icon ? ICON_PX : 0, maxLines = 3): void {
    for (const [index, line] of wrap(text, FACES[role], maxPx - indent, this.measure, maxLines).entries()) {
      const x = this.left + indent;
      this.lines.push({ role, text: line, x, y: this.y + LINE_HEIGHT[role] - 4, icon: index === 0 ? icon : null });
      this.y += LINE_HEIGHT[role];
      this.width = Math.max(this.width, x + this.measure(line, FACES[role]));
    }
  }
}

/** Changes of the context are told on the transition's tooltip: they say nothing to most readers. */
const drawn = (notes: Note[]) => notes.filter(({ kind }) => kind !== 'assign');

/** `moves`: the transitions that are told in the state. */
export function nodeBox(node: ChartNode, moves: ChartEdge[], measure: Measure): Box {
  if (node.kind === 'history') return { width: 30, height: 30, lines: [] };
  const set = new Setter(node.tone ? 28 : 14, 9, measure);
  set.put('title', node.title, NODE_TEXT_PX, null);
  if (node.name) set.put('name', node.name, NODE_TEXT_PX, null);
  const told = moves.map(({ label, pointer }): Note => ({ kind: 'move', text: label, role: null, pointer }));
  const notes = [...drawn(node.notes), ...told];
  const rows = new Setter(14, set.y + 9, measure);
  for (const note of notes) {
    rows.put(note.kind === 'move' ? 'role' : 'note', note.text, NODE_TEXT_PX, note.kind, ICON_PX);
    if (note.role) rows.put('role', note.role, NODE_TEXT_PX, null, ICON_PX, 1);
    rows.y += note.kind === 'move' ? 1 : 3;
  }
  const height = notes.length > 0 ? rows.y + 5 : set.y + 9;
  const width = Math.max(96, Math.max(set.width, notes.length > 0 ? rows.width : 0) + 16);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    lines: [...set.lines, ...(notes.length > 0 ? rows.lines : [])],
  };
}

/** Null for a mark without words. */
export function edgeBox(edge: ChartEdge, measure: Measure): Box | null {
  if (edge.label === '' || edge.inline) return null;
  const set = new Setter(9, 4, measure);
  set.put('label', edge.label, EDGE_TEXT_PX, edge.kind === 'after' ? 'clock' : null);
  if (edge.guard !== null) set.put('guard', `[${edge.guard}]`, EDGE_TEXT_PX + 30, null, 0, 2);
  for (const note of drawn(edge.notes)) set.put('role', note.text, EDGE_TEXT_PX, note.kind, ICON_PX - 2, 2);
  return { width: Math.ceil(set.width + 9), height: Math.ceil(set.y + 5), lines: set.lines };
}
