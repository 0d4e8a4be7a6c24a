import { allowOrigin, isOrigin } from '../http/cors.ts';
import { Problem } from '../http/problem.ts';
import { bearerRoute, type Call, components, exchangeRoute, keyRoute } from '../http/route.ts';
import type { Static } from '@sinclair/typebox';
import {
  audit,
  clientByExternalId,
  createSession,
  exchangeSecret,
  reaches,
  accessOf,
  tenantById,
  userByExternalId,
} from '../store/index.ts';
import { ExchangeAnswer, ExchangeBody, Me, type MeView, WidgetSessionAnswer, WidgetSessionBody } from './schema.ts';

export const sessionRoutes = [
  keyRoute({
    method: 'POST',
    path: '/v1/widget-sessions',
    summary: 'A single-use secret for a page that will hold widgets for one user',
    body: WidgetSessionBody,
    answer: WidgetSessionAnswer,
    status: 201,
    async handler({ scope, tenantId, keyId, body, now, services }) {
      if (!isOrigin(body.origin)) {
        throw new Problem(
          422,
          'origin_invalid',
          'The origin is scheme, host and port and nothing else: https://www.firm.example',
          {
            fields: [{ pointer: '/origin', text: { sv: 'är ingen giltig adress', en: 'is no origin' } }],
          },
        );
      }
      const user = await userByExternalId(scope, body.user);
      const access = user && (await accessOf(scope, user.id));
      if (!access) throw unknown('/user', 'user', body.user);
      const client = body.client === undefined ? null : await clientByExternalId(scope, body.client);
      if (body.client !== undefined && (!client || !(await reaches(scope, access, client.id)))) {
        throw unknown('/client', 'client', body.client);
      }
      const session = {
        userId: access.userId,
        origin: body.origin,
        components: body.components,
        clientId: client?.id ?? null,
      };
      const answer = await createSession(services.store, { tenantId, ...session, now });
      await audit(scope, now, {
        actor: `key:${keyId}`,
        action: 'session.created',
        target: access.userId,
        details: session,
      });
      return answer;
    },
  }),
  exchangeRoute({
    method: 'POST',
    path: '/v1/widget-sessions/exchange',
    summary: 'Turns a secret into a bearer for the page of the session, once',
    body: ExchangeBody,
    answer: ExchangeAnswer,
    handler: exchange,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/me',
    summary: 'Who the page acts for, and what its components may do',
    grant: { any: [...components], right: 'read' },
    answer: Me,
    async handler({ services, access, bearer }): Promise<MeView> {
      const tenant = await tenantById(services.store, bearer.tenantId);
      return {
        user: { id: access.userId, name: access.name },
        firm: { name: tenant!.name },
        components: bearer.components,
        clientId: bearer.clientId,
        kind: access.role === 'client' ? 'client' : 'firm',
      };
    },
  }),
];

const unknown = (pointer: string, what: string, id: string): Problem =>
  new Problem(422, `${what}_unknown`, `There is no active ${what} with the external id "${id}". Put it first.`, {
    fields: [{ pointer, text: { sv: 'finns inte', en: 'does not exist' } }],
  });

const refusals = {
  secret_unknown: 'The client secret is not one of ours. Fetch a new one.',
  secret_used: 'The client secret has been used. Fetch a new one.',
  secret_expired: 'The client secret has expired. Fetch a new one.',
} as const;

async function exchange({ services, http, body, now }: Call<unknown, Static<typeof ExchangeBody>>) {
  const result = await exchangeSecret(services.store, {
    clientSecret: body.clientSecret,
    origin: http.get('Origin'),
    now,
  });
  if (result.outcome === 'origin_mismatch') {
    // Nothing that tells the wrong page about the right one, and no header that lets it read even this.
    throw new Problem(403, 'origin_mismatch', 'This client secret belongs to a page of another origin.');
  }
  if (result.outcome === 'secret_unknown') throw new Problem(401, result.outcome, refusals[result.outcome]);
  if (result.outcome !== 'given') {
    allowOrigin(http, result.origin);
    throw new Problem(401, result.outcome, refusals[result.outcome]);
  }
  const { bearer, token, expiresAt } = result;
  allowOrigin(http, bearer.origin);
  const scope = services.store.tenant(bearer.tenantId);
  await audit(scope, now, {
    actor: `user:${bearer.userId}`,
    action: 'session.opened',
    target: bearer.userId,
    details: { origin: bearer.origin },
  });
  return { token, expiresAt };
}
