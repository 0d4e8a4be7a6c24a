/** Writes docs/coverage.md: every rule of docs/rules.json with its state, from the tests and scenarios that name it. */
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const library = 'definitions/library';

interface Rule {
  id: string;
  area: string;
  text: string;
  /** What is missing, where a rule is named by a test but not wholly there: somebody has looked. */
  partly?: string;
}
/** The letter or word that its rules' ids begin with. */
interface Group {
  id: string;
  title: string;
}
export interface Rules {
  products: Group[];
  further: Group[];
  rules: Rule[];
}
/** Paths of files that prove a rule, by its id. */
export type Proofs = Map<string, Set<string>>;
type State = 'done' | 'partly' | 'not yet';

/** The ids in a text, in their order; "L-06 to L-08" are three. */
export function idsIn(text: string): string[] {
  return [...text.matchAll(/\b(?:([LBPIKX])-(\d{2,3})(?: to \1-(\d{2,3}))?|decision \d+)\b/g)].flatMap((match) => {
    const [whole, letter, first, last] = match;
    if (!letter) return [whole];
    const count = Math.max(0, Number(last ?? first) - Number(first));
    return Array.from({ length: count + 1 }, (_, i) => `${letter}-${String(Number(first) + i).padStart(2, '0')}`);
  });
}

/** What a test says of itself: titles and comments. What its code handles is not what it proves. */
export function saidByTest(source: string): string {
  const titles = source.matchAll(/(?:\b(?:describe|test|it)(?:\.\w+)*|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g);
  const comments = source.matchAll(/^\s*(?:\/\/|\/\*\*|\*)(.*)$/gm);
  return [...[...titles].map((match) => match[2]), ...[...comments].map((match) => match[1])].join('\n');
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`).sort();
}

/** What the repository says of the rules: who proves them, and what is wrong with how they are named. */
export function readCoverage(): { rules: Rules; proofs: Proofs; problems: string[] } {
  const rules = JSON.parse(read('docs/rules.json')) as Rules;
  const known = new Set(rules.rules.map(({ id }) => id));
  const proofs: Proofs = new Map();
  const problems: string[] = [];
  const name = (path: string, ids: string[], proves: boolean): void => {
    for (const id of new Set(ids)) {
      if (!known.has(id)) problems.push(`${path} names ${id}, which is no rule of docs/rules.json.`);
      else if (proves) proofs.set(id, (proofs.get(id) ?? new Set()).add(path));
    }
  };
  for (const folder of ['activities', 'definitions', 'server', 'tests', 'tools', 'widgets', 'worker', 'workflows']) {
    for (const path of filesBelow(folder)) {
      if (path.startsWith(library) && path.endsWith('/scenarios.json')) name(path, rulesOfScenarios(path), true);
      else if (path.startsWith('tests/') && path.endsWith('.test.ts')) {
        name(path, idsIn(read(path)), false);
        name(path, idsIn(saidByTest(read(path))), true);
      } else if (path.endsWith('.ts') || path.endsWith('/definition.json')) name(path, idsIn(read(path)), false);
    }
  }
  return { rules, proofs, problems: [...new Set([...problems, ...misjudged(rules, proofs)])] };
}

/** A scenario may also name a law, as "tax: 12th/17th": that is no rule of the product. */
function rulesOfScenarios(path: string): string[] {
  const { scenarios } = JSON.parse(read(path)) as { scenarios: { rules?: string[] }[] };
  return scenarios.flatMap(({ rules }) => rules ?? []).filter((rule) => !/^[a-z]+: /.test(rule));
}

/** Rules that are there twice, belong nowhere, or are called partly there while nothing proves any of it. */
export function misjudged({ products, further, rules }: Rules, proofs: Proofs): string[] {
  const seen = new Set<string>();
  return rules.flatMap(({ id, partly }) => {
    const twice = seen.has(id) ? [`${id} is there twice in docs/rules.json.`] : [];
    seen.add(id);
    const group = [...products, ...further].some((one) => belongs(id, one));
    return [
      ...twice,
      ...(group ? [] : [`${id} belongs to no group of docs/rules.json.`]),
      ...(partly && !proofs.has(id) ? [`${id} is called partly there in docs/rules.json, but no test names it.`] : []),
    ];
  });
}

const belongs = (id: string, group: Group): boolean => /^[^- ]+/.exec(id)![0] === group.id;

export function stateOf(rule: Rule, proofs: Proofs): State {
  if (!proofs.has(rule.id)) return 'not yet';
  return rule.partly ? 'partly' : 'done';
}

/** The page as Markdown. */
export function coveragePage(rules: Rules, proofs: Proofs): string {
  const groups = [...rules.products, ...rules.further].map((group) => ({
    ...group,
    rules: rules.rules.filter(({ id }) => belongs(id, group)),
  }));
  const count = (of: Rule[], state: State) => of.filter((rule) => stateOf(rule, proofs) === state).length;
  const total = (title: string, of: Rule[]) =>
    `| ${title} | ${[of.length, ...(['done', 'partly', 'not yet'] as const).map((state) => count(of, state))].join(' | ')} |`;
  const products = groups.slice(0, rules.products.length);
  const linked = ({ id, title }: Group) => `[${title}](#${anchor(title)})${id.length === 1 ? ` (${id})` : ''}`;
  return (
    [
      '# What is there, rule by rule',
      intro,
      [
        '| | Rules | Done | Partly | Not yet |',
        '| --- | ---: | ---: | ---: | ---: |',
        ...products.map((group) => total(linked(group), group.rules)),
        total(
          '**Together**',
          products.flatMap((group) => group.rules),
        ),
        ...groups.slice(products.length).map((group) => total(linked(group), group.rules)),
      ].join('\n'),
      ...groups.flatMap((group) => [
        `## ${group.title}`,
        [
          '| Rule | Area | What it says | State | Proven by |',
          '| --- | --- | --- | --- | --- |',
          ...group.rules.map((rule) => row(rule, proofs)),
        ].join('\n'),
      ]),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

const intro = `This page is made by \`npm run docs\` from [rules.json](rules.json), from the titles and comments of tests that name a
rule's id, and from the \`rules\` of the library's scenarios. Do not edit it.

- **Done**: a person can do or see it today, and what stands in the last column proves it.
- **Partly**: some of it is proven; what is missing stands beside it. Somebody has judged that, in \`rules.json\`. A process
  whose outside is not connected (a bank, a collector, a signing service) is partly there, however well its scenarios run.
- **Not yet**: no test and no scenario names it.

Clarifications and decisions make rules more exact; they are listed below and not counted among the rules.`;

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
const cell = (text: string): string => text.replaceAll('|', '\\|');

function row(rule: Rule, proofs: Proofs): string {
  const state = stateOf(rule, proofs);
  const shown = state === 'done' ? '**done**' : state === 'partly' ? `partly: ${cell(rule.partly!)}` : 'not yet';
  const links = [...(proofs.get(rule.id) ?? [])].sort().map(link).join(', ');
  return `| ${rule.id} | ${cell(rule.area)} | ${cell(rule.text)} | ${shown} | ${links} |`;
}

function link(path: string): string {
  const name = path.startsWith(library)
    ? `scenarios of ${path.slice(library.length + 1).replace('/scenarios.json', '')}`
    : path.replace(/^tests\//, '').replace(/\.test\.ts$/, '');
  return `[${name}](../${path})`;
}
