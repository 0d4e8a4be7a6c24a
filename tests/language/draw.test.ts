import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chartGraph } from '../../definitions/draw/graph.ts';
import { layout, type PlacedChart } from '../../definitions/draw/layout.ts';
import { toSvg } from '../../definitions/draw/svg.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { arende } from '../support/arende.ts';
import { fixture, shipped, shippedIds } from './support/definitions.ts';

const drawn: [string, Definition][] = [
  ...shippedIds.map((id): [string, Definition] => [id, shipped(id)]),
  ['four-eyes-approval', fixture('four-eyes-approval')],
  ['hard-chart', fixture('hard-chart')],
];

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}
const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Labels of transitions, and states that hold no others: nothing of this may cover the other. */
function solids(chart: PlacedChart): [string, Rect][] {
  return [
    ...chart.nodes
      .filter(({ path: at }) => !chart.nodes.some(({ parent }) => parent === at))
      .map(({ path: at, ...box }) => [at, box] as [string, Rect]),
    ...chart.edges.flatMap(({ id, box }) => (box ? [[id, box] as [string, Rect]] : [])),
  ];
}

/** Names of elements that are opened and not closed, or closed and not opened. */
function unbalanced(svg: string): string[] {
  const open: string[] = [];
  for (const [, close, name, , self] of svg.matchAll(/<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>/g)) {
    if (self) continue;
    if (!close) open.push(name!);
    else if (open.pop() !== name) return [name!];
  }
  return open;
}

describe.each(drawn)('%s is drawn', (_, definition) => {
  test('with every state and every transition, no label on another, and no words beyond their state', async () => {
    const chart = await layout(chartGraph(definition, 'sv'));
    const boxes = solids(chart);
    const covered = boxes.flatMap(([name, box], index) =>
      boxes.slice(index + 1).flatMap(([other, second]) => (overlap(box, second) ? [`${name} and ${other}`] : [])),
    );
    expect(covered).toEqual([]);
    expect(chart.edges.filter(({ inline, points }) => !inline && points.length < 2)).toEqual([]);
    const outside = boxes.filter(
      ([, { x, y, width, height }]) => x < 0 || y < 0 || x + width > chart.width || y + height > chart.height,
    );
    expect(outside).toEqual([]);
    const sticksOut = chart.nodes.filter(({ width, box }) => width < box.width).map(({ path: at }) => at);
    expect(sticksOut).toEqual([]);
  });

  test('as SVG that a strict policy shows and a screen reader reads', async () => {
    for (const language of ['sv', 'en'] as const) {
      const svg = toSvg(await layout(chartGraph(definition, language)), { theme: 'page' });
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).not.toMatch(/ style=|<style|<script| on\w+=|url\(/);
      expect(svg).toContain(`lang="${language}" role="img" aria-labelledby=`);
      expect(svg).toContain(`>${definition.title[language]}</title>`);
    }
  });
});

test('people read what they know: buttons, deadlines by title, durations in words', () => {
  const graph = chartGraph(shipped('period-bookkeeping'), 'sv');
  const told = graph.edges.map(({ source, target, kind, label, guard }) => [source, target, kind, label, guard]);
  expect(told).toContainEqual(['collecting', 'books.new', 'on', 'Skicka till din ekonom', null]);
  expect(told).toContainEqual(['collecting.waiting', 'collecting.late', 'after', 'Sista inlämningsdag', null]);
  expect(told).toContainEqual(['books.done', 'closed', 'after', 'efter 30 dagar', null]);
  expect(told).toContainEqual(['books', 'collecting.waiting', 'on', 'Skicka tillbaka', 'now < deadlines.lastDay']);
  expect(graph.nodes.find(({ path: at }) => at === 'books.new')).toMatchObject({
    title: 'Ny',
    name: 'new',
    tone: 'info',
    kind: 'atomic',
    pointer: '/states/books/states/new',
    notes: [{ kind: 'task', text: 'Bokför perioden', role: 'Ansvarig konsult' }],
  });
});

test('history, parallel regions, loops and what stays in its state', () => {
  const graph = chartGraph(fixture('hard-chart'), 'en');
  const kinds = Object.fromEntries(graph.nodes.map(({ path: at, kind, history }) => [at, history ?? kind]));
  expect(kinds).toMatchObject({
    work: 'parallel',
    'work.back': 'deep',
    'work.papers.back': 'shallow',
    finished: 'final',
  });
  const loop = graph.edges.find(({ source, target }) => source === 'work.papers.collecting' && target === source);
  expect(loop).toMatchObject({ pointer: '/states/work/states/papers/states/collecting/on/HAND_IN/1' });
  expect(graph.nodes.find(({ path: at }) => at === 'work')?.notes).toMatchObject([
    { kind: 'inner', text: 'Take a note: A note was taken' },
  ]);
  expect(graph.edges.find(({ kind }) => kind === 'onDone')).toMatchObject({ label: 'when all is done' });
});

test('statuses that people set by hand stand in the state instead of as a web of lines', () => {
  const { edges } = chartGraph(shipped('period-payroll'), 'en');
  const lines = edges.filter(({ inline, kind }) => kind === 'on' && !inline);
  expect(edges.length).toBeGreaterThan(25);
  expect(lines.every(({ event }) => event === 'START' || event === 'FINISH')).toBe(true);
});

test('where an instance stands, where it came through and what is selected', async () => {
  const chart = await layout(chartGraph(fixture('four-eyes-approval'), 'en'));
  const selected = '/states/approving/on/SEND_BACK/actions/0/params/to';
  const svg = toSvg(chart, {
    highlight: { active: ['approving.late'], visited: ['/states/preparing/on/PREPARE'], selected },
    interactive: true,
  });
  expect(svg).toMatch(/class="arende-chart-state is-active"[^>]* data-path="approving\.late"[^>]* aria-current="step"/);
  expect(svg).toContain('class="arende-chart-transition is-visited" data-pointer="/states/preparing/on/PREPARE"');
  expect(svg).toContain('class="arende-chart-transition is-selected" data-pointer="/states/approving/on/SEND_BACK"');
  expect(svg).toMatch(/role="button" tabindex="0" aria-label="In preparation/);
});

test('a transition that is told in its state selects the state', async () => {
  const chart = await layout(chartGraph(shipped('period-payroll'), 'en'));
  const inline = chart.edges.find((edge) => edge.inline && edge.source === 'waiting')!;
  const svg = toSvg(chart, { highlight: { selected: inline.pointer } });
  expect(svg).toContain('class="arende-chart-state is-selected" data-pointer="/states/waiting"');
});

test('what an administrator writes cannot become markup', async () => {
  const definition = fixture('four-eyes-approval');
  definition.statuses.draft!.label.en = '<script>alert("1")</script> & more';
  const svg = toSvg(await layout(chartGraph(definition, 'en')));
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;');
});

describe('arende draw', () => {
  const file = fileURLToPath(new URL('../../definitions/library/period-payroll/definition.json', import.meta.url));
  test('writes a file', async () => {
    const to = path.join(await mkdtemp(path.join(tmpdir(), 'arende-draw-')), 'payroll.svg');
    const { code, out } = await arende('draw', file, '--out', to, '--language', 'sv');
    expect({ code, out }).toEqual({ code: 0, out: `${to}: 7 states, 31 transitions.` });
    expect(await readFile(to, 'utf8')).toContain('Försenad');
  });

  test('wrong use', async () => {
    expect(await arende('draw', file, '--language', 'de')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('--language is sv or en.'),
    });
    expect(await arende('draw', file, '--out', '/no/such/folder/x.svg')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('cannot be written'),
    });
  });
});

test('200 tangled states: each is led to by a line, and the other ways stand as text where they leave', async () => {
  const text = (en: string) => ({ sv: en, en });
  const nameOf = (n: number) => `s${n % 200}`;
  const states = Object.fromEntries(
    Array.from({ length: 200 }, (_, n) => {
      const on = { NEXT: nameOf(n + 1), JUMP: nameOf(n * 7 + 3), LEAP: nameOf(n * 31 + 11), BACK: nameOf(n + 199) };
      return [nameOf(n), { status: 'a', on }];
    }),
  );
  const definition: Definition = {
    id: 'tangle',
    title: text('Tangle'),
    roles: { staff: { title: text('Staff'), members: 'firm' } },
    statuses: { a: { label: text('A'), tone: 'info', order: 1 } },
    initial: 's0',
    states,
  };
  const graph = chartGraph(definition, 'sv');
  const lines = graph.edges.filter(({ kind, inline }) => kind !== 'initial' && !inline);
  expect(new Set(lines.map(({ target }) => target)).size).toBe(199);
  expect(lines).toHaveLength(199);
  const told = graph.edges.filter(({ inline }) => inline);
  expect(told).toHaveLength(601);
  expect(told.every(({ label, target }) => label.endsWith(`→ ${target}`))).toBe(true);
  expect((await layout(graph)).nodes).toHaveLength(201);
});
