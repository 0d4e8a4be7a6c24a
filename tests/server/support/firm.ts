import {
  compile,
  open,
  step,
  type InstanceInput,
  type InstanceState,
  type StepResult,
} from '../../../definitions/index.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import {
  claimOpening,
  createTenant,
  ensureYear,
  project,
  publishDefinition,
  putClient,
  putUser,
  type Store,
} from '../../../server/store/index.ts';

export const now = '2026-11-02T09:00:00.000Z';

/** A small process of two steps: the client hands in, the responsible consultant looks at it. */
export const handIn: Definition = {
  id: 'hand-in',
  title: { sv: 'Inlämning', en: 'Hand-in' },
  roles: {
    client: { title: { sv: 'Kund', en: 'Client' }, members: 'client' },
    reviewer: { title: { sv: 'Ansvarig', en: 'Responsible' }, members: 'responsible', substitutes: 'firm' },
    boss: { title: { sv: 'Chef', en: 'Boss' }, members: 'admin' },
  },
  statuses: {
    waiting: { label: { sv: 'Väntar', en: 'Waiting' }, tone: 'neutral', order: 1 },
    new: { label: { sv: 'Ny', en: 'New' }, tone: 'info', order: 2 },
    done: { label: { sv: 'Klar', en: 'Done' }, tone: 'success', order: 3 },
  },
  deadlines: {
    handIn: { title: { sv: 'Inlämning', en: 'Hand-in' }, from: 'opened', days: 5 },
    review: { title: { sv: 'Granskning', en: 'Review' }, from: 'opened', days: 10 },
  },
  initial: 'waiting',
  states: {
    waiting: {
      status: 'waiting',
      tasks: {
        submit: {
          for: 'client',
          title: { sv: 'Lämna in', en: 'Hand in' },
          event: 'SUBMIT',
          due: 'handIn',
          form: {
            type: 'object',
            properties: { documents: { type: 'boolean', const: true } },
            required: ['documents'],
            additionalProperties: false,
          },
        },
      },
      on: { SUBMIT: 'review' },
    },
    review: {
      status: 'new',
      tasks: { review: { for: 'reviewer', title: { sv: 'Granska', en: 'Review' }, event: 'FINISH', due: 'review' } },
      actions: {
        REOPEN: {
          for: ['reviewer'],
          label: { sv: 'Skicka tillbaka', en: 'Send back' },
          form: { type: 'object', properties: { note: { type: 'string' } }, additionalProperties: false },
        },
      },
      on: { FINISH: 'done', REOPEN: 'waiting' },
    },
    done: { type: 'final', status: 'done' },
  },
};

export interface Firm {
  store: Store;
  tenantId: string;
  secretKey: string;
  clients: Record<string, string>;
  users: Record<string, string>;
}

/** A firm with two clients: Asp, whose consultant is Cilla, and Björk, which has no responsible. */
export async function demoFirm(store: Store, name = 'Demo Redovisning AB'): Promise<Firm> {
  const { tenantId, secretKey } = await createTenant(store, {
    name,
    portalUrl: 'https://www.firm.example/portal',
    now,
  });
  const scope = store.tenant(tenantId);
  const users: Record<string, string> = {};
  const clients: Record<string, string> = {};
  const user = async (externalId: string, role: 'admin' | 'consultant' | 'client', of?: string[]) => {
    const input = { externalId, name: `${externalId} Exempel`, email: `${externalId}@demo.example`, role, clients: of };
    users[externalId] = (await putUser(scope, input)).user.id;
  };
  await user('adam', 'admin');
  await user('cilla', 'consultant');
  for (const [externalId, responsible] of [
    ['asp', 'cilla'],
    ['bjork', null],
  ] as const) {
    const made = await putClient(scope, {
      externalId,
      name: `${externalId === 'asp' ? 'Asp' : 'Björk'} AB`,
      responsible,
    });
    clients[externalId] = made.client.id;
    await ensureYear(scope, made.client.id, 2026);
  }
  await user('karin', 'consultant', ['bjork']);
  await user('anna', 'client', ['asp']);
  await user('bosse', 'client', ['bjork']);
  await publishDefinition(store, { tenantId: null, definition: handIn, now });
  return { store, tenantId, secretKey, clients, users };
}

/** Opens an instance of `handIn` without an engine and projects it. */
export async function opened(firm: Firm, clientId: string, key: string, at = now): Promise<StepResult> {
  const { version, hash } = await publishDefinition(firm.store, { tenantId: null, definition: handIn, now });
  const { instanceId } = await claimOpening(firm.store, { tenantId: firm.tenantId, definitionId: handIn.id, key });
  const input: InstanceInput = {
    tenantId: firm.tenantId,
    instanceId,
    definition: { id: handIn.id, version, hash },
    key,
    clientId,
    client: { id: clientId, name: clientId },
    firm: { name: 'Demo' },
    period: { id: '2026-10', start: '2026-10-01', end: '2026-10-31' },
    input: {},
    settings: {},
  };
  const result = open(compile(handIn), input, at);
  await project(firm.store, result);
  return result;
}

export function acted(state: InstanceState, type: string, userId: string, data = {}, at = now): StepResult {
  const actor = { userId, name: userId, groups: ['client', 'firm', 'responsible', 'admin'] as const };
  return step(compile(handIn), state, { kind: 'act', type, data, actor: { ...actor, groups: [...actor.groups] } }, at);
}
