import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { clientUsers, companyById, personById, staff } from '../people.ts';
import type { Person } from '../people.ts';

export interface SiteOptions {
  port: number;
  /** Where browsers reach Arende, `http://127.0.0.1:4000`. */
  arendeUrl: string;
  /** The firm's secret key. It is used here and never leaves this process. */
  secretKey: string;
}

const MAX_BODY_BYTES = 4_096;
const COOKIE = 'demo_firm_login';

/** The demo firm's website: Node's own http server, as small as the backend that `docs/embedding.md` asks for. */
export async function startSite(options: SiteOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Något gick fel på demosidan.');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const key = createHmac('sha256', options.secretKey).update('demo log-in cookie').digest();

  const policy = [
    "default-src 'none'",
    `script-src 'self' ${options.arendeUrl}`,
    `connect-src 'self' ${options.arendeUrl}`,
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = origins.find((each) => each === `http://${request.headers.host}`);
    if (!origin) return send(response, 421, 'text/plain', 'Fel adress.');
    const { pathname } = new URL(request.url ?? '/', origin);
    const person = whoIs(request);
    if (request.method === 'POST') {
      // A form or script on another site can make a browser post here, but not with our Origin.
      if (request.headers.origin !== origin) return send(response, 403, 'text/plain', 'Fel ursprung.');
      if (pathname === '/logga-in') return logIn(response, await readForm(request));
      if (pathname === '/logga-ut') return redirect(response, '/', cookie('', 0));
      if (pathname === '/arende/session') return mint(response, person, origin);
      return send(response, 404, 'text/plain', 'Sidan finns inte.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'Bara GET.');
    const asset = assets[pathname];
    if (asset) return send(response, 200, asset.type, asset.content);
    const home = person?.role === 'client' ? '/kund' : '/byra';
    if (pathname === '/') return page(response, 'start', { account: person ? accountLink(home) : logInLink });
    if (pathname === '/logga-in') return page(response, 'logga-in', { people: choosers() });
    // Where mails lead: whoever is logged in comes to their own page; the fragment follows by itself.
    if (pathname === '/portal') return redirect(response, person ? home : '/logga-in');
    if (!['/kund', '/byra', '/processer', '/installningar'].includes(pathname))
      return send(response, 404, 'text/plain', 'Sidan finns inte.');
    if (!person) return redirect(response, '/logga-in');
    const mine = [home, '/installningar'].includes(pathname) || (pathname === '/processer' && person.role === 'admin');
    if (!mine) return redirect(response, home);
    page(response, pathname.slice(1), {
      arende: options.arendeUrl,
      home,
      name: person.name,
      firstName: person.name.split(' ')[0]!,
      language: person.language,
      companies: companyNames(person),
      processes: person.role === 'admin' ? processesLink : '',
    });
  }

  function whoIs(request: IncomingMessage): Person | undefined {
    const value = /(?:^|;\s*)demo_firm_login=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const [id = '', signature = ''] = value.split('.');
    const expected = Buffer.from(sign(id));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected) ? personById(id) : undefined;
  }
  const sign = (id: string): string => createHmac('sha256', key).update(id).digest('base64url');

  function logIn(response: ServerResponse, form: URLSearchParams): void {
    const person = personById(form.get('person') ?? '');
    if (!person) return send(response, 400, 'text/plain', 'Välj en person.');
    redirect(response, person.role === 'client' ? '/kund' : '/byra', cookie(`${person.id}.${sign(person.id)}`));
  }

  /** The one thing that embedding asks of a firm's backend: say who is logged in, with the secret key. */
  async function mint(response: ServerResponse, person: Person | undefined, origin: string): Promise<void> {
    if (!person) return json(response, 401, { error: 'not_logged_in' });
    const minted = await fetch(`${options.arendeUrl}/v1/widget-sessions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${options.secretKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: person.id, origin, components: componentsOf(person) }),
      signal: AbortSignal.timeout(10_000),
    }).catch((error: unknown) =>
      console.error('Arende does not answer:', error instanceof Error ? error.message : error),
    );
    if (!minted?.ok) {
      if (minted) console.error('Arende gave no session:', minted.status, await minted.text());
      return json(response, 502, { error: 'arende_unavailable' });
    }
    const { clientSecret } = (await minted.json()) as { clientSecret: string };
    json(response, 200, { clientSecret });
  }

  function page(response: ServerResponse, name: string, values: Record<string, string | Html>): void {
    send(response, 200, 'text/html; charset=utf-8', fill(pages[name]!, values));
  }

  function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
    response.writeHead(status, {
      'Content-Type': type.includes('charset') || !type.startsWith('text/') ? type : `${type}; charset=utf-8`,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
    response.end(body);
  }

  function json(response: ServerResponse, status: number, body: object): void {
    send(response, status, 'application/json', JSON.stringify(body));
  }

  return {
    url: origins[0]!,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function componentsOf(person: Person) {
  const documents = { read: true, upload: true };
  const settings = { read: true, act: true };
  const talking = { read: true, act: true, upload: true };
  const both = {
    inbox: { read: true, act: true },
    messages: talking,
    case: talking,
    'document-tree': documents,
    notifications: { read: true },
    settings,
  };
  if (person.role === 'client') return both;
  return {
    ...both,
    'status-board': { read: true, act: true },
    'process-view': { read: true },
    'client-list': { read: true, act: true },
    client: { read: true, act: true },
    ...(person.role === 'admin' && { 'definition-editor': { read: true, act: true } }),
  };
}

function redirect(response: ServerResponse, to: string, setCookie?: string): void {
  response.writeHead(303, { Location: to, 'Cache-Control': 'no-store', ...(setCookie && { 'Set-Cookie': setCookie }) });
  response.end();
}

function cookie(value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax${age}`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk as string;
    if (body.length > MAX_BODY_BYTES) throw new Error('The form is too large.');
  }
  return new URLSearchParams(body);
}

const read = (name: string): string => readFileSync(new URL(`public/${name}`, import.meta.url), 'utf8');
const pages: Record<string, string> = Object.fromEntries(
  ['start', 'logga-in', 'kund', 'byra', 'processer', 'installningar'].map((name) => [name, read(`${name}.html`)]),
);
const assets: Record<string, { type: string; content: string }> = {
  '/site.css': { type: 'text/css', content: read('site.css') },
  '/language.js': { type: 'text/javascript', content: read('language.js') },
  '/portal.js': { type: 'text/javascript', content: read('portal.js') },
  '/log-in.js': { type: 'text/javascript', content: read('log-in.js') },
  '/hero.svg': { type: 'image/svg+xml', content: read('hero.svg') },
  '/icon.svg': { type: 'image/svg+xml', content: read('icon.svg') },
};

/** Puts values in the places of a page that are written `{{name}}`. */
function fill(template: string, values: Record<string, string | Html>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => html`${values[name] ?? ''}`.markup);
}

const both = (sv: string, en: string): Html => html`<span lang="sv">${sv}</span><span lang="en">${en}</span>`;
const logInLink = html`<a class="button" href="/logga-in">${both('Logga in', 'Log in')}</a>`;
const processesLink = html`<a href="/processer#processer">${both('Processer', 'Processes')}</a>`;
const accountLink = (home: string): Html =>
  html`<a class="button" href="${home}">${both('Mina sidor', 'My pages')}</a>`;

function companyNames(person: Person): string {
  return (person.clients ?? []).map((id) => companyById(id)?.name).join(', ');
}

function choosers(): Html {
  const button = (person: Person, about: string | Html): Html =>
    html`<li>
      <button name="person" value="${person.id}"><b>${person.name}</b> <span>${about}</span></button>
    </li>`;
  const roles = {
    consultant: both('Redovisningskonsult', 'Accounting consultant'),
    admin: both('Administratör', 'Administrator'),
    client: '',
  };
  return html`<h2>${both('Byrån', 'The firm')}</h2>
    <ul>
      ${staff.map((person) => button(person, roles[person.role]))}
    </ul>
    <h2>${both('Kunder', 'Clients')}</h2>
    <ul>
      ${clientUsers.map((person) => button(person, companyNames(person)))}
    </ul>`;
}
