import { Type } from '@sinclair/typebox';
import { Problem } from '../../http/problem.ts';
import { type Call, loginRoute } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { attemptOfSecret, beginAttempt, takeAttempt } from '../../store/index.ts';
import { attemptCookie, dropCookie, readCookie, setCookie } from '../cookies.ts';
import { noteFailure } from '../enter.ts';
import { enterByNumber } from '../by-number.ts';
import { personalNumberOf } from '../personal-number.ts';
import { Entered, OidcBegin } from '../schema.ts';
import type { OidcProvider, Visit } from './provider.ts';

const lifetimeMs = 10 * 60_000;

export const oidcRoutes = [
  loginRoute({
    method: 'POST',
    path: '/v1/login/oidc',
    summary: 'Begins a log-in at the OpenID provider; the page then goes where the answer says',
    body: OidcBegin,
    answer: Entered,
    async handler({ services, http, body, now }) {
      const provider = providerOf(services);
      const { url, visit } = await provider.begin().catch((error: unknown) => {
        services.log.warn({ err: error }, 'the OpenID provider does not answer');
        throw new Problem(503, 'provider_unavailable', 'The log-in service does not answer. Try again in a while.', {
          text: {
            sv: 'Inloggningstjänsten svarar inte just nu. Försök igen om en stund.',
            en: 'The log-in service does not answer right now. Try again in a while.',
          },
        });
      });
      const { firm = null, returnTo = null, invitation = null } = body;
      const content: Visit = { ...visit, firm, returnTo, invitation };
      const { secret } = await beginAttempt(services.store, { kind: 'oidc', content, now, lifetimeMs });
      setCookie(http, attemptCookie, secret);
      return { next: url };
    },
  }),
  loginRoute({
    method: 'GET',
    path: '/v1/login/oidc/callback',
    summary: 'Where the OpenID provider sends the browser back to',
    query: Type.Object({ state: Type.Optional(Type.String()) }),
    status: 303,
    handler: comeBack,
  }),
];

async function comeBack({ services, http, now }: Call): Promise<void> {
  const provider = providerOf(services);
  const secret = readCookie(http, attemptCookie);
  const attempt = await attemptOfSecret<Visit>(services.store, { secret, kind: 'oidc', now });
  dropCookie(http, attemptCookie);
  // Used up before the code is: a code that is played again finds nothing that it belongs to.
  const mine = attempt !== null && (await takeAttempt(services.store, attempt.id));
  const next = mine ? await finish(services, provider, attempt.content, { http, now } as Call) : null;
  http.redirect(next ?? `${services.settings.publicUrl}/login?failed=${mine ? 'refused' : 'unknown'}`);
  http.status = 303;
}

async function finish(
  services: Services,
  provider: OidcProvider,
  visit: Visit,
  { http, now }: Pick<Call, 'http' | 'now'>,
): Promise<string | null> {
  const failed = async (reason: string) => {
    await noteFailure(services, { firm: visit.firm, method: 'oidc', reason, now });
    return null;
  };
  try {
    const { personalNumber, name } = await provider.finish(http.search, visit);
    const number = personalNumberOf(personalNumber ?? '');
    if (!number) return await failed('noPersonalNumber');
    const entry = { personalNumber: number, name, method: 'oidc' as const, ...visit, now };
    return (await enterByNumber(services, http, entry)) ?? (await failed('unknownPerson'));
  } catch (error) {
    services.log.warn(
      { code: (error as { code?: string }).code ?? (error as Error).name },
      'an OpenID log-in was refused',
    );
    return failed('refused');
  }
}

function providerOf({ login }: Services): OidcProvider {
  if (login.oidc) return login.oidc;
  throw new Problem(404, 'oidc_off', 'No OpenID provider is set up here. Log in another way.');
}
