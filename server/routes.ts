import { type Static, Type } from '@sinclair/typebox';
import { auditRoutes } from './audit/routes.ts';
import { boardRoutes } from './board/routes.ts';
import { caseRoutes } from './cases/routes.ts';
import { AnyObject } from './common/schema.ts';
import { clientRoutes } from './clients/routes.ts';
import { definitionRoutes } from './definitions/routes.ts';
import { directoryRoutes } from './directory/routes.ts';
import { archiveRoutes } from './documents/routes.ts';
import { draftRoutes } from './drafts/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { openApiDocument } from './http/openapi.ts';
import { Problem } from './http/problem.ts';
import { openRoute, type Route } from './http/route.ts';
import { loginRoutes } from './login/routes.ts';
import { identityRoutes } from './identities/routes.ts';
import { instanceRoutes } from './instances/routes.ts';
import { mailRoutes } from './mail/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { migrationRoutes } from './migrations/routes.ts';
import { noteRoutes } from './notes/routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { protectionRoutes } from './protection/routes.ts';
import { readingRoutes } from './readings/routes.ts';
import { portalRoutes } from './portal/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { firmRoutes } from './setup/firm-routes.ts';
import { setupRoutes } from './setup/setup-routes.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { changeBounds } from './store/index.ts';
import { taskRoutes } from './tasks/routes.ts';
import { unsubscribeRoutes } from './unsubscribe/routes.ts';

const Health = Type.Object({ status: Type.Literal('ok') });
const ok: Static<typeof Health> = { status: 'ok' };

const serverRoutes: Route[] = [
  openRoute({ method: 'GET', path: '/healthz', summary: 'The server runs', answer: Health, handler: async () => ok }),
  openRoute({
    method: 'GET',
    path: '/readyz',
    summary: 'The server, its database and the process engine answer',
    answer: Health,
    async handler({ services }) {
      const checks = { database: () => changeBounds(services.store), engine: () => services.engine.ping() };
      for (const [name, check] of Object.entries(checks)) {
        await check().catch((error: unknown) => {
          services.log.warn({ err: error }, `not ready: ${name}`);
          throw new Problem(503, 'not_ready', `The ${name} does not answer.`, { headers: { 'Retry-After': '5' } });
        });
      }
      return ok;
    },
  }),
  openRoute({
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This document',
    answer: AnyObject,
    async handler({ services, http }) {
      http.set('Cache-Control', 'public, max-age=300');
      return openApiDocument(routes, services.settings.publicUrl);
    },
  }),
];

/** Every route of the server. */
export const routes: Route[] = [
  ...serverRoutes,
  ...sessionRoutes,
  ...loginRoutes,
  ...portalRoutes,
  ...setupRoutes,
  ...firmRoutes,
  ...taskRoutes,
  ...boardRoutes,
  ...instanceRoutes,
  ...archiveRoutes,
  ...caseRoutes,
  ...messageRoutes,
  ...noteRoutes,
  ...noticeRoutes,
  ...mailRoutes,
  ...unsubscribeRoutes,
  ...eventRoutes,
  ...directoryRoutes,
  ...peopleRoutes,
  ...identityRoutes,
  ...clientRoutes,
  ...definitionRoutes,
  ...draftRoutes,
  ...migrationRoutes,
  ...readingRoutes,
  ...protectionRoutes,
  ...auditRoutes,
];
