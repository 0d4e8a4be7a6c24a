import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
// @ts-expect-error The analyzer has no types for its command line.
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const manifestFile = path.join(root, 'widgets/custom-elements.json');

interface Named {
  name: string;
  [key: string]: unknown;
}
interface Declaration extends Named {
  kind: string;
  tagName?: string;
  customElement?: boolean;
  description?: string;
  superclass?: { name: string };
  members?: Named[];
  attributes?: Named[];
  events?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
}
interface Manifest {
  schemaVersion: string;
  modules: { path: string; declarations: Declaration[]; [key: string]: unknown }[];
}

/** `custom-elements.json` as text: the public side of every element that a page may use, with what it inherits. */
export async function manifest(): Promise<string> {
  const argv = ['analyze', '--litelement', '--globs', 'widgets/base/element.ts', 'widgets/*/*.ts', '--quiet'];
  const { schemaVersion, modules } = (await cli({ argv, cwd: root, noWrite: true })) as Manifest;
  const base = modules.flatMap((module) => module.declarations).find(({ name }) => name === 'ArendeElement')!;
  const isElement = ({ superclass, tagName }: Declaration) => superclass?.name === 'ArendeElement' && tagName;
  const kept = modules
    .filter((module) => module.declarations.some(isElement))
    .map((module) => ({
      kind: 'javascript-module',
      path: module.path,
      declarations: module.declarations.filter(isElement).map((element) => publicSide(element, base)),
      exports: module.exports,
    }))
    .toSorted((a, b) => a.path.localeCompare(b.path));
  return `${JSON.stringify({ schemaVersion, readme: 'README.md', modules: kept }, null, 2)}\n`;
}

function publicSide(element: Declaration, base: Declaration): Declaration {
  const attributes = merged(element.attributes, base.attributes).filter(({ description }) => description);
  const fields = new Set(attributes.map(({ fieldName, name }) => (fieldName as string | undefined) ?? name));
  const members = merged(element.members, base.members).filter(
    ({ name, privacy }) =>
      (privacy === undefined || privacy === 'public') && (fields.has(name) || name === 'fetchClientSecret'),
  );
  return {
    kind: element.kind,
    name: element.name,
    tagName: element.tagName!,
    customElement: true,
    description: element.description ?? '',
    attributes: attributes.map((attribute) => without(attribute, 'resolveInitializer')),
    members: members.map((member) => without(member, 'resolveInitializer')),
    events: merged(element.events, base.events)
      .filter(({ name, description }) => name?.startsWith('arende-') && description)
      .map(({ name, description }) => ({ name, type: { text: eventType(name) }, description })),
    cssParts: merged(element.cssParts, base.cssParts),
    cssProperties: merged(element.cssProperties, base.cssProperties),
  };
}

function merged(own: Named[] = [], inherited: Named[] = []): Named[] {
  const all = [...own, ...inherited.filter(({ name }) => !own.some((mine) => mine.name === name))];
  return all.map((item) => without(item, 'inheritedFrom'));
}

function without(item: Named, key: string): Named {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== key)) as Named;
}

/** `arende-before-act` → `ArendeBeforeActEvent`. */
function eventType(name: string): string {
  return `${name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Event`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = await manifest();
  const before = await readFile(manifestFile, 'utf8').catch(() => '');
  await writeFile(manifestFile, text);
  console.log(text === before ? 'custom-elements.json was current.' : 'custom-elements.json is written.');
}
