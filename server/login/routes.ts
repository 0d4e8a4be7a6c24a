import { loginRoute } from '../http/route.ts';
import type { Services } from '../services.ts';
import { firmProfile, listTenants, loginOfSecret, tenantById } from '../store/index.ts';
import { bankIdRoutes } from './bankid/routes.ts';
import { invitationLoginRoutes } from './invitation-routes.ts';
import { oidcRoutes } from './oidc/routes.ts';
import { passwordRoutes } from './password/routes.ts';
import { loginCookie, readCookie } from './cookies.ts';
import { LoginOptions, LoginOptionsQuery, type LoginOptionsView } from './schema.ts';

export const loginRoutes = [
  loginRoute({
    method: 'GET',
    path: '/v1/login/options',
    summary: 'The ways in, and the face of the firm whose log-in it is',
    query: LoginOptionsQuery,
    answer: LoginOptions,
    async handler({ services, http, query, now }): Promise<LoginOptionsView> {
      const { login, store } = services;
      return {
        firm: await faceOf(services, query.firm ?? (await onlyFirm(services))),
        bankId: login.bankId !== null,
        oidc: login.oidc && { label: login.oidc.label },
        signUp: login.signUp,
        loggedIn: (await loginOfSecret(store, readCookie(http, loginCookie), now)) !== null,
      };
    },
  }),
  ...bankIdRoutes,
  ...oidcRoutes,
  ...passwordRoutes,
  ...invitationLoginRoutes,
];

/** On a server of one firm it need not be named. */
async function onlyFirm({ store }: Services): Promise<string | null> {
  const firms = await listTenants(store);
  return firms.length === 1 ? firms[0]!.id : null;
}

/** What anybody may see of a firm; an id of none looks like no id. */
export async function faceOf({ store }: Services, id: string | null): Promise<LoginOptionsView['firm']> {
  const tenant = id === null ? null : await tenantById(store, id);
  if (!tenant) return null;
  const { accent, greeting, hasLogo } = await firmProfile(store.tenant(tenant.id));
  const logoUrl = hasLogo ? `/v1/firms/${tenant.id}/logo` : null;
  return { id: tenant.id, name: tenant.name, logoUrl, accent, greeting };
}
