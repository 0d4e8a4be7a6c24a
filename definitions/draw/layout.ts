/** Where each state and transition of a chart stands. ELK's layered algorithm, which knows nesting and edge labels. */
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { edgeBox, FACES, nodeBox, type Box } from './boxes.ts';
import type { ChartEdge, ChartGraph, ChartNode } from './graph.ts';
import { measureText, type Measure } from './measure.ts';

export interface Point {
  x: number;
  y: number;
}
export interface PlacedNode extends ChartNode, Point {
  width: number;
  height: number;
  box: Box;
}
export interface PlacedEdge extends ChartEdge {
  /** From the source's border to the target's, in right angles; empty where ELK drew none. */
  points: Point[];
  /** Null for a mark without words. */
  box: (Box & Point) | null;
}
export interface PlacedChart extends Omit<ChartGraph, 'nodes' | 'edges'> {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  /** Centres of the dots that initial transitions start from. */
  marks: Point[];
  /** Where transitions start that lead from a state to one within it. */
  anywhere: (Point & { width: number; height: number; text: string })[];
}

const MARK_PX = 10;
const MARGIN_PX = 16;
const GRAPH_OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.padding': `[top=${MARGIN_PX},left=${MARGIN_PX},bottom=${MARGIN_PX},right=${MARGIN_PX}]`,
};
/** Where a chart is large, fewer tries to untwine it: the time grows with the square, what is won does not. */
const LARGE = 120;
const HURRIED = {
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
};
const SPACING = {
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '20',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '6',
  'elk.spacing.labelLabel': '8',
  'elk.spacing.labelNode': '10',
  'elk.spacing.nodeSelfLoop': '18',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
};

/** Lays a chart out. `measure`: the true width of texts, where a browser can tell. */
export async function layout(graph: ChartGraph, measure: Measure = measureText): Promise<PlacedChart> {
  // Half a megabyte: fetched when a chart is drawn, never with a page.
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const moves = (path: string) => graph.edges.filter(({ inline, source }) => inline && source === path);
  const boxes = new Map(graph.nodes.map((node) => [node.path, nodeBox(node, moves(node.path), measure)]));
  const labels = new Map(graph.edges.map((edge) => [edge.id, edgeBox(edge, measure)]));
  const root = graph.nodes.find(({ parent }) => parent === null)!;
  const place = (wider: Map<string, number>): Promise<ElkNode> =>
    new Elk().layout({
      id: 'chart',
      layoutOptions: { ...GRAPH_OPTIONS, ...SPACING, ...hurry(graph) },
      children: [elkNode(graph, root, boxes, wider, measure)],
      edges: graph.edges
        .filter(({ inline }) => !inline)
        .map((edge) => elkEdge(edge, labels.get(edge.id) ?? null, isBackward(graph, edge))),
    });
  const placed = readBack(graph, await place(new Map()), boxes, labels);
  // ELK takes no notice of the least width of a state with states in it, so its words may stick out.
  const lackingPx = new Map(placed.nodes.map(({ path, width, box }) => [path, Math.max(0, box.width - width)]));
  if ([...lackingPx.values()].every((px) => px === 0)) return placed;
  return readBack(graph, await place(lackingPx), boxes, labels);
}

const hurry = ({ nodes }: ChartGraph) => (nodes.length > LARGE ? HURRIED : {});
const stateId = (path: string) => `state:${path}`;
const markId = (path: string) => `mark:${path}`;

const anyId = (path: string) => `any:${path}`;
const ANYWHERE = { sv: 'Var det än står', en: 'From anywhere here' };
const leadsInside = ({ kind, source, target }: ChartEdge) =>
  kind !== 'initial' && source !== target && (source === '' || target.startsWith(`${source}.`));

/** The states of a state in the order of the text, the one that it begins with first. */
function inside(graph: ChartGraph, path: string): ChartNode[] {
  const first = graph.edges.find(({ kind, source }) => kind === 'initial' && source === path)?.target;
  const nodes = graph.nodes.filter(({ parent }) => parent === path);
  return [...nodes.filter((node) => node.path === first), ...nodes.filter((node) => node.path !== first)];
}

/**
 * True for a transition against the reading order, of the two states beside each other that it leaves and enters. ELK
 * gets it turned round, so that a process reads from its beginning downwards.
 */
function isBackward(graph: ChartGraph, { source, target }: ChartEdge): boolean {
  const [from, to] = [source.split('.'), target.split('.')];
  let depth = 0;
  while (depth < Math.min(from.length, to.length) && from[depth] === to[depth]) depth += 1;
  if (source === '' || depth === from.length || depth === to.length) return false;
  const order = inside(graph, from.slice(0, depth).join('.')).map(({ path }) => path);
  const at = (path: string[]) => order.indexOf(path.slice(0, depth + 1).join('.'));
  return at(from) > at(to);
}

/** `wider`: room on the right that a state with states in it gets beyond theirs, in pixels by path. */
function elkNode(
  graph: ChartGraph,
  node: ChartNode,
  boxes: Map<string, Box>,
  wider: Map<string, number>,
  measure: Measure,
): ElkNode {
  const box = boxes.get(node.path)!;
  const children = inside(graph, node.path);
  if (children.length === 0) return { id: stateId(node.path), width: box.width, height: box.height };
  const marked = graph.edges.some(({ kind, source }) => kind === 'initial' && source === node.path);
  const inward = graph.edges.some((edge) => leadsInside(edge) && edge.source === node.path);
  const anywhere = measure(ANYWHERE[graph.language], FACES.label) + 24;
  return {
    id: stateId(node.path),
    layoutOptions: {
      ...SPACING,
      ...hurry(graph),
      'elk.padding': `[top=${box.height + 14},left=22,bottom=22,right=${22 + (wider.get(node.path) ?? 0)}]`,
    },
    children: [
      ...(marked ? [{ id: markId(node.path), width: MARK_PX, height: MARK_PX }] : []),
      ...(inward ? [{ id: anyId(node.path), width: Math.ceil(anywhere), height: 26 }] : []),
      ...children.map((child) => elkNode(graph, child, boxes, wider, measure)),
    ],
  };
}

function elkEdge(edge: ChartEdge, box: Box | null, backward: boolean): ElkExtendedEdge {
  const start = leadsInside(edge) ? anyId(edge.source) : stateId(edge.source);
  const [from, to] = [edge.kind === 'initial' ? markId(edge.source) : start, stateId(edge.target)];
  return {
    id: edge.id,
    sources: [backward ? to : from],
    targets: [backward ? from : to],
    labels: box
      ? [
          {
            id: `${edge.id}#label`,
            text: edge.label,
            width: box.width,
            height: box.height,
            layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
          },
        ]
      : [],
  };
}

function readBack(
  graph: ChartGraph,
  placed: ElkNode,
  boxes: Map<string, Box>,
  labels: Map<string, Box | null>,
): PlacedChart {
  const nodes = new Map<string, ElkNode>();
  const edges = new Map<string, ElkExtendedEdge>();
  const visit = (node: ElkNode): void => {
    nodes.set(node.id, node);
    for (const edge of node.edges ?? []) edges.set(edge.id, edge);
    for (const child of node.children ?? []) visit(child);
  };
  visit(placed);
  const marks = [...nodes.values()].filter(({ id }) => id.startsWith('mark:'));
  return {
    ...graph,
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    nodes: graph.nodes.map((node) => {
      const { x = 0, y = 0, width = 0, height = 0 } = nodes.get(stateId(node.path))!;
      return { ...node, x, y, width, height, box: boxes.get(node.path)! };
    }),
    edges: graph.edges.map((edge) => {
      const at = edges.get(edge.id);
      const box = labels.get(edge.id) ?? null;
      const label = at?.labels?.[0];
      const points = (at?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]);
      return {
        ...edge,
        points: isBackward(graph, edge) ? points.toReversed() : points,
        box: box && label ? { ...box, x: label.x ?? 0, y: label.y ?? 0 } : null,
      };
    }),
    marks: marks.map(({ x = 0, y = 0 }) => ({ x: x + MARK_PX / 2, y: y + MARK_PX / 2 })),
    anywhere: [...nodes.values()]
      .filter(({ id }) => id.startsWith('any:'))
      .map(({ x = 0, y = 0, width = 0, height = 0 }) => ({ x, y, width, height, text: ANYWHERE[graph.language] })),
  };
}
