import { ensurePersonByEmail, linkUser, openLogin } from '../../../server/store/index.ts';
import { now } from './firm.ts';
import type { Answer, TestServer } from './server.ts';

export const ownOrigin = 'https://arende.example';

/** A browser at a page that the server itself serves: it keeps cookies, and says where its calls come from. */
export class Visitor {
  readonly server: TestServer;
  readonly cookies = new Map<string, string>();
  /** Of the answer before: the attributes that a cookie came with. */
  lastSetCookie: string[] = [];
  constructor(server: TestServer) {
    this.server = server;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.server.fetch(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: {
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        ...(method === 'GET' ? { 'Sec-Fetch-Site': 'same-origin' } : { Origin: ownOrigin }),
        ...(cookie && { Cookie: cookie }),
        ...headers,
      },
    });
    this.lastSetCookie = answer.headers.getSetCookie();
    for (const line of this.lastSetCookie) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  get = (path: string) => this.send('GET', path);
  post = (path: string, body?: unknown, headers?: Record<string, string>) => this.send('POST', path, body, headers);
}

/** What a browser sends in which this user of the firm has logged in, however they did. */
export async function cookieOf(server: TestServer, user: string): Promise<string> {
  const { store, firm } = server;
  const userId = firm.users[user]!;
  const name = `${user} Exempel`;
  const person = await ensurePersonByEmail(store, { email: `${user}@demo.example`, name, now });
  await linkUser(store.tenant(firm.tenantId), { userId, personId: person.id });
  const session = { personId: person.id, tenantId: firm.tenantId, userId, method: 'password' as const, browser: '' };
  const { secret } = await openLogin(store, { ...session, now: new Date(server.clock.ms).toISOString() });
  return `__Host-arende=${secret}`;
}

export async function visitorAs(server: TestServer, user: string): Promise<Visitor> {
  const visitor = new Visitor(server);
  const [name = '', value = ''] = (await cookieOf(server, user)).split('=');
  visitor.cookies.set(name, value);
  return visitor;
}
