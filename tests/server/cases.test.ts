import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mayStart, startForm } from '../../definitions/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { publishDefinition } from '../../server/store/index.ts';
import { now } from './support/firm.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const definition = JSON.parse(
  readFileSync(new URL('../../definitions/library/case/definition.json', import.meta.url), 'utf8'),
) as Definition;

let keys = 0;
const key = () => ({ 'Idempotency-Key': `case-number-${(keys += 1)}` });
const question = { subject: 'Kvitto från Taxi', message: 'Vad gällde resan?' };
const open = (page: Page, client: string, input: object = question, headers = key()) =>
  page.post('/v1/cases', { definition: 'case', client, input }, headers);
const list = async (page: Page, query = '') => (await page.get(`/v1/cases${query}`)).json.items;

async function withCases(database: (typeof databases)[number] = 'sqlite'): Promise<TestServer> {
  const server = await testServer(database);
  await publishDefinition(server.store, { tenantId: null, definition, now });
  return server;
}

describe('cases', () => {
  test.for(databases)(
    'L-03 the firm or the client opens a case in the portal; its side and name are known, not asked for (%s)',
    async (database) => {
      const server = await withCases(database);
      const asp = server.firm.clients.asp!;
      const [anna, cilla] = [await server.page('anna'), await server.page('cilla')];
      const [kind] = (await anna.get(`/v1/cases/kinds?client=${asp}`)).json.items;
      expect(kind.label.sv).toBe('Nytt ärende');
      expect(Object.keys(kind.form.properties)).toEqual(['subject', 'message', 'answerBy']);
      expect(kind.form.required).toEqual(['subject', 'message']);

      const same = key();
      const opened = await open(anna, asp, question, same);
      expect([opened.status, opened.json.created]).toEqual([201, true]);
      expect((await open(anna, asp, question, same)).json).toEqual({ id: opened.json.id, created: false });
      await open(cilla, asp, { subject: 'Löner', message: 'Har alla fått sina?' });
      expect((await list(anna)).map((one: any) => [one.label.sv, one.status.key, one.yourTurn])).toEqual(
        expect.arrayContaining([
          ['Kvitto från Taxi', 'firm', false],
          ['Löner', 'client', true],
        ]),
      );
      expect((await list(cilla)).filter((one: any) => one.yourTurn).map((one: any) => one.label.sv)).toEqual([
        'Kvitto från Taxi',
      ]);

      // Answering is an act as in the inbox, and what is written stands in the history of both.
      const caseOnly = await server.page('cilla', { components: { case: { read: true, act: true } } });
      const view = (await caseOnly.get(`/v1/instances/${opened.json.id}`)).json;
      const { event, taskId } = view.actions.find((action: any) => action.taskId);
      const data = { message: 'Tack, det räcker.' };
      expect((await caseOnly.act(opened.json.id, { event, taskId, data })).status).toBe(200);
      const seen = (await anna.get(`/v1/instances/${opened.json.id}`)).json;
      expect(seen.history.filter((line: any) => line.kind === 'record').map((line: any) => line.text.sv)).toEqual([
        'anna Exempel: Vad gällde resan?',
        'Tack, det räcker.',
      ]);
      expect(seen.status.key).toBe('client');
    },
  );

  test('L-03 a list holds what the user reaches: open or closed, of a client, by words, in pages', async () => {
    const server = await withCases();
    const { asp, bjork } = server.firm.clients as Record<string, string>;
    const cilla = await server.page('cilla');
    const ids: string[] = [];
    for (const [client, subject] of [
      [asp, 'Ett <b>fett</b> "ärende"'],
      [bjork, 'Två'],
      [asp, 'Tre'],
    ] as const) {
      ids.push((await open(cilla, client!, { subject, message: 'Hej' })).json.id);
      server.pass(1000);
    }
    const names = async (page: Page, query = '') => (await list(page, query)).map((one: any) => one.label.sv);
    expect(await names(cilla)).toEqual(['Tre', 'Två', 'Ett <b>fett</b> "ärende"']);
    expect(await names(cilla, `?client=${bjork}`)).toEqual(['Två']);
    expect(await names(cilla, '?q=FETT')).toEqual(['Ett <b>fett</b> "ärende"']);
    expect(await names(await server.page('karin'))).toEqual(['Två']);
    expect(await names(await server.page('anna'))).toEqual(['Tre', 'Ett <b>fett</b> "ärende"']);
    expect((await (await server.page('anna')).get(`/v1/cases?client=${bjork}`)).status).toBe(404);
    await cilla.act(ids[0]!, { event: 'CLOSE' });
    expect(await names(cilla, '?show=closed')).toEqual(['Ett <b>fett</b> "ärende"']);
    expect(await names(cilla, '?show=open')).toEqual(['Tre', 'Två']);
    const first = (await cilla.get('/v1/cases?limit=2')).json;
    expect(first.items).toHaveLength(2);
    expect(await list(cilla, `?limit=2&cursor=${first.nextCursor}`)).toHaveLength(1);
    // A comment that the others have not seen is counted, the firm's own only for the firm.
    const comment = { text: 'Vi tittar' };
    await (await server.page('adam')).post(`/v1/threads/firm-${ids[2]}/messages`, comment, key());
    await cilla.post(`/v1/threads/shared-${ids[2]}/messages`, comment, key());
    expect((await list(cilla, '?q=tre'))[0].unread).toBe(1);
    expect((await list(await server.page('anna'), '?q=tre'))[0].unread).toBe(1);
  });

  test('L-03 nobody starts what is not theirs to start, for a client out of reach, or without what the form asks for', async () => {
    const server = await withCases();
    const { asp, bjork } = server.firm.clients as Record<string, string>;
    const anna = await server.page('anna');
    expect((await open(anna, bjork!)).status).toBe(404);
    expect((await anna.get(`/v1/cases/kinds?client=${bjork}`)).status).toBe(404);
    const start = (definition: string) => anna.post('/v1/cases', { definition, client: asp, input: {} }, key());
    expect((await start('hand-in')).json.code).toBe('not_startable');
    expect((await start('no-such')).json.code).toBe('not_startable');
    const wrong = await open(anna, asp!, { subject: '' });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'form_invalid']);
    expect(wrong.json.fields.map((field: any) => field.pointer).sort()).toEqual(['/message', '/subject']);
    // What is filled in cannot be sent in.
    const forged = await open(anna, asp!, { ...question, openedBy: 'firm' });
    expect(forged.json.fields.map((field: any) => field.pointer)).toEqual(['/openedBy']);
    const looking = await server.page('anna', { components: { case: { read: true } } });
    expect((await open(looking, asp!)).json.code).toBe('not_granted');
    const silent = await server.fetch('POST', '/v1/cases', {
      body: { definition: 'case', client: asp, input: question },
      headers: anna.headers(),
    });
    expect(silent.json.code).toBe('idempotency_key_invalid');
    expect(await list(anna)).toEqual([]);
  });

  test('who may start stands in the definition: by group, and by who stands in where nobody is', () => {
    const of = (roles: object, ...names: string[]) =>
      ({ ...definition, roles, startable: { for: names, label: definition.title } }) as Definition;
    const title = definition.title;
    const roles = { boss: { title, members: 'admin' }, mine: { title, members: 'responsible', substitutes: 'firm' } };
    const actor = (groups: any, vacant: any = []) => ({ userId: 'u', name: 'U', groups, vacant });
    expect(mayStart(of(roles, 'boss'), actor(['firm']))).toBe(false);
    expect(mayStart(of(roles, 'boss'), actor(['firm', 'admin']))).toBe(true);
    expect(mayStart(of(roles, 'mine'), actor(['firm']))).toBe(false);
    expect(mayStart(of(roles, 'mine'), actor(['firm'], ['responsible']))).toBe(true);
    expect(mayStart({ ...definition, startable: undefined } as unknown as Definition, actor(['firm']))).toBe(false);
    expect(startForm({ ...definition, input: undefined } as unknown as Definition)).toMatchObject({ properties: {} });
  });
});
