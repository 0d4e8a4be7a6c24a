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
  page: string,
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
    ...(await pageChecks(url, publicUrl, loopback)),
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

async function pageChecks(url: URL, publicUrl: string, loopback: boolean): Promise<Check[]> {
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
  ];
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
