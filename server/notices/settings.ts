import type { Static } from '@sinclair/typebox';
import type { Definition } from '../../definitions/index.ts';
import { Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { instanceView } from '../instances/presenter.ts';
import { startInstance } from '../instances/start.ts';
import { hasRight, requireClient } from '../policies/index.ts';
import {
  definitionByHash,
  instancesOfClient,
  instanceWithHistory,
  latestVersions,
  type Scope,
  type Version,
} from '../store/index.ts';
import { NoticeSettings, type NoticeSettingsView, NoticeStart } from './schema.ts';

const any = ['settings' as const, 'client' as const];
/** The area of the processes that tell people something at times of their own. */
const area = 'notices';

/** What is told about a client, and how often (P-16 to P-21, I-28): processes of their own, with their own actions. */
export const noticeSettingRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/clients/:id/notices',
    summary: 'The notices about a client that the user can have or set, and how they are set now',
    grant: { any, right: 'read' },
    answer: NoticeSettings,
    handler: view,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/clients/:id/notices',
    summary: 'Prepares a notice about a client, which its own actions then switch on and set',
    grant: { any, right: 'act' },
    body: NoticeStart,
    answer: NoticeSettings,
    status: 201,
    handler: start,
  }),
];

interface Kind {
  version: Version;
  definition: Definition;
  /** Each user has one of their own; the others are one for the client. */
  personal: boolean;
}

async function kindsOf({ store, tenantId }: Scope): Promise<Kind[]> {
  const kinds: Kind[] = [];
  for (const version of await latestVersions(store, tenantId)) {
    const definition = (await definitionByHash(store, version.hash))!;
    const required = (definition.input?.required ?? []) as string[];
    const personal = required.length === 1 && required[0] === 'userId';
    if (definition.area === area && (personal || required.length === 0)) kinds.push({ version, definition, personal });
  }
  return kinds;
}

/** One's own notices are everybody's to have (P-21); who else is written to is for whoever manages that. */
async function mayStart({ scope, access }: BearerCall<unknown, unknown>, kind: Kind, clientId: string) {
  if (kind.personal) return true;
  return hasRight(scope, access, access.role === 'client' ? 'client-admin' : 'manage-settings', clientId);
}

async function view(call: BearerCall<unknown, unknown>): Promise<NoticeSettingsView> {
  const { scope, access, params, now } = call;
  const clientId = params.id!;
  await requireClient(scope, access, clientId);
  const kinds = await kindsOf(scope);
  const running = await instancesOfClient(
    scope,
    clientId,
    kinds.map(({ definition }) => definition.id),
  );
  const items: NoticeSettingsView['items'] = [];
  for (const kind of kinds) {
    const { definition, personal } = kind;
    const found = running.find(
      ({ definitionId, state }) =>
        definitionId === definition.id && (!personal || state.input.input.userId === access.userId),
    );
    const mayPrepare = !found && (await mayStart(call, kind, clientId));
    if (!found && !mayPrepare) continue;
    const row = found ? await instanceWithHistory(scope, found.id) : null;
    const { id, title, summary } = definition;
    const instance = row ? await instanceView(scope, access, row, now) : null;
    items.push({ definition: { id, title }, summary: summary ?? null, personal, mayPrepare, instance });
  }
  return { items };
}

async function start(call: BearerCall<unknown, Static<typeof NoticeStart>>): Promise<NoticeSettingsView> {
  const { services, scope, access, params, body, now } = call;
  const clientId = params.id!;
  await requireClient(scope, access, clientId);
  const kind = (await kindsOf(scope)).find(({ definition }) => definition.id === body.definition);
  if (!kind || !(await mayStart(call, kind, clientId))) {
    throw new Problem(403, 'not_startable', 'This is not yours to set up.', {
      text: { sv: 'Det här kan du inte ställa in.', en: 'This is not yours to set up.' },
    });
  }
  await startInstance(services, scope, {
    version: kind.version,
    definition: kind.definition,
    clientId,
    period: null,
    input: kind.personal ? { userId: access.userId } : {},
    actor: `user:${access.userId}`,
    now,
  });
  services.feed.nudge();
  return view(call);
}
