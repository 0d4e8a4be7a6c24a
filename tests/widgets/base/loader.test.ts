import { expect, test } from 'vitest';
import { startServer, visibleText } from '../support/page.ts';

test('the loader defines the elements that are on the page, and those that come later', async () => {
  const server = startServer().on('GET', /^\/v1\/tasks$/, () => ({
    items: [],
    nextCursor: null,
    counts: { open: 0, late: 0, mine: 0 },
  }));
  document.documentElement.lang = 'sv';
  const { Arende } = await import('../../../widgets/loader.ts');
  expect(window.Arende).toBe(Arende);
  expect(customElements.get('arende-inbox')).toBeUndefined();
  Arende.init({ fetchClientSecret: server.fetchClientSecret, baseUrl: server.baseUrl });
  const section = document.createElement('section');
  section.innerHTML = '<arende-inbox></arende-inbox>';
  document.body.append(section);
  await expect.poll(() => visibleText(section.firstElementChild!)).toContain('Inget att göra just nu');
  expect(customElements.get('arende-status-board')).toBeUndefined();
});
