import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import type { Json } from '../../definitions/language/types.ts';
import { checkedDetails } from '../clients/checked.ts';
import { lastAdministrator, notFound, Problem } from '../http/problem.ts';
import { type KeyCall, keyRoute } from '../http/route.ts';
import {
  audit,
  type Client,
  clientByExternalId,
  ensureYear,
  LastAdministrator,
  putClient,
  putUser,
  renewActing,
  type Scope,
  UnknownReference,
  userById,
} from '../store/index.ts';
import { ClientAnswer, ClientBody, type ClientRequest, UserAnswer, UserBody, type UserRequest } from './schema.ts';

export const directoryRoutes = [
  keyRoute({
    method: 'PUT',
    path: '/v1/clients/:externalId',
    summary: 'Creates or changes a client company',
    body: ClientBody,
    answer: ClientAnswer,
    async handler(call: KeyCall<unknown, ClientRequest>) {
      const { scope, body, now, keyId } = call;
      const externalId = externalIdOf(call.params.externalId!);
      const details = checkedDetails(body);
      const { client, created } = await naming(() =>
        putClient(scope, {
          ...body,
          ...details,
          externalId,
          settings: body.settings as Record<string, Record<string, Json>> | undefined,
        }),
      );
      await renewActing(scope, localDate(now));
      await ensureYear(scope, client.id, Number(localDate(now).slice(0, 4)));
      await audit(scope, now, {
        actor: `key:${keyId}`,
        action: 'client.put',
        target: client.id,
        details: { externalId, created },
      });
      call.http.status = created ? 201 : 200;
      return clientView(call.scope, client);
    },
  }),
  keyRoute({
    method: 'GET',
    path: '/v1/clients/:externalId',
    summary: 'A client company as it was last put',
    answer: ClientAnswer,
    async handler(call: KeyCall) {
      const client = await clientByExternalId(call.scope, externalIdOf(call.params.externalId!));
      if (!client) throw notFound();
      return clientView(call.scope, client);
    },
  }),
  keyRoute({
    method: 'PUT',
    path: '/v1/users/:externalId',
    summary: 'Creates or changes a user, and says which clients are theirs',
    body: UserBody,
    maxBodyBytes: 3_000_000,
    answer: UserAnswer,
    async handler({ scope, body, now, keyId, params, http }: KeyCall<unknown, UserRequest>) {
      const externalId = externalIdOf(params.externalId!);
      const { user, created } = await naming(() => putUser(scope, { ...body, externalId, now }));
      await renewActing(scope, localDate(now));
      const details = { externalId, created, role: user.role, active: user.active };
      await audit(scope, now, { actor: `key:${keyId}`, action: 'user.put', target: user.id, details });
      http.status = created ? 201 : 200;
      return user;
    },
  }),
];

async function clientView(scope: Scope, client: Client): Promise<Static<typeof ClientAnswer>> {
  const { responsibleId, ...view } = client;
  const responsible = responsibleId === null ? null : await userById(scope, responsibleId);
  return { ...view, responsible: responsible?.externalId ?? null };
}

function externalIdOf(text: string): string {
  if (text.length >= 1 && text.length <= 200 && !/\p{Cc}/u.test(text)) return text;
  throw new Problem(400, 'external_id_invalid', 'An external id is 1 to 200 characters without control characters.');
}

/** A name in the body that the firm has not told us of is the body's mistake. */
async function naming<T>(put: () => Promise<T>): Promise<T> {
  try {
    return await put();
  } catch (error) {
    if (error instanceof LastAdministrator) throw lastAdministrator(error);
    if (!(error instanceof UnknownReference)) throw error;
    throw new Problem(422, 'reference_unknown', error.message, {
      fields: [{ pointer: error.pointer, text: { sv: `"${error.value}" finns inte`, en: error.message } }],
    });
  }
}
