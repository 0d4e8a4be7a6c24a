import { describe, expect, test } from 'vitest';
import { publishDefinition } from '../../server/store/index.ts';
import { handIn, now } from './support/firm.ts';
import { testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const day = (title: string) => ({
  title: { sv: title, en: title },
  schema: { type: 'integer' },
  default: 5,
});

describe.each(databases)('settings of an instance on %s', (database) => {
  test('staff see each value and where it comes from; the client sees none', async () => {
    const server = await testServer(database);
    const definition = { ...handIn, settings: { day: day('Dag'), other: day('Annan') } };
    await publishDefinition(server.firm.store, { tenantId: null, definition, now });
    await server.byKey('PUT', '/v1/clients/asp', { name: 'Asp AB', settings: { 'hand-in': { day: 8 } } });
    const id = await server.start('asp');
    const seen = async (user: string) => (await (await server.page(user)).get(`/v1/instances/${id}`)).json.settings;
    expect(await seen('cilla')).toEqual([
      { name: 'day', title: { sv: 'Dag', en: 'Dag' }, value: 8, origin: 'client' },
      { name: 'other', title: { sv: 'Annan', en: 'Annan' }, value: 5, origin: 'definition' },
    ]);
    expect(await seen('anna')).toBeUndefined();
  });
});
