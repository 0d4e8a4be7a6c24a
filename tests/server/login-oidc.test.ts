import { randomBytes } from 'node:crypto';
import { createServer, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { expect, onTestFinished, test } from 'vitest';
import { auditLines } from '../../server/store/index.ts';
import { type TestServer, testServer } from './support/server.ts';
import { ownOrigin, Visitor } from './support/visitor.ts';

const claim = 'https://claims.oidc.se/1.0/personalNumber';
const people: Record<string, { name: string; number?: string }> = {
  anna: { name: 'Anna Exempel', number: '199001012385' },
  stranger: { name: 'Okänd Exempel', number: '202601612381' },
  numberless: { name: 'Sam Sample' },
};

/** A real OpenID provider on loopback, where whoever comes is the person that the test says. */
async function openIdProvider() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let who = 'anna';
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'arende',
        client_secret: 'a secret of at least thirty-two characters',
        redirect_uris: [`${ownOrigin}/v1/login/oidc/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'name', claim], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
    jwks: { keys: [await signingKey()] },
    interactions: { url: () => '/act' },
    async findAccount(_context, id) {
      const person = people[id]!;
      return {
        accountId: id,
        claims: async () => ({ sub: id, name: person.name, ...(person.number && { [claim]: person.number }) }),
      };
    },
  });
  const callback = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/act')) return void callback(request, response);
    const { prompt, params } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      return void provider.interactionFinished(request, response, { login: { accountId: who } });
    }
    const grant = new provider.Grant({ accountId: who, clientId: String(params.client_id) });
    grant.addOIDCScope('openid profile');
    const consent = { grantId: await grant.save() };
    return void provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { issuer, as: (person: string) => void (who = person) };
}

async function signingKey(): Promise<object> {
  const { generateKeyPair } = await import('node:crypto');
  return new Promise((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: 2048 }, (error, _public, key) =>
      error ? reject(error) : resolve({ ...key.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }),
    );
  });
}

/** What a browser does: follows the provider's redirects with its cookies until it is sent to another origin. */
async function follow(start: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let url = start; ;) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { Cookie: cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/);
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`${answer.status} ${await answer.text()}`);
    const next = new URL(location, url);
    if (next.origin !== new URL(start).origin) return next.href;
    url = next.href;
  }
}

async function oidcServer() {
  const provider = await openIdProvider();
  const server = await testServer('sqlite', {
    login: {
      identityKey: randomBytes(32),
      bankId: null,
      signUp: 'closed',
      oidc: {
        issuer: provider.issuer,
        clientId: 'arende',
        clientSecret: 'a secret of at least thirty-two characters',
        personalNumberClaim: claim,
        scope: 'openid profile',
        acrValues: null,
        label: 'BankID hos Exempel',
      },
    },
  });
  await server.byKey('PUT', '/v1/users/anna/identity', { personalNumber: people.anna!.number });
  return { provider, server };
}

/** From the button to where the provider sends the browser back to. */
async function visit(server: TestServer, body: object = {}, visitor = new Visitor(server)) {
  const begun = await visitor.post('/v1/login/oidc', body);
  expect(begun.status, begun.text).toBe(200);
  return { visitor, begun: new URL(begun.json.next), back: await follow(begun.json.next) };
}

/** The browser comes back: a navigation from the provider's site. */
async function comeBack(visitor: Visitor, url: string) {
  const { pathname, search } = new URL(url);
  const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
  const Cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  // fetch says of itself that it is no navigation.
  const request = get(visitor.server.server.address + pathname + search, { headers: { ...headers, Cookie } });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  for (const line of answer.headers['set-cookie'] ?? []) {
    const [name = '', value = ''] = line.split(';')[0]!.split('=');
    if (line.includes('Max-Age=0')) visitor.cookies.delete(name);
    else visitor.cookies.set(name, value);
  }
  return { status: answer.statusCode, to: answer.headers.location };
}

test('L-11 log-in through a real OpenID provider, with PKCE, state and nonce, back to one exact address', async () => {
  const { server } = await oidcServer();
  const options = (await new Visitor(server).get('/v1/login/options')).json;
  expect(options).toMatchObject({ bankId: false, oidc: { label: 'BankID hos Exempel' } });
  const { visitor, begun, back } = await visit(server, { returnTo: '/portal#arende=x' });
  const asked = Object.fromEntries(begun.searchParams);
  expect(asked).toMatchObject({ code_challenge_method: 'S256', redirect_uri: `${ownOrigin}/v1/login/oidc/callback` });
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length, name).toBeGreaterThan(30);
  const kept = new Map(visitor.cookies);
  expect(await comeBack(visitor, back)).toEqual({ status: 303, to: `${ownOrigin}/portal#arende=x` });
  expect((await visitor.get('/v1/portal/session')).json).toMatchObject({ role: 'client' });
  // The address that the browser came to is played again, here and in another browser.
  const again = `${ownOrigin}/login?failed=unknown`;
  const thief = new Visitor(server);
  expect((await comeBack(thief, back)).to).toBe(again);
  for (const [name, value] of kept) thief.cookies.set(name, value);
  expect((await comeBack(thief, back)).to).toBe(again);
  expect((await thief.get('/v1/portal/session')).status).toBe(401);
});

test('a foreign code, state or answer lets nobody in, and neither does somebody whom nobody here knows', async () => {
  const { provider, server } = await oidcServer();
  const refused = `${ownOrigin}/login?failed=refused`;
  const firm = server.firm.tenantId;
  const mine = await visit(server, { firm });
  const theirs = await visit(server, { firm });
  const code = new URL(theirs.back).searchParams.get('code')!;
  const injected = new URL(mine.back);
  injected.searchParams.set('code', code);
  expect((await comeBack(mine.visitor, injected.href)).to, 'a code of another log-in').toBe(refused);
  const wrong = await visit(server, { firm });
  const state = new URL(wrong.back);
  state.searchParams.set('state', 'x'.repeat(43));
  expect((await comeBack(wrong.visitor, state.href)).to, 'another state').toBe(refused);
  const denied = await visit(server, { firm });
  const said = `${ownOrigin}/v1/login/oidc/callback?error=access_denied&state=${denied.begun.searchParams.get('state')}`;
  expect((await comeBack(denied.visitor, said)).to).toBe(refused);
  for (const person of ['stranger', 'numberless']) {
    provider.as(person);
    const unknown = await visit(server, { firm });
    expect((await comeBack(unknown.visitor, unknown.back)).to, person).toBe(refused);
    expect((await unknown.visitor.get('/v1/portal/session')).status).toBe(401);
  }
  const reasons = [];
  for await (const line of auditLines(server.store.tenant(firm))) {
    if (line.action === 'login.failed') reasons.push(line.details.reason);
  }
  expect(reasons).toEqual(['refused', 'refused', 'refused', 'unknownPerson', 'noPersonalNumber']);
  expect(JSON.stringify(server.logged)).not.toContain('202601612381');
});
