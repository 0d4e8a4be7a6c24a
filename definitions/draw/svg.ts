/** A placed chart as SVG. Presentation attributes only: a page whose policy forbids inline styles shows it all the same. */
import type { Text } from '../language/types.ts';
import { FACES, type Icon, type Line } from './boxes.ts';
import type { PlacedChart, PlacedEdge, PlacedNode, Point } from './layout.ts';
import { palette, type Theme } from './theme.ts';

export interface SvgOptions {
  /** `page`: colours of the page it stands in (currentColor and the tokens of the widgets); others: its own background. */
  theme?: Theme;
  highlight?: Highlight;
  /** States and transitions can be reached with Tab, as buttons; whoever shows it listens. */
  interactive?: boolean;
}

export interface Highlight {
  /** Paths of the states an instance is in. */
  active?: string[];
  /** Paths of states and JSON pointers of transitions that it came through. */
  visited?: string[];
  /** JSON pointer of what is selected: a state, a transition, or anything within one. */
  selected?: string;
}

const SANS = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const CORNER_PX = 8;

/**
 * Each state and transition is a `g` with `data-pointer` (and `data-path`), classes `arende-chart-state`,
 * `arende-chart-transition`, and `is-active`, `is-visited`, `is-selected`.
 */
export function toSvg(chart: PlacedChart, options: SvgOptions = {}): string {
  const { theme = 'light', highlight = {}, interactive = false } = options;
  const draw = new Drawing(chart, theme, highlight, interactive);
  const { width, height, language } = chart;
  const ids = { title: `chart-${chart.id}-title`, desc: `chart-${chart.id}-desc` };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="arende-chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" lang="${language}" role="${interactive ? 'group' : 'img'}" aria-labelledby="${ids.title}" aria-describedby="${ids.desc}" font-family="${theme === 'page' ? 'inherit' : SANS}" color="${draw.colours.text}">`,
    `<title id="${ids.title}">${escape(chart.title)}</title>`,
    `<desc id="${ids.desc}">${escape(description(chart))}</desc>`,
    ...(draw.colours.page === null ? [] : [`<rect width="${width}" height="${height}" fill="${draw.colours.page}"/>`]),
    ...chart.nodes.map((node) => draw.frame(node)),
    ...chart.marks.map(({ x, y }) => `<circle cx="${n(x)}" cy="${n(y)}" r="5" fill="currentColor"/>`),
    ...chart.edges.map((edge) => draw.line(edge)),
    ...chart.anywhere.map((box) => draw.anywhere(box)),
    ...chart.nodes.map((node) => draw.state(node)),
    ...chart.edges.map((edge) => draw.label(edge)),
    '</svg>\n',
  ].join('\n');
}

class Drawing {
  readonly colours: ReturnType<typeof palette>;
  private readonly titles: Map<string, string>;
  private readonly highlight: Highlight;
  private readonly interactive: boolean;
  private readonly language: keyof Text;
  private readonly chart: PlacedChart;

  constructor(chart: PlacedChart, theme: Theme, highlight: Highlight, interactive: boolean) {
    this.colours = palette(theme);
    this.titles = new Map(chart.nodes.map(({ path, title }) => [path, title]));
    this.highlight = highlight;
    this.interactive = interactive;
    this.language = chart.language;
    this.chart = chart;
  }

  /** Beneath the lines, so that none is hidden by what it leads into. */
  frame(node: PlacedNode): string {
    const { x, y, width, height, kind, tone } = node;
    const { colours } = this;
    const marks = this.marksOf(node.path, node.pointer);
    const region = this.chart.nodes.some(({ path, kind: outer }) => outer === 'parallel' && path === node.parent);
    const nested = this.isNested(node);
    const stroke = marks.active ? colours.accent : tone ? colours.tones[tone] : colours.line;
    const weight = marks.active ? 2.5 : 1.25;
    const parts: string[] = [];
    const rect = (inset: number, fill: string, more = '') =>
      parts.push(
        `<rect x="${n(x + inset)}" y="${n(y + inset)}" width="${n(width - 2 * inset)}" height="${n(height - 2 * inset)}" rx="${10 - inset}" fill="${fill}" stroke="${stroke}" stroke-width="${weight}"${more}/>`,
      );
    if (kind === 'history') {
      const r = width / 2;
      parts.push(
        `<circle cx="${n(x + r)}" cy="${n(y + r)}" r="${n(r)}" fill="${colours.node}" stroke="${stroke}" stroke-width="${weight}"/>`,
      );
    } else if (node.parent === null) rect(0, 'none');
    else {
      rect(0, nested ? colours.group : colours.node, region ? ' stroke-dasharray="6 4"' : '');
      if (kind === 'final') rect(3.5, 'none');
      if (tone && !nested) {
        parts.push(
          `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="10" fill="${colours.tones[tone]}" fill-opacity="${marks.active ? 0.18 : 0.07}"/>`,
        );
      }
    }
    if (marks.selected) parts.push(this.ring(x, y, width, height, 12));
    return `<g class="arende-chart-frame${classes(marks)}" data-pointer="${escape(node.pointer)}" data-path="${escape(node.path)}" aria-hidden="true">${parts.join('')}</g>`;
  }

  state(node: PlacedNode): string {
    const { x, y, width, kind, tone, box } = node;
    const { colours } = this;
    const body: string[] = [];
    if (kind === 'history') {
      const middle = n(x + width / 2);
      body.push(
        `<text x="${middle}" y="${n(y + width / 2 + 4.5)}" text-anchor="middle" font-size="13" font-weight="600" fill="currentColor">${node.history === 'deep' ? 'H*' : 'H'}</text>`,
      );
    } else {
      if (tone) body.push(`<circle cx="${n(x + 18)}" cy="${n(y + 18.5)}" r="4.5" fill="${colours.tones[tone]}"/>`);
      const first = box.lines.find(({ icon }) => icon !== null);
      if (first) {
        const at = n(y + first.y - 17);
        body.push(`<path d="M${n(x + 1)} ${at}H${n(x + width - 1)}" stroke="${colours.hair}" stroke-width="1"/>`);
      }
      // A line that leads into a state within passes behind its words.
      const halo = this.isNested(node) ? (node.parent === null ? colours.page : colours.group) : null;
      body.push(...box.lines.map((line) => this.text(line, x, y, halo)));
    }
    const marks = this.marksOf(node.path, node.pointer);
    return this.group('state', node.pointer, node.path, this.tellState(node), marks, body);
  }

  anywhere({ x, y, width, height, text }: PlacedChart['anywhere'][number]): string {
    return `<g aria-hidden="true"><rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="13" fill="${this.colours.label}" stroke="${this.colours.line}" stroke-width="1.25" stroke-dasharray="3 3"/><text x="${n(x + width / 2)}" y="${n(y + 17)}" text-anchor="middle" font-size="12" fill="${this.colours.muted}">${escape(text)}</text></g>`;
  }

  private isNested({ path }: PlacedNode): boolean {
    return this.chart.nodes.some(({ parent }) => parent === path);
  }

  line(edge: PlacedEdge): string {
    if (edge.points.length < 2) return '';
    const { colours } = this;
    const marks = this.marksOf(edge.pointer, edge.pointer);
    const stroke = marks.selected || marks.visited ? colours.accent : colours.edge;
    const dash = edge.kind === 'after' ? ' stroke-dasharray="5 3"' : '';
    return `<g class="arende-chart-line${classes(marks)}" data-pointer="${escape(edge.pointer)}" aria-hidden="true"><path d="${rounded(edge.points)}" fill="none" stroke="${stroke}" stroke-width="${marks.selected ? 2.5 : 1.5}"${dash}/><path d="${arrow(edge.points)}" fill="${stroke}"/></g>`;
  }

  label(edge: PlacedEdge): string {
    if (!edge.box) return '';
    const { colours } = this;
    const { x, y, width, height, lines } = edge.box;
    const marks = this.marksOf(edge.pointer, edge.pointer);
    const body = [
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="7" fill="${colours.label}" stroke="${marks.selected || marks.visited ? colours.accent : colours.hair}" stroke-width="1"/>`,
      ...lines.map((line) => this.text(line, x, y)),
      ...(marks.selected ? [this.ring(x, y, width, height, 9)] : []),
    ];
    return this.group('transition', edge.pointer, null, this.tellEdge(edge), marks, body);
  }

  private ring(x: number, y: number, width: number, height: number, radius: number): string {
    return `<rect x="${n(x - 3.5)}" y="${n(y - 3.5)}" width="${n(width + 7)}" height="${n(height + 7)}" rx="${radius}" fill="none" stroke="${this.colours.accent}" stroke-width="2"/>`;
  }

  private text({ role, text, x, y, icon }: Line, left: number, top: number, halo: string | null = null): string {
    const { sizePx, bold, mono } = FACES[role];
    const fill = role === 'name' || role === 'guard' || role === 'role' ? this.colours.muted : 'currentColor';
    const font = mono ? ` font-family="${MONO}"` : '';
    const weight = bold ? ' font-weight="600"' : '';
    const behind = halo ? ` stroke="${halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"` : '';
    const sign = icon ? this.icon(icon, left + x - (role === 'role' ? 15 : 17), top + y - 10) : '';
    return `${sign}<text x="${n(left + x)}" y="${n(top + y)}" font-size="${sizePx}"${weight}${font} fill="${fill}"${behind} xml:space="preserve">${escape(text)}</text>`;
  }

  private icon(icon: Icon, x: number, y: number): string {
    return `<path transform="translate(${n(x)} ${n(y)})" d="${ICONS[icon]}" fill="none" stroke="${this.colours.muted}" stroke-width="1.2" stroke-linecap="round" stroke-linejoin="round"/>`;
  }

  private group(
    what: 'state' | 'transition',
    pointer: string,
    path: string | null,
    told: string,
    marks: Marks,
    body: string[],
  ): string {
    const at = path === null ? '' : ` data-path="${escape(path)}"`;
    const button = this.interactive ? ` role="button" tabindex="0" aria-label="${escape(told)}"` : '';
    const current = marks.active ? ' aria-current="step"' : '';
    return `<g class="arende-chart-${what}${classes(marks)}" data-pointer="${escape(pointer)}"${at}${button}${current}><title>${escape(told)}</title>${body.join('')}</g>`;
  }

  private marksOf(name: string, pointer: string): Marks {
    const { active = [], visited = [], selected } = this.highlight;
    return {
      active: active.includes(name),
      visited: visited.includes(name),
      selected: selected !== undefined && this.nearest(selected) === pointer,
    };
  }

  /** The innermost drawn thing that a pointer lies in. */
  private nearest(pointer: string): string {
    let at = pointer;
    const drawn = (one: string) =>
      this.chart.nodes.some((node) => node.pointer === one) ||
      this.chart.edges.some((edge) => edge.pointer === one && !edge.inline);
    while (at !== '' && !drawn(at)) at = at.slice(0, at.lastIndexOf('/'));
    return at;
  }

  private tellState({ title, name, notes, description: more }: PlacedNode): string {
    const own = name ? ` (${name})` : '';
    const told = notes.map(({ text, role }) => (role ? `${text} – ${role}` : text));
    return [`${title}${own}`, ...(more ? [more] : []), ...told].join('\n');
  }

  private tellEdge(edge: PlacedEdge): string {
    const from = this.titles.get(edge.source) ?? edge.source;
    const to = this.titles.get(edge.target) ?? edge.target;
    const guard = edge.guard ? [`${{ sv: 'om', en: 'if' }[this.language]} ${edge.guard}`] : [];
    const name = edge.event && edge.event !== edge.label ? ` (${edge.event})` : '';
    return [`${from} → ${to}: ${edge.label}${name}`, ...guard, ...edge.notes.map(({ text }) => text)].join('\n');
  }
}

interface Marks {
  active: boolean;
  visited: boolean;
  selected: boolean;
}
const classes = ({ active, visited, selected }: Marks) =>
  `${active ? ' is-active' : ''}${visited ? ' is-visited' : ''}${selected ? ' is-selected' : ''}`;

/** In twelve by twelve pixels. */
const ICONS: Record<Icon, string> = {
  task: 'M1.5 1.5h9v9h-9zM4 6l1.6 1.7L8.5 4.3',
  clock: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1zM6 3.4V6l1.9 1.3',
  inner: 'M10 4.2A4.3 4.3 0 1 0 10.3 7M10.4 1.6v2.8H7.6',
  assign: 'M2 4.5h8M2 7.5h8',
  notify: 'M1 2.5h10v7H1zM1 3l5 4 5-4',
  record: 'M2.5 1h7v10h-7zM4.5 4h3M4.5 6.5h3',
  file: 'M2.5 1h4.5l2.5 2.5V11h-7zM7 1v2.5h2.5',
  move: 'M1.5 6h8.5M7 3l3 3-3 3',
  start: 'M3 1.8v8.4L10 6z',
  send: 'M1 2l10 4-10 4 2-4zM3 6h8',
  call: 'M6.8 1 2.5 7H6l-.8 4L9.5 5H6z',
  other: 'M6 2v8M2 6h8',
};

/** What a screen reader says of the whole: every transition as a sentence. */
function description(chart: PlacedChart): string {
  const title = (path: string) => {
    const node = chart.nodes.find((one) => one.path === path);
    return node ? (node.name && node.parent !== null ? `${node.title} (${node.name})` : node.title) : path;
  };
  const steps = chart.edges
    .filter(({ label }) => label !== '')
    .map(({ source, target, label }) => `${title(source)} → ${title(target)}: ${label}.`);
  return [chart.summary ?? '', ...steps].join(' ').trim();
}

const n = (value: number) => String(Math.round(value * 10) / 10);

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The polyline with its corners rounded, ending short of the arrow's tip. */
function rounded(points: Point[]): string {
  const last = points.length - 1;
  const line = points.map((point, index) => (index === last ? towards(point, points[last - 1]!, 6) : point));
  let path = `M${n(line[0]!.x)} ${n(line[0]!.y)}`;
  for (let index = 1; index < last; index += 1) {
    const corner = line[index]!;
    const before = towards(corner, line[index - 1]!, CORNER_PX);
    const after = towards(corner, line[index + 1]!, CORNER_PX);
    path += `L${n(before.x)} ${n(before.y)}Q${n(corner.x)} ${n(corner.y)} ${n(after.x)} ${n(after.y)}`;
  }
  return `${path}L${n(line[last]!.x)} ${n(line[last]!.y)}`;
}

/** The point so far from one on the way to another, at most half the way. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function arrow(points: Point[]): string {
  const tip = points.at(-1)!;
  const before = points.at(-2)!;
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const base = { x: tip.x - ux * 8, y: tip.y - uy * 8 };
  return `M${n(tip.x)} ${n(tip.y)}L${n(base.x - uy * 4.2)} ${n(base.y + ux * 4.2)}L${n(base.x + uy * 4.2)} ${n(base.y - ux * 4.2)}Z`;
}
