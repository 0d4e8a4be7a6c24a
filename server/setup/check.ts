import type { Text } from '../../definitions/language/types.ts';
import { portalGrants } from '../policies/portal-grants.ts';
import type { Services } from '../services.ts';
import { type Access, createSession, firmProfile, type Scope } from '../store/index.ts';
import { policyAllows } from './csp.ts';
import { type Fetched, fetchOutside } from './outside.ts';

export interface Check {
  id: string;
  ok: boolean;
  text: Text;
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Tries what a page of the firm would: the loader, a session for the page's origin, a call with its bearer, and whether
 * the page's own policy lets it. Each answer is a sentence that says what to do.
 */
export async function checkEmbedding(
  services: Services,
  { scope, access }: { scope: Scope; access: Access },
  { page, secretPath = '/arende/session' }: { page: string; secretPath?: string },
  now: string,
): Promise<Check[]> {
  const { publicUrl } = services.settings;
  const url = URL.canParse(page) ? new URL(page) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username) {
    return [bad('page', `”${page}” är ingen adress till en sida.`, `"${page}" is no address of a page.`)];
  }
  const { origins } = await firmProfile(scope);
  if (!origins.includes(url.origin)) {
    const sv = `${url.origin} står inte bland byråns webbplatser. Lägg till den först.`;
    return [bad('origin', sv, `${url.origin} is not among the firm's sites. Add it first.`)];
  }
  const loopback = loopbackHosts.includes(new URL(publicUrl).hostname);
  const here = (path: string, options: Partial<Parameters<typeof fetchOutside>[1]> = {}) =>
    fetchOutside(new URL(path, publicUrl), { headers: { Origin: url.origin }, ...options, loopback: true });
  const known = good(
    'origin',
    `${url.origin} är en av byråns webbplatser.`,
    `${url.origin} is one of the firm's sites.`,
  );
  const session = { userId: access.userId, tenantId: access.tenantId, clientId: null };
  const components = { inbox: portalGrants(access.role).inbox! };
  const { clientSecret } = await createSession(services.store, { ...session, components, origin: url.origin, now });
  return [
    known,
    await tried('loader', publicUrl, async () => loaderCheck(await here('/arende/v1/loader.js'), publicUrl)),
    await tried('session', publicUrl, async () => {
      const headers = { Origin: url.origin, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ clientSecret });
      const exchange = await here('/v1/widget-sessions/exchange', { method: 'POST', headers, body });
      return sessionCheck(exchange, url.origin);
    }),
    ...(await pageChecks(url, { publicUrl, secretPath, loopback })),
  ];
}

function loaderCheck({ status, headers }: Fetched, publicUrl: string): Check {
  if (status === 200 && headers['access-control-allow-origin'] === '*')
    return good('loader', 'Skriptet med komponenterna svarar.', 'The script with the widgets answers.');
  return bad(
    'loader',
    `${publicUrl}/arende/v1/loader.js svarar ${status}. Står något framför servern som ändrar svaret?`,
    `${publicUrl}/arende/v1/loader.js answers ${status}. Is something in front of the server that changes the answer?`,
  );
}

function sessionCheck({ status, headers }: Fetched, origin: string): Check {
  if (status === 200 && headers['access-control-allow-origin'] === origin) {
    const sv = 'En session för webbplatsen kan öppnas, och svaret får läsas där.';
    return good('session', sv, 'A session for the site can be opened, and the answer may be read there.');
  }
  return bad(
    'session',
    `Ingen session gick att öppna (svar ${status}). Något framför servern tar bort Origin eller CORS-huvuden.`,
    `No session could be opened (answer ${status}). Something in front of the server takes away Origin or CORS headers.`,
  );
}

interface Site {
  publicUrl: string;
  secretPath: string;
  /** Whether the server is on loopback itself, and may look there. */
  loopback: boolean;
}

async function pageChecks(url: URL, { publicUrl, secretPath, loopback }: Site): Promise<Check[]> {
  let page: Fetched;
  try {
    page = await fetchOutside(url, { headers: { Accept: 'text/html' }, loopback });
  } catch (error) {
    const reason = (error as Error).message;
    return [bad('page', `${url.href} svarar inte: ${reason}`, `${url.href} does not answer: ${reason}`)];
  }
  if (page.status >= 300) {
    const sv = `${url.href} svarar ${page.status}. Ange en sida som går att öppna utan att logga in.`;
    const en = `${url.href} answers ${page.status}. Name a page that can be opened without logging in.`;
    return [bad('page', sv, en)];
  }
  const metas = [...page.text.matchAll(/<meta[^>]+http-equiv=["']?content-security-policy["']?[^>]*>/gi)].map(
    ([tag]) => /content="([^"]*)"/i.exec(tag)?.[1] ?? '',
  );
  const policy = policyAllows([...[page.headers['content-security-policy'] ?? []].flat(), ...metas], publicUrl);
  const script = page.text.includes(`${publicUrl}/arende/v1/loader.js`);
  return [
    good('page', `${url.href} svarar.`, `${url.href} answers.`),
    script
      ? good('snippet', 'Sidan hämtar komponenterna.', 'The page fetches the widgets.')
      : bad(
          'snippet',
          'Sidan har inte script-taggen än. Klistra in den i <head>.',
          'The page has no script tag yet. Paste it into <head>.',
        ),
    policy.script
      ? good('script-src', 'Sidans policy släpper in skriptet.', "The page's policy lets the script in.")
      : bad(
          'script-src',
          `Sidans Content-Security-Policy stoppar skriptet. Lägg ${publicUrl} till script-src.`,
          `The page's Content-Security-Policy stops the script. Add ${publicUrl} to script-src.`,
        ),
    policy.connect
      ? good('connect-src', 'Sidans policy släpper fram anropen.', "The page's policy lets the calls through.")
      : bad(
          'connect-src',
          `Sidans Content-Security-Policy stoppar anropen. Lägg ${publicUrl} till connect-src.`,
          `The page's Content-Security-Policy stops the calls. Add ${publicUrl} to connect-src.`,
        ),
    // A page with the log-in button alone asks its server for nothing.
    ...(page.text.includes('<arende-login') ? [] : [await backendCheck(new URL(secretPath, url), loopback)]),
  ];
}

/** A stranger is to be turned away there, by a route that exists. */
async function backendCheck(route: URL, loopback: boolean): Promise<Check> {
  const id = 'backend';
  let answer: Fetched;
  try {
    answer = await fetchOutside(route, { method: 'POST', headers: { Origin: route.origin }, loopback });
  } catch (error) {
    const reason = (error as Error).message;
    return bad(id, `${route.href} svarar inte: ${reason}`, `${route.href} does not answer: ${reason}`);
  }
  const { status } = answer;
  // Many sites answer what they do not know with a page.
  const isPage = status < 300 && !answer.text.includes('clientSecret');
  if (status === 404 || status === 405 || isPage) {
    return bad(
      id,
      `Webbplatsens server har ingen POST ${route.pathname} (svar ${status}). Lägg in koden i steg 2, eller ange var den finns.`,
      `The site's server has no POST ${route.pathname} (answer ${status}). Put in the code of step 2, or say where it is.`,
    );
  }
  if (status >= 500) {
    return bad(
      id,
      `Webbplatsens server misslyckas på POST ${route.pathname} (svar ${status}). Är ARENDE_SECRET_KEY satt där?`,
      `The site's server fails at POST ${route.pathname} (answer ${status}). Is ARENDE_SECRET_KEY set there?`,
    );
  }
  return good(
    id,
    'Webbplatsens server svarar på frågan om session.',
    "The site's server answers when a session is asked for.",
  );
}

async function tried(id: string, publicUrl: string, check: () => Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    const { message } = error as Error;
    const sv = `Servern når inte sig själv på ${publicUrl} (${message}). Stämmer ARENDE_PUBLIC_URL?`;
    return bad(id, sv, `The server does not reach itself at ${publicUrl} (${message}). Is ARENDE_PUBLIC_URL right?`);
  }
}

const good = (id: string, sv: string, en: string): Check => ({ id, ok: true, text: { sv, en } });
const bad = (id: string, sv: string, en: string): Check => ({ id, ok: false, text: { sv, en } });
