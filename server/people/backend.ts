import type { Static } from '@sinclair/typebox';
import { notFound } from '../http/problem.ts';
import { type KeyCall, keyRoute } from '../http/route.ts';
import { requireGivable } from '../policies/people.ts';
import { audit, clientByExternalId, noteChanges, putRight, rightsOfUsers, userByExternalId } from '../store/index.ts';
import { RightsAnswer, RightsBody } from './schema.ts';

/** For firms whose own system says who may do what. */
export const backendRoutes = [
  keyRoute({
    method: 'PUT',
    path: '/v1/users/:externalId/rights',
    summary: 'Gives a user named rights or takes them away',
    body: RightsBody,
    answer: RightsAnswer,
    async handler({ scope, body, params, now, keyId }: KeyCall<unknown, Static<typeof RightsBody>>) {
      const user = await userByExternalId(scope, params.externalId!);
      if (!user) throw notFound();
      const changes: { right: string; clientId: string | null; granted: boolean | null }[] = [];
      for (const { right, client: externalId, granted } of body.rights) {
        const client = externalId === null ? null : await clientByExternalId(scope, externalId);
        if (externalId !== null && !client) throw notFound();
        requireGivable(user.role, right, client?.id ?? null);
        changes.push({ right, clientId: client?.id ?? null, granted });
      }
      await scope.write(async (tx) => {
        for (const change of changes) await putRight(tx, { ...change, userId: user.id, now, by: `key:${keyId}` });
        const entry = { actor: `key:${keyId}`, action: 'user.rights', target: user.id, details: { rights: changes } };
        await audit(tx, now, entry);
        await noteChanges(tx, [{ topic: 'people', clientId: null }]);
      });
      const rights = await rightsOfUsers(scope, [user.id]);
      return { rights: rights.map(({ right, clientId, granted }) => ({ right, client: clientId, granted })) };
    },
  }),
];
