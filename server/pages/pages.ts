import { readFileSync } from 'node:fs';
import type { Middleware, ParameterizedContext } from 'koa';
import { loginCookie, readCookie } from '../login/cookies.ts';
import { homeOf } from '../policies/portal-grants.ts';
import type { Services } from '../services.ts';
import { accessOf, loginOfSecret } from '../store/index.ts';

const read = (name: string): Buffer => readFileSync(new URL(`public/${name}`, import.meta.url));
const assets: Record<string, { type: string; bytes: Buffer }> = {
  '/pages/page.js': { type: 'text/javascript; charset=utf-8', bytes: read('page.js') },
  '/pages/page.css': { type: 'text/css; charset=utf-8', bytes: read('page.css') },
  '/pages/icon.svg': { type: 'image/svg+xml', bytes: read('icon.svg') },
};
const page = read('page.html');

/** Nothing from anywhere but here, nothing inline, no frame, no form that goes elsewhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const loopback = ['localhost', '127.0.0.1', '[::1]'];
const open = ['/login', '/setup', '/portal/invitation'];
/** The link for saying no to more mails like the one that it stands in. */
const unsubscribe = /^\/unsubscribe\/\w{1,60}$/;
const signedIn = ['/portal', '/office', '/admin'];

/** The pages that the server serves itself. Who may see which is decided here; what stands in them asks for itself. */
export function pages(services: Services): Middleware {
  return async (http, next) => {
    if (http.method !== 'GET' && http.method !== 'HEAD') return next();
    const asset = assets[http.path];
    if (asset) {
      http.set('Cache-Control', 'public, max-age=300');
      http.body = asset.bytes;
      http.type = asset.type;
      return;
    }
    const isOpen = open.includes(http.path) || unsubscribe.test(http.path);
    if (!isOpen && !['/', ...signedIn].includes(http.path)) return next();
    const elsewhere = otherLoopback(services.settings.publicUrl, http) ?? (await otherPage(services, http));
    if (elsewhere !== null) return http.redirect(elsewhere);
    http.set('Content-Security-Policy', policy);
    http.set('Referrer-Policy', 'same-origin');
    http.set('Cross-Origin-Opener-Policy', 'same-origin');
    http.body = page;
    http.type = 'text/html; charset=utf-8';
  };
}

/** On one's own machine it has several names, and cookie and origin go by the one that is configured. */
function otherLoopback(publicUrl: string, http: ParameterizedContext): string | null {
  const { hostname, host } = new URL(publicUrl);
  const asked = http.get('Host').replace(/:\d+$/, '');
  if (!loopback.includes(hostname) || !loopback.includes(asked) || http.get('Host') === host) return null;
  return publicUrl + http.url;
}

/** Where the browser goes instead; the fragment of a mail's link follows by itself. */
async function otherPage(services: Services, http: ParameterizedContext): Promise<string | null> {
  if (open.includes(http.path) || unsubscribe.test(http.path)) return null;
  const now = new Date(services.clock()).toISOString();
  const session = await loginOfSecret(services.store, readCookie(http, loginCookie), now);
  const access =
    session?.tenantId && session.userId
      ? await accessOf(services.store.tenant(session.tenantId), session.userId)
      : null;
  if (!access) {
    const wanted = http.path === '/' ? '' : `?returnTo=${encodeURIComponent(http.url)}`;
    return session ? '/login?start=firm' : `/login${wanted}`;
  }
  const home = homeOf(access.role);
  // Staff whom a client has given full authority come into its account (K-03); whether they may is asked by its widgets.
  const enters = http.path === '/portal' && access.role !== 'client' && typeof http.query.client === 'string';
  const mine = enters || http.path === home || (http.path === '/admin' && access.role === 'admin');
  return mine ? null : home;
}
