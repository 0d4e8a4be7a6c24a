import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FirstStepsView, ProfileView } from '../../../server/setup/schema.ts';
import '../../../widgets/firm/firm.ts';
import '../../../widgets/first-steps/first-steps.ts';
import '../../../widgets/setup/setup.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const profile: ProfileView = {
  firmId: 't1',
  name: 'Nya Byrån AB',
  accent: null,
  senderName: null,
  greeting: null,
  logoUrl: null,
  origins: [],
  portalUrl: 'https://arende.example/portal',
  ownUrl: 'https://arende.example',
  keys: [],
};
const over = { sv: 'Länken gäller inte.', en: 'The link is over.' };

/** What stands out of the element to the right; a container's overflow is in no `scrollWidth`. */
const tooWide = (element: HTMLElement): string[] => {
  const edge = element.getBoundingClientRect().right;
  const parts = [...element.shadowRoot!.querySelectorAll('input, textarea, button, p, pre')];
  return parts
    .filter((part) => part.getBoundingClientRect().right > edge + 0.5)
    .map((part) => part.id || part.outerHTML);
};

beforeEach(() => sessionStorage.clear());

describe.each(['sv', 'en'] as const)('setting up in %s', (language) => {
  test.each([320, 1440])(
    'I-01 three steps by keyboard alone, each accessible at %d px, and what is wrong is said',
    async (width) => {
      await page.viewport(width, 900);
      const server = startServer();
      const bodies: any[] = [];
      server.on('POST', /^\/v1\/setup\/link$/, () => ({ personalNumbers: false }));
      server.on('POST', /^\/v1\/setup$/, ({ body }) => {
        bodies.push(body);
        if (bodies.length === 1) {
          throw new FakeProblem(422, 'password_weak', 'Weak.', {
            text: { sv: 'Välj ett längre.', en: 'Choose a longer one.' },
          });
        }
        return { next: '/admin#start' };
      });
      server.on('PUT', /^\/v1\/portal\/profile$/, ({ body }) => (bodies.push(body), profile));
      server.on('POST', /^\/v1\/portal\/test-mail$/, () => ({
        status: 'not_set_up',
        text: { sv: 'Ingen mejlserver är inställd.', en: 'No mail server is set up.' },
        error: null,
      }));
      const element = show(server, 'arende-setup', { language });
      const entered: string[] = [];
      element.addEventListener('arende-entered', (event) => {
        event.preventDefault();
        entered.push(event.detail.next);
      });
      const focused = () => element.shadowRoot!.activeElement as HTMLElement | null;
      const tabTo = async (id: string) => {
        for (let count = 0; focused()?.id !== id; count += 1) {
          if (count > 20) throw new Error(`Tab does not come to ${id}.`);
          await userEvent.keyboard('{Tab}');
        }
      };
      await expect.poll(() => element.shadowRoot!.querySelector('#firm')).toBeTruthy();
      await tabTo('firm');
      await userEvent.keyboard('Nya Byrån AB');
      await expectAccessible(element);
      expect(tooWide(element)).toEqual([]);
      await tabTo('accent');
      await userEvent.keyboard('{Control>}a{/Control}#777777');
      await expect.poll(() => visibleText(element)).toContain('WCAG 2.2 AA');
      await userEvent.keyboard('{Control>}a{/Control}#77');
      await expect.poll(() => focused()!.getAttribute('aria-invalid')).toBe('true');
      await userEvent.keyboard('{Enter}');
      await userEvent.keyboard('{Control>}a{/Control}#0a7d5a');
      await expect.poll(() => focused()!.getAttribute('aria-invalid')).toBe('false');
      await expectAccessible(element);
      await userEvent.keyboard('{Enter}');

      // The heading of the next step has the focus: what is read next is what is new.
      await expect.poll(() => focused()?.tagName).toBe('H2');
      await tabTo('name');
      await userEvent.keyboard('Nova Exempel{Tab}nova@ny.example{Tab}kort');
      await expectAccessible(element);
      await userEvent.keyboard('{Enter}');
      await expect
        .poll(() => visibleText(element))
        .toContain(language === 'sv' ? 'Välj ett längre.' : 'Choose a longer one.');
      await userEvent.keyboard(' mening om hösten{Enter}');

      await expect.poll(() => element.shadowRoot!.querySelector('#sender')).toBeTruthy();
      expect(bodies[1]).toMatchObject({ firm: 'Nya Byrån AB', accent: '#0a7d5a', name: 'Nova Exempel', language });
      const button = [...element.shadowRoot!.querySelectorAll('button')].find((each) =>
        /provmejl|test e-mail/.test(each.textContent),
      )!;
      button.focus();
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => visibleText(element)).toMatch(/Ingen mejlserver|No mail server/);
      await expectAccessible(element);
      element.shadowRoot!.querySelector<HTMLElement>('#sender')!.focus();
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => entered).toEqual(['/admin#start']);
      expect(bodies.at(-1)).toEqual({ senderName: null, portalUrl: profile.portalUrl });
      expect(sessionStorage.length, 'nothing typed stays in the browser').toBe(0);
      expect(tooWide(element)).toEqual([]);
    },
  );
});

test('I-01 a link that has served leads an administrator on to the mail, and a stranger nowhere', async () => {
  const server = startServer();
  let known = false;
  server.on('POST', /^\/v1\/setup\/link$/, () => {
    throw new FakeProblem(410, 'setup_over', 'Over.', { text: over });
  });
  server.on('GET', /^\/v1\/portal\/profile$/, () => {
    if (!known) throw new FakeProblem(401, 'login_required', 'Log in.');
    return profile;
  });
  const stranger = show(server, 'arende-setup', { language: 'en' });
  await expect.poll(() => visibleText(stranger)).toContain('The link is over.');
  stranger.remove();
  known = true;
  const administrator = show(server, 'arende-setup', { language: 'en' });
  await expect.poll(() => visibleText(administrator)).toContain('Step 3 of 3');
});

test.each([320, 1440])('I-04 how the firm presents itself is changed later, accessible at %d px', async (width) => {
  await page.viewport(width, 900);
  const server = startServer();
  const saved: unknown[] = [];
  server.on('GET', /^\/v1\/portal\/profile$/, () => ({
    ...profile,
    accent: '#0a7d5a',
    origins: ['https://www.ny.example'],
  }));
  server.on('PUT', /^\/v1\/portal\/profile$/, ({ body }) => (saved.push(body), profile));
  const element = show(server, 'arende-firm', { language: 'sv' });
  await expect.poll(() => visibleText(element)).toContain('Fungerar det?');
  await expectAccessible(element);
  await userEvent.fill(element.shadowRoot!.querySelector('#accent')!, '#12');
  await userEvent.click(element.shadowRoot!.querySelector('.primary')!);
  await expect.poll(() => visibleText(element)).toContain('Skriv en färg med sex tecken');
  await userEvent.fill(element.shadowRoot!.querySelector('#accent')!, '#1d5fc4');
  await userEvent.fill(element.shadowRoot!.querySelector('#sv')!, 'Hej!');
  await userEvent.click(element.shadowRoot!.querySelector('.primary')!);
  // The colour of the pages themselves is none of the firm's own, and a greeting in one language serves for both.
  const expected = { name: 'Nya Byrån AB', accent: null, greeting: { sv: 'Hej!', en: 'Hej!' } };
  await expect.poll(() => saved).toEqual([expected]);
  expect(tooWide(element)).toEqual([]);
});

test('I-04 what is left is told with a link to it, left out and taken up again, and says when all is done', async () => {
  const server = startServer();
  let items: FirstStepsView['items'] = [
    { id: 'look', state: 'done' },
    { id: 'mail', state: 'open' },
    { id: 'clients', state: 'open' },
    { id: 'colleagues', state: 'open' },
    { id: 'site', state: 'open' },
  ];
  server.on('GET', /^\/v1\/portal\/first-steps$/, () => ({ items }));
  server.on('PUT', /^\/v1\/portal\/first-steps$/, ({ body }) => {
    const { skipped } = body as { skipped: string[] };
    items = items.map(({ id, state }) => ({
      id,
      state: state === 'done' ? state : skipped.includes(id) ? 'skipped' : 'open',
    }));
    return { items };
  });
  await page.viewport(390, 844);
  const element = show(server, 'arende-first-steps', { language: 'en' });
  await expect.poll(() => visibleText(element)).toContain('1 of 5 done');
  await expectAccessible(element);
  const press = (name: string) => userEvent.click(element.shadowRoot!.querySelector(`button[aria-label="${name}"]`)!);
  await press('Leave out: The widgets on your site');
  await expect.poll(() => visibleText(element)).toContain('2 of 5 done');
  await press('Take up again: The widgets on your site');
  await expect.poll(() => visibleText(element)).toContain('1 of 5 done');
  // Done in another window meanwhile.
  items = items.map(({ id }) => ({ id, state: 'done' }));
  window.dispatchEvent(new Event('focus'));
  await expect.poll(() => visibleText(element)).toContain('All is done');
  await expectAccessible(element);
});
