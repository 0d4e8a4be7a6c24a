import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Definition } from '../../../definitions/language/types.ts';
import type { JsonObject } from '../../../definitions/language/types.ts';
import {
  createTenant,
  migrate,
  openStore,
  publishDefinition,
  putClient,
  putUser,
  type Store,
} from '../../../server/store/index.ts';

export interface Firm {
  store: Store;
  folder: string;
  databaseUrl: string;
  tenantId: string;
  /** Ids by external id. */
  clients: Record<string, string>;
  users: Record<string, string>;
  putClient(externalId: string, properties: JsonObject, startMonth: string | null): Promise<string>;
  close(): Promise<void>;
}

/** A firm with a consultant in a database of its own (SQLite), and these definitions published. */
export async function openFirm(definitions: Definition[]): Promise<Firm> {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-worker-'));
  const databaseUrl = `sqlite:${path.join(folder, 'arende.sqlite')}`;
  const store = await openStore(databaseUrl);
  await migrate(store);
  const { tenantId } = await createTenant(store, {
    name: 'Demo Redovisning AB',
    portalUrl: 'https://www.firm.example/portal',
    now: '2026-01-01T00:00:00.000Z',
  });
  for (const definition of definitions) await publishDefinition(store, { tenantId: null, definition });
  const scope = store.tenant(tenantId);
  const firm: Firm = {
    store,
    folder,
    databaseUrl,
    tenantId,
    clients: {},
    users: {},
    putClient: async (externalId, properties, startMonth) => {
      const { client } = await putClient(scope, {
        externalId,
        name: `${externalId} AB`,
        responsible: 'bo',
        properties,
        startMonth,
      });
      const email = `${externalId}@demo.example`;
      const person = { externalId: `anna-${externalId}`, name: 'Anna Exempel', email, role: 'client' as const };
      const { user } = await putUser(scope, { ...person, clients: [externalId] });
      firm.clients[externalId] = client.id;
      firm.users[person.externalId] = user.id;
      return client.id;
    },
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  const bo = { externalId: 'bo', name: 'Bo Exempel', email: 'bo@demo.example', role: 'consultant' as const };
  firm.users['bo'] = (await putUser(scope, bo)).user.id;
  return firm;
}
