import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { Stream } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Router from '@koa/router';
import Koa, { type ParameterizedContext } from 'koa';
import type { Services } from '../services.ts';
import { answerPreflight } from './cors.ts';
import { enter, type Limits, ourName } from './doors.ts';
import { RateLimit } from './limits.ts';
import { readJson } from './body.ts';
import { notFound, Problem } from './problem.ts';
import type { Door, Route } from './route.ts';
import { bodyCheck, queryCheck } from './validation.ts';

const jsonLimitBytes = 100_000;
const compressedFromBytes = 16_000;
/** Parts of an address that we named; what has not the form of our names is not there. */
const ours = ['id', 'definitionId', 'version', 'importId'];
/** Doors that a page of another origin comes to. */
const forPages: Door[] = ['bearer', 'exchange', 'administrator'];

/** The HTTP application over a route table. */
export function createApp(services: Services, routes: Route[], also: Koa.Middleware[] = []): RequestListener {
  const rate = services.settings.rateLimitPerSecond;
  const limits: Limits = {
    strangers: new RateLimit(rate, rate * 5),
    bearers: new RateLimit(rate, rate * 10),
    keys: new RateLimit(rate * 10, rate * 100),
  };
  const { trustedProxies } = services.settings;
  const app = new Koa({ proxy: trustedProxies > 0, maxIpsCount: trustedProxies });
  app.silent = true;
  app.use(problems(services));
  const router = new Router({ sensitive: true, strict: true });
  for (const route of routes) {
    const run = runner(services, limits, route);
    router.register(route.path, [route.method], run);
    if (forPages.includes(route.door)) router.options(route.path, answerPreflight);
  }
  app.use(router.routes());
  for (const middleware of also) app.use(middleware);
  app.use(nothingHere(routes, router));
  return app.callback();
}

/** Rate limit and who is it (the door), may they (the grant), is it valid, do it. */
function runner(services: Services, limits: Limits, route: Route): (http: ParameterizedContext) => Promise<void> {
  const checkQuery = route.query ? queryCheck(route.query) : null;
  const checkBody = route.body ? bodyCheck(route.body) : null;
  return async (http) => {
    const now = new Date(services.clock()).toISOString();
    const params = http.params as Record<string, string>;
    // The body comes in while the database is asked who sends it; who may not come in hears that, whatever they sent.
    const reading = checkBody ? readJson(http.req, route.maxBodyBytes ?? jsonLimitBytes) : null;
    reading?.catch(() => undefined);
    const entered = await enter(services, limits, route, http, now);
    for (const name of ours) if (name in params && !ourName.test(params[name]!)) throw notFound();
    const query = checkQuery ? checkQuery({ ...http.query }) : {};
    const body: unknown = await reading;
    checkBody?.(body);
    http.status = route.status ?? 200;
    // What a door adds is what the handlers behind it take; `route.ts` holds the two together.
    const call = { services, now, params, query, body, http, ...entered } as never;
    const answer = await route.handler(call);
    if (answer !== undefined) await send(http, answer);
  };
}

/** JSON of some size is compressed: a board with its forms is ten times smaller on a phone's line. */
async function send(http: ParameterizedContext, answer: unknown): Promise<void> {
  http.body = answer;
  if (typeof answer !== 'object' || answer === null || answer instanceof Stream) return;
  const text = JSON.stringify(answer);
  http.body = text;
  http.type = 'application/json';
  http.vary('Accept-Encoding');
  if (text.length < compressedFromBytes || http.acceptsEncodings('gzip', 'identity') !== 'gzip') return;
  http.body = await promisify(gzip)(text);
  http.set({ 'Content-Encoding': 'gzip', 'Content-Type': 'application/json; charset=utf-8' });
}

/** Headers that every answer has, and problems instead of exceptions. */
function problems(services: Services): Koa.Middleware {
  return async (http, next) => {
    const requestId = randomUUID();
    http.set('X-Request-Id', requestId);
    http.set('X-Content-Type-Options', 'nosniff');
    http.set('Cache-Control', 'no-store');
    http.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
    http.set('Referrer-Policy', 'no-referrer');
    http.vary('Origin');
    try {
      await next();
    } catch (error) {
      const problem = error instanceof Problem ? error : masked(services, error, http, requestId);
      http.status = problem.status;
      http.set(problem.headers);
      http.body = JSON.stringify(problem.view(`urn:arende:request:${requestId}`));
      http.type = 'application/problem+json';
    }
  };
}

/** What nobody foresaw: the log has it with its id, the caller gets the id only. */
function masked(services: Services, error: unknown, http: ParameterizedContext, requestId: string): Problem {
  services.log.error({ err: error, requestId, method: http.method, path: http.path }, 'a request failed');
  return new Problem(500, 'internal_error', `Something went wrong here. Say the number ${requestId} to the support.`);
}

function nothingHere(routes: Route[], router: Router): Koa.Middleware {
  const paths = [...new Set(routes.map((route) => route.path))];
  return (http) => {
    const allowed = paths
      .filter((path) => router.match(http.path, 'GET').path.some((layer) => layer.path === path))
      .flatMap((path) => routes.filter((route) => route.path === path).map((route) => route.method));
    if (allowed.length === 0) throw notFound();
    throw new Problem(405, 'method_not_allowed', `This address takes ${allowed.join(' and ')}.`, {
      headers: { Allow: allowed.join(', ') },
    });
  };
}
