import { userEvent } from 'vitest/browser';
import { expect, onTestFinished, test } from 'vitest';
import type { BankIdStatusView, LoginOptionsView } from '../../../server/login/schema.ts';
import '../../../widgets/login/login.ts';
import { appLink } from '../../../widgets/login/bankid.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const options: LoginOptionsView = {
  firm: {
    id: 't1',
    name: 'Demo Redovisning AB',
    logoUrl: null,
    accent: null,
    greeting: { sv: 'Välkommen hit.', en: 'Welcome here.' },
  },
  bankId: true,
  oidc: { label: 'Freja' },
  signUp: false,
  loggedIn: false,
};

const status = (more: Partial<BankIdStatusView>): BankIdStatusView => ({
  status: 'pending',
  hint: 'outstandingTransaction',
  text: { sv: 'Skanna koden.', en: 'Scan the code.' },
  device: 'other',
  qr: { text: 'bankid.x.0.y', size: 2, path: 'M0 0h1v1h-1z' },
  autoStart: null,
  next: null,
  ...more,
});
const none = status({ status: 'none', text: null, qr: null, device: null, hint: null });

function login(server: FakeServer, attributes: Record<string, string> = {}, language: 'sv' | 'en' = 'en') {
  server.on('GET', /^\/v1\/login\/options$/, () => options);
  server.on('POST', /^\/v1\/login\/bankid\/status$/, () => none);
  server.on('POST', /^\/v1\/login\/bankid\/cancel$/, () => ({ done: true }));
  const entered: string[] = [];
  const listen = (event: HTMLElementEventMap['arende-entered']) => {
    event.preventDefault();
    entered.push(event.detail.next);
  };
  document.addEventListener('arende-entered', listen);
  onTestFinished(() => document.removeEventListener('arende-entered', listen));
  const element = show(server, 'arende-login', { language, attributes: { mode: 'page', ...attributes } });
  const press = async (name: RegExp) => {
    const find = () =>
      [...element.renderRoot.querySelectorAll('button, a')].find((each) => name.test(each.textContent)) as HTMLElement;
    await expect.poll(find).toBeTruthy();
    await userEvent.click(find());
  };
  return { element, entered, press, text: () => visibleText(element) };
}

test('L-11 BankID with a QR code that is exchanged each second, in words that follow the app, to where it leads', async () => {
  const server = startServer();
  const { element, entered, press, text } = login(server, { 'return-to': '/portal', firm: 't1' });
  await expect.poll(text).toContain('Log in to Demo Redovisning AB');
  expect(text()).toContain('Welcome here.');
  await expectAccessible(element);
  server.on('POST', /^\/v1\/login\/bankid$/, () => status({}));
  let now = status({ qr: { text: 'bankid.x.1.z', size: 2, path: 'M1 1h1v1h-1z' } });
  server.on('POST', /^\/v1\/login\/bankid\/status$/, () => now);
  await press(/another device/);
  const code = () => element.renderRoot.querySelector('svg.qr');
  await expect.poll(() => code()?.getAttribute('data-text')).toBe('bankid.x.0.y');
  await expectAccessible(element);
  expect(server.requests.find(({ path }) => path === '/v1/login/bankid')?.body).toEqual({
    device: 'other',
    firm: 't1',
    returnTo: '/portal',
  });
  await expect.poll(() => code()?.querySelector('path')?.getAttribute('d')).toBe('M1 1h1v1h-1z');
  server.goOffline();
  await expect.poll(text).toContain('We keep trying by ourselves.');
  server.goOnline();
  now = status({ hint: 'userSign', text: { sv: 'Skriv din kod.', en: 'Enter your code.' } });
  await expect.poll(text).toContain('Enter your code.');
  await expect.poll(text).not.toContain('keep trying');
  now = status({ status: 'complete', qr: null, next: 'https://arende.test/portal' });
  await expect.poll(() => entered).toEqual(['https://arende.test/portal']);
  const asked = server.count('POST', /bankid\/status$/);
  await expect.poll(text).toContain('You are logged in.');
  expect(server.count('POST', /bankid\/status$/)).toBe(asked);
});

test('a code that nobody opens is exchanged by itself; a failure is said with a way on; one may cancel', async () => {
  const server = startServer();
  const { element, press, text } = login(server, {}, 'sv');
  await expect.poll(text).toContain('Logga in hos');
  let begun = 0;
  server.on('POST', /^\/v1\/login\/bankid$/, () => status({ qr: { text: `q${++begun}`, size: 1, path: 'M0 0' } }));
  let now = status({ status: 'failed', hint: 'startFailed', text: { sv: 'För sent.', en: 'Late.' }, qr: null });
  server.on('POST', /^\/v1\/login\/bankid\/status$/, () => (begun < 2 ? now : status({})));
  await press(/annan enhet/);
  await expect.poll(() => begun).toBe(2);
  expect(text()).not.toContain('För sent.');
  now = status({ status: 'failed', hint: 'userCancel', text: { sv: 'Du avbröt.', en: 'Cancelled.' }, qr: null });
  server.on('POST', /^\/v1\/login\/bankid\/status$/, () => now);
  await expect.poll(text).toContain('Du avbröt.');
  await expectAccessible(element);
  await press(/Andra sätt/);
  await expect.poll(text).toContain('Logga in hos');
  server.on('POST', /^\/v1\/login\/bankid$/, () => {
    throw new FakeProblem(429, 'too_many_requests', 'Too many.', { text: { sv: 'Lugn.', en: 'Calm.' } });
  });
  await press(/annan enhet/);
  await expect.poll(text).toContain('Lugn.');
});

test('L-12 e-mail and password, for those without a personal number: wrong ones, a forgotten one, a new one', async () => {
  const server = startServer();
  const { element, entered, press, text } = login(server);
  await press(/without a Swedish personal number/);
  await expect.poll(text).toContain('Only for those who have no Swedish personal number.');
  await expectAccessible(element);
  const type = async (name: string, value: string) => {
    await userEvent.fill(element.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)!, value);
  };
  server.on('POST', /^\/v1\/login\/password$/, ({ body }) => {
    if ((body as { password: string }).password === 'right') return { next: 'https://arende.test/portal' };
    throw new FakeProblem(401, 'login_refused', 'No.', { text: { sv: 'Fel.', en: 'E-mail or password is wrong.' } });
  });
  await type('email', 'sam@cypress.example');
  await type('password', 'wrong');
  await userEvent.keyboard('{Enter}');
  await expect.poll(text).toContain('E-mail or password is wrong.');
  await expectAccessible(element);
  await type('password', 'right');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => entered).toEqual(['https://arende.test/portal']);

  const other = login(server);
  await other.press(/without a Swedish/);
  await other.press(/Forgotten/);
  server.on('POST', /^\/v1\/login\/password\/forgot$/, () => ({ done: true }));
  const input = () => other.element.renderRoot.querySelector<HTMLInputElement>('input[name=email]')!;
  await expect.poll(other.text).toContain('we send a link');
  await userEvent.fill(input(), 'sam@cypress.example');
  await other.press(/Send link/);
  await expect.poll(other.text).toContain('an e-mail is on its way');
});

test('L-10 on another site it is the button that opens the log-in and comes back', async () => {
  const server = startServer();
  const element = show(server, 'arende-login', {
    language: 'sv',
    attributes: { firm: 't1', 'return-to': '/mina-sidor' },
  });
  const link = () => element.renderRoot.querySelector<HTMLAnchorElement>('a[part=button]')!;
  await expect.poll(() => visibleText(element)).toBe('Logga in');
  const url = new URL(link().href);
  expect([url.origin, url.pathname, url.searchParams.get('firm')]).toEqual(['https://arende.test', '/login', 't1']);
  expect(url.searchParams.get('returnTo')).toBe(`${location.origin}/mina-sidor`);
  expect(server.requests.filter(({ path }) => path.startsWith('/v1/login'))).toEqual([]);
  await expectAccessible(element);
});

test('what opens the app on the same device', () => {
  const token = 'a-b';
  expect(appLink({ token, appUrl: null }, 'https://x.example/login')).toBe(
    'bankid:///?autostarttoken=a-b&redirect=null',
  );
  expect(appLink({ token, appUrl: 'http://localhost:4300' }, 'https://x.example/login?a=b')).toBe(
    'http://localhost:4300/?autostarttoken=a-b&redirect=https%3A%2F%2Fx.example%2Flogin%3Fa%3Db',
  );
});
