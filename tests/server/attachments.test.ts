import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createActivities } from '../../activities/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { publishDefinition } from '../../server/store/index.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';
import { now } from './support/firm.ts';

const attach = (page: Page, instance: string, name: string, raw: string) =>
  page.server.fetch('POST', `/v1/instances/${instance}/documents?name=${encodeURIComponent(name)}`, {
    raw,
    headers: page.headers(),
  });

async function payroll(): Promise<{ server: TestServer; cilla: Page; id: string }> {
  const server = await testServer('sqlite');
  const file = new URL('../../definitions/library/payroll-attestation/definition.json', import.meta.url);
  const definition = JSON.parse(await readFile(file, 'utf8')) as Definition;
  await publishDefinition(server.store, { tenantId: null, definition, now });
  const body = { definition: definition.id, client: 'asp', period: '2026-11' };
  const { json } = await server.byKey('POST', '/v1/instances', body);
  return { server, cilla: await server.page('cilla'), id: json.id };
}

test('L-33, L-34: files that a task takes in lie with the case, seen there by the other side, and the form names them', async () => {
  const { server, cilla, id } = await payroll();
  const payslip = await attach(cilla, id, 'lönebesked å.pdf', 'one');
  expect([payslip.status, payslip.json.name]).toEqual([201, 'lönebesked å.pdf']);
  const list = await attach(cilla, id, 'lista.txt', 'two');
  const data = { payslips: [payslip.json.id], payoutList: [list.json.id] };
  const done = await cilla.act(id, { event: 'UPLOADED', data });
  expect(done.json.instance.status.key).toBe('attesting');

  const anna = await server.page('anna');
  // Whoever is to attest finds them in the case itself, with nothing else of what the firm filled in.
  const seen = (await anna.get(`/v1/instances/${id}`)).json.history.findLast((line: any) => line.documents);
  expect(seen.documents.map(({ name }: any) => name)).toEqual(['lönebesked å.pdf', 'lista.txt']);
  expect(seen.data).toBeNull();
  const { text } = await anna.get(`/v1/documents/${payslip.json.id}/content`);
  expect(text).toBe('one');
  const root = (await anna.get('/v1/documents/roots')).json.items[0].folder;
  expect(root.unseen).toBe(true);
});

test('a form cannot name what is not there, another client’s, or nothing; a stranger cannot add to the case', async () => {
  const { server, cilla, id } = await payroll();
  const own = (await attach(cilla, id, 'lista.txt', 'own')).json.id;
  const roots = (await cilla.get('/v1/documents/roots')).json.items;
  const bjork = roots.find((item: any) => item.client.id === server.firm.clients.bjork).folder.id;
  const foreign = (await cilla.upload(bjork, 'hemlig.txt', 'secret')).json.id;
  for (const wrong of ['d0000', foreign, 7]) {
    const answer = await cilla.act(id, { event: 'UPLOADED', data: { payslips: [own, wrong], payoutList: [own] } });
    expect([answer.status, answer.json.code], String(wrong)).toEqual([422, 'document_unknown']);
    expect(answer.json.fields[0].pointer).toBe('/payslips/1');
  }
  const none = await cilla.act(id, { event: 'UPLOADED', data: { payslips: [], payoutList: [own] } });
  expect([none.status, none.json.code]).toEqual([422, 'form_invalid']);
  expect((await attach(await server.page('bosse'), id, 'x.txt', 'x')).status).toBe(404);
});

test('L-37: what a process files is moved within its client’s archive, and what is not the client’s stays', async () => {
  const { server, cilla, id } = await payroll();
  const { id: documentId } = (await attach(cilla, id, 'lönebesked.pdf', 'final')).json;
  const { store, firm } = server;
  const warned: string[] = [];
  const never = () => Promise.reject(new Error('not here'));
  const log = { warn: (_: object, message: string) => warned.push(message) };
  const { file } = createActivities({ store, clock: Date.now, startInstance: never, sendEvent: never, log });
  const origin = {
    tenantId: firm.tenantId,
    instanceId: id,
    period: null,
    definitionId: 'payroll-attestation',
    sequence: 5,
  };
  const effect = { type: 'file' as const, documentId, path: 'dokument/2026/löner/11. November', name: null };
  const place = async () => (await cilla.get(`/v1/documents/${documentId}/content`)).status;
  await file({ key: 'a', origin: { ...origin, clientId: firm.clients.bjork! }, effect });
  expect(warned).toHaveLength(1);
  await file({ key: 'b', origin: { ...origin, clientId: firm.clients.asp! }, effect });
  expect([warned.length, await place()]).toEqual([1, 200]);
  const folder = await store
    .tenant(firm.tenantId)
    .from('documents as d')
    .where({ 'd.id': documentId })
    .first('folder_id');
  const { json } = await cilla.get(`/v1/folders/${folder.folder_id}`);
  expect(JSON.stringify(json)).toContain('11. November');
});
