import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simulatorPage } from './page.ts';

/** Somebody with a BankID in the simulator: one of the test numbers that Skatteverket has published, and a made-up name. */
export interface SimulatedPerson {
  personalNumber: string;
  name: string;
}

export interface Simulator {
  url: string;
  orders: ReadonlyMap<string, SimulatedOrder>;
  /** What a person does in the app. @throws when there is no such order, or it has ended */
  act(order: { autoStartToken?: string; qr?: string; orderRef?: string }, action: Action): void;
  close(): Promise<void>;
}

export type Action = { sign: string } | { cancel: true } | { open: true } | { fail: string };

interface SimulatedOrder {
  orderRef: string;
  autoStartToken: string;
  qrStartToken: string;
  qrStartSecret: string;
  endUserIp: string;
  status: 'pending' | 'failed' | 'complete';
  hintCode: string;
  person: SimulatedPerson | null;
  startedMs: number;
  collects: number;
}

const startWithinMs = 30_000;
const signWithinMs = 180_000;
/** How old a QR code may be: animated so that a photo of it is worth nothing. */
const qrOldestSeconds = 5;

/**
 * A stand-in for BankID's API for relying parties, version 6, with the same paths, bodies, hint codes and errors, and an
 * "app" in the browser. It proves nobody's identity and says so on every page.
 */
export async function startBankIdSimulator(options: {
  port: number;
  people: SimulatedPerson[];
  clock?: () => number;
  host?: string;
}): Promise<Simulator> {
  const { people, clock = Date.now } = options;
  const orders = new Map<string, SimulatedOrder>();

  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, 500, { errorCode: 'internalError', details: 'simulator' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (request.method === 'GET' && pathname === '/') {
      const token = searchParams.get('autostarttoken');
      const open = [...orders.values()].filter((order) => isOpen(order) && (!token || order.autoStartToken === token));
      if (token) for (const order of open) order.hintCode = 'started';
      return page(response, simulatorPage({ people, orders: open, redirect: searchParams.get('redirect') }));
    }
    const body = await readBody(request);
    if (request.method === 'POST' && pathname === '/app') {
      // Only this page's own form: the simulator is a site like any other.
      if (request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host}`)
        return send(response, 403, { errorCode: 'unauthorized', details: 'another site' });
      const form = new URLSearchParams(body);
      const person = form.get('person');
      act({ orderRef: form.get('order') ?? '' }, person ? { sign: person } : { cancel: true });
      const back = form.get('redirect') ?? '';
      response.writeHead(303, { Location: /^https?:\/\/(localhost|127\.0\.0\.1)[:/]/.test(back) ? back : '/?done' });
      return void response.end();
    }
    if (request.method !== 'POST' || !pathname.startsWith('/rp/v6.0/'))
      return send(response, 404, { errorCode: 'notFound', details: 'No such method.' });
    if (request.headers['content-type'] !== 'application/json')
      return send(response, 415, {
        errorCode: 'unsupportedMediaType',
        details: 'Content-Type is not application/json.',
      });
    relyingParty(response, pathname.slice('/rp/v6.0/'.length), body);
  }

  function relyingParty(response: ServerResponse, method: string, text: string): void {
    const body = JSON.parse(text) as { endUserIp?: string; orderRef?: string };
    if (method === 'auth') {
      if (!body.endUserIp) return invalid(response, 'Missing endUserIp');
      const order: SimulatedOrder = {
        orderRef: randomUUID(),
        autoStartToken: randomUUID(),
        qrStartToken: randomUUID(),
        qrStartSecret: randomUUID(),
        endUserIp: body.endUserIp,
        status: 'pending',
        hintCode: 'outstandingTransaction',
        person: null,
        startedMs: clock(),
        collects: 0,
      };
      orders.set(order.orderRef, order);
      const { orderRef, autoStartToken, qrStartToken, qrStartSecret } = order;
      return send(response, 200, { orderRef, autoStartToken, qrStartToken, qrStartSecret });
    }
    const order = orders.get(body.orderRef ?? '');
    if (!order) return invalid(response, 'No such order');
    if (method === 'cancel') {
      orders.delete(order.orderRef);
      return send(response, 200, {});
    }
    if (method !== 'collect') return send(response, 404, { errorCode: 'notFound', details: 'No such method.' });
    order.collects += 1;
    age(order);
    if (order.status !== 'pending') orders.delete(order.orderRef);
    send(response, 200, collected(order));
  }

  function age(order: SimulatedOrder): void {
    const oldMs = clock() - order.startedMs;
    const unopened = order.hintCode === 'outstandingTransaction';
    if (order.status !== 'pending' || oldMs < (unopened ? startWithinMs : signWithinMs)) return;
    order.status = 'failed';
    order.hintCode = unopened ? 'startFailed' : 'expiredTransaction';
  }

  const isOpen = (order: SimulatedOrder): boolean => {
    age(order);
    return order.status === 'pending';
  };

  function act(named: Parameters<Simulator['act']>[0], action: Action): void {
    const order = [...orders.values()].find(
      (each) =>
        each.orderRef === named.orderRef ||
        each.autoStartToken === named.autoStartToken ||
        (named.qr !== undefined && shows(each, named.qr)),
    );
    if (!order || !isOpen(order)) throw new Error('There is no such order, or it has ended.');
    if ('open' in action) order.hintCode = 'userSign';
    else if ('cancel' in action) Object.assign(order, { status: 'failed', hintCode: 'userCancel' });
    else if ('fail' in action) Object.assign(order, { status: 'failed', hintCode: action.fail });
    else {
      const person = people.find(({ personalNumber }) => personalNumber === action.sign);
      if (!person) throw new Error('There is no such person in the simulator.');
      Object.assign(order, { status: 'complete', person });
    }
  }

  function shows(order: SimulatedOrder, qr: string): boolean {
    const [word, token, seconds = '', proof] = qr.split('.');
    const now = (clock() - order.startedMs) / 1000;
    const expected = createHmac('sha256', order.qrStartSecret).update(seconds).digest('hex');
    const fresh = Math.abs(now - Number(seconds)) <= qrOldestSeconds;
    return word === 'bankid' && token === order.qrStartToken && proof === expected && fresh;
  }

  return {
    url,
    orders,
    act,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function collected({ orderRef, status, hintCode, person, endUserIp }: SimulatedOrder): object {
  if (status !== 'complete') return { orderRef, status, hintCode };
  const { personalNumber, name } = person!;
  const [givenName, ...rest] = name.split(' ');
  return {
    orderRef,
    status,
    completionData: {
      user: { personalNumber, name, givenName, surname: rest.join(' ') },
      device: { ipAddress: endUserIp, uhi: 'simulator' },
      bankIdIssueDate: '2026-01-01',
      signature: Buffer.from('simulator').toString('base64'),
      ocspResponse: Buffer.from('simulator').toString('base64'),
    },
  };
}

const invalid = (response: ServerResponse, details: string): void =>
  send(response, 400, { errorCode: 'invalidParameters', details });

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function page(response: ServerResponse, markup: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'same-origin',
  });
  response.end(markup);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk as string;
    if (body.length > 10_000) throw new Error('The body is too large.');
  }
  return body;
}
