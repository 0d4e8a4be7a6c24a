import { page } from 'vitest/browser';
import { expect } from 'vitest';
import type { DefinitionListView, VersionView } from '../../../server/definitions/schema.ts';
import type { DraftView } from '../../../server/drafts/schema.ts';
import bookkeeping from '../../../definitions/library/period-bookkeeping/definition.json' with { type: 'json' };
import payroll from '../../../definitions/library/period-payroll/definition.json' with { type: 'json' };
import bookkeepingScenarios from '../../../definitions/library/period-bookkeeping/scenarios.json' with { type: 'json' };
import type { ArendeDefinitionEditor } from '../../../widgets/definition-editor/definition-editor.ts';
import type { ArendeCodeEditor } from '../../../widgets/definition-editor/code/code-editor.ts';
import '../../../widgets/definition-editor/definition-editor.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';
import { show, startServer } from '../support/page.ts';

export { bookkeeping, bookkeepingScenarios, payroll };

const system = { kind: 'system' as const, id: null, name: 'Arende' };
export const eva = { kind: 'user' as const, id: 'u-eva', name: 'Eva Exempel' };
export const textOf = (definition: object): string => `${JSON.stringify(definition, null, 2)}\n`;

export function version(definition: object, more: Partial<VersionView> = {}): VersionView {
  return {
    version: 1,
    hash: 'sha256-1',
    origin: 'shipped',
    running: true,
    publishedAt: '2026-10-01T08:00:00.000Z',
    publishedBy: system,
    comment: null,
    rollbackOf: null,
    approvedBy: null,
    openInstances: 3,
    definition: definition as Record<string, unknown>,
    text: textOf(definition),
    scenarios: null,
    ...more,
  };
}

export function draft(definitionId: string, text: string, more: Partial<DraftView> = {}): DraftView {
  return {
    id: 'draft-1',
    definitionId,
    status: 'draft',
    comment: null,
    basedOn: 1,
    createdAt: '2026-11-20T08:00:00.000Z',
    createdBy: eva,
    updatedAt: '2026-11-20T08:00:00.000Z',
    updatedBy: eva,
    authors: [eva],
    reviewedBy: null,
    reviewedAt: null,
    reviewComment: null,
    publishedVersion: null,
    etag: '"1"',
    may: { update: true, submit: true, withdraw: false, approve: false, publish: true, remove: true },
    text,
    scenarios: null,
    ...more,
  };
}

/** What a firm's administrators have: two shipped processes, and drafts. */
export interface Archive {
  versions: Record<string, VersionView[]>;
  drafts: DraftView[];
  /** What shipped processes come with. */
  scenarios?: Record<string, object>;
}

/** Answers what the workbench asks for, and keeps what it saves. */
export function serve(server: FakeServer, archive: Archive, act = true): void {
  server.on('GET', /^\/v1\/me$/, () => ({
    user: { id: eva.id, name: eva.name },
    firm: { name: 'Demo Redovisning AB' },
    components: { 'definition-editor': { read: true, act } },
    clientId: null,
    kind: 'firm',
  }));
  server.on('GET', /^\/v1\/definitions$/, (): DefinitionListView => ({
    items: Object.entries(archive.versions).map(([id, [newest]]) => ({
      id,
      title: newest!.definition.title as { sv: string; en: string },
      area: null,
      running: { version: newest!.version, hash: newest!.hash, origin: newest!.origin },
      publishedAt: newest!.publishedAt,
      openInstances: 3,
      openElsewhere: 0,
      openDrafts: archive.drafts.filter(({ definitionId }) => definitionId === id).length,
    })),
  }));
  server.on('GET', /^\/v1\/definitions\/([^/]+)\/versions$/, ({ params }) => ({
    items: archive.versions[params[0]!]!,
  }));
  server.on('GET', /^\/v1\/definitions\/([^/]+)\/versions\/(\d+)$/, ({ params: [id, number] }) => {
    const found = archive.versions[id!]?.find((one) => one.version === Number(number));
    if (!found) throw new FakeProblem(404, 'not_found', 'There is no such version.');
    return found;
  });
  server.on('GET', /^\/v1\/definitions\/([^/]+)\/scenarios$/, ({ params }) => ({
    people: {},
    scenarios: [],
    ...archive.scenarios?.[params[0]!],
  }));
  server.on('GET', /^\/v1\/drafts$/, () => ({ items: archive.drafts, nextCursor: null }));
  server.on('POST', /^\/v1\/drafts$/, ({ body }) => {
    const { definitionId, text, scenarios } = body as Pick<DraftView, 'definitionId' | 'text' | 'scenarios'>;
    const made = draft(definitionId, text, { id: `draft-${archive.drafts.length + 1}`, scenarios });
    archive.drafts.unshift(made);
    return made;
  });
  const find = (id: string): DraftView => {
    const found = archive.drafts.find((one) => one.id === id);
    if (!found) throw new FakeProblem(404, 'not_found', 'There is no such draft.');
    return found;
  };
  server.on('GET', /^\/v1\/drafts\/([^/]+)$/, ({ params }) => find(params[0]!));
  server.on('PUT', /^\/v1\/drafts\/([^/]+)$/, ({ params, body, headers }) => {
    const found = find(params[0]!);
    if (headers.get('If-Match') !== found.etag)
      throw new FakeProblem(412, 'draft_changed', 'Somebody else has saved it.');
    const changed = { ...found, ...(body as { text: string }), etag: `"${Number(found.etag.slice(1, -1)) + 1}"` };
    archive.drafts.splice(archive.drafts.indexOf(found), 1, changed);
    return changed;
  });
}

export const archiveOf = (...definitions: { id: string }[]): Archive => ({
  versions: Object.fromEntries(definitions.map((definition) => [definition.id, [version(definition)]])),
  drafts: [],
});

export interface Bench {
  server: FakeServer;
  archive: Archive;
  element: ArendeDefinitionEditor;
}

/** The workbench with one process open, its text checked. */
export async function openBench(
  options: { archive?: Archive; id?: string; language?: 'sv' | 'en'; act?: boolean; widthPx?: number } = {},
): Promise<Bench> {
  await page.viewport(options.widthPx ?? 1440, 900);
  const server = startServer();
  const archive = options.archive ?? archiveOf(bookkeeping, payroll);
  serve(server, archive, options.act ?? true);
  const element = show(server, 'arende-definition-editor', {
    language: options.language ?? 'en',
    attributes: { 'definition-id': options.id ?? 'period-bookkeeping' },
  });
  await expect.poll(() => element.open?.findings).toBeTruthy();
  await expect.poll(() => codeOf(element)?.renderRoot.querySelector('.cm-content')).toBeTruthy();
  return { server, archive, element };
}

export const codeOf = (element: ArendeDefinitionEditor): ArendeCodeEditor | null =>
  element.renderRoot.querySelector('arende-code-editor');

/** The visible lines of the text. */
export const inCode = (element: ArendeDefinitionEditor, selector: string): HTMLElement[] => [
  ...codeOf(element)!.renderRoot.querySelectorAll<HTMLElement>(selector),
];

/** Puts the cursor right behind the first place where some words stand. */
export async function cursorAfter(element: ArendeDefinitionEditor, words: string): Promise<void> {
  if (!element.open!.text.includes(words)) throw new Error(`The text does not have ${words}.`);
  const before = element.open!.text.slice(0, element.open!.text.indexOf(words) + words.length).split('\n');
  codeOf(element)!.goTo(before.length, before.at(-1)!.length + 1);
  await expect.poll(() => inCode(element, '.cm-editor.cm-focused').length).toBe(1);
}
