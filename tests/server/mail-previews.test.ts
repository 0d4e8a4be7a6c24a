import { expect, test } from 'vitest';
import periodBookkeeping from '../../definitions/library/period-bookkeeping/definition.json' with { type: 'json' };
import { claimDueMails } from '../../server/store/index.ts';
import { rootOf } from './support/archive.ts';
import { testServer } from './support/server.ts';

test('whoever manages settings sees every mail as its recipient does, with a real case, and can have it sent to themselves', async () => {
  const server = await testServer('sqlite');
  await server.byKey('PUT', '/v1/definitions/period-bookkeeping', periodBookkeeping);
  const adam = await server.page('adam');
  const ask = (body: object) => adam.post('/v1/mail-previews', body);
  const template = { definition: 'period-bookkeeping', template: 'reopened', language: 'sv' };

  const before = (await adam.get('/v1/mailings')).json;
  const process = before.processes.find(({ definition }: any) => definition.id === 'period-bookkeeping');
  expect(process.about).toBeNull();
  expect(process.templates.map(({ name }: any) => name)).toEqual(Object.keys(periodBookkeeping.templates));
  expect((await ask(template)).json.code).toBe('no_case_to_show');

  const body = { definition: 'period-bookkeeping', client: 'asp', period: '2026-10' };
  expect((await server.byKey('POST', '/v1/instances', body)).status).toBe(201);
  // Every template of the process comes out, in both languages, without anything left to fill in.
  for (const { name } of process.templates) {
    for (const language of ['sv', 'en']) {
      const { status, json } = await ask({ ...template, template: name, language });
      expect([name, status]).toEqual([name, 200]);
      expect(json.subject + json.text).not.toMatch(/\$\{|undefined/);
      expect(json).toMatchObject({ from: 'Demo Redovisning AB', to: 'adam Exempel' });
      expect(json.html).toContain(`<html lang="${language}"`);
    }
  }

  // Nothing has gone out by looking; asked for, it goes to who asks and nobody else.
  const due = async () => {
    const at = new Date(server.clock.ms + 3_600_000).toISOString();
    return claimDueMails(server.store, { now: at, limit: 100, leaseMs: 0 });
  };
  expect(await due()).toEqual([]);
  await ask({ ...template, send: true });
  expect((await due()).map(({ recipient }) => recipient.email)).toEqual(['adam@demo.example']);

  // What went out of Arende's own accord is there too.
  const cilla = await server.page('cilla');
  await cilla.upload((await rootOf(cilla)).id, 'ett.txt', 'ett');
  const mails = async () => (await adam.get('/v1/mailings')).json.mails;
  await expect.poll(async () => (await mails()).map(({ to }: any) => to)).toContain('anna Exempel');
  const { id } = (await mails()).find(({ to }: any) => to === 'anna Exempel');
  const shown = (await ask({ mail: id })).json;
  expect(shown.subject).toBe('Nya dokument: Asp AB');
  expect(shown.text).toContain('Sluta få sådana här mejl: #');
  expect(shown.text).not.toMatch(/unsubscribe\/u/);

  for (const user of ['cilla', 'anna']) {
    const page = await server.page(user);
    expect((await page.get('/v1/mailings')).json.code).toBe('right_missing');
    expect((await page.post('/v1/mail-previews', { mail: id })).json.code).toBe('right_missing');
  }
  expect((await ask({ mail: 'm-unknown' })).status).toBe(404);
  expect((await ask({ ...template, template: 'unknown' })).status).toBe(404);
});
