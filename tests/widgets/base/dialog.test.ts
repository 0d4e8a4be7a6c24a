import { html } from 'lit';
import { expect, test } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { serveInbox } from '../inbox/fixture.ts';
import { show, startServer, visibleText } from '../support/page.ts';

test('a dialog that follows at once upon another keeps its words', async () => {
  const server = startServer();
  serveInbox(server, []);
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(inbox)).toContain('Inget att göra just nu');
  const button = { value: 'ok', label: 'OK' };
  const first = inbox.dialog.open({ title: 'First', body: () => html`<p>One</p>`, buttons: [button] });
  await expect.poll(() => visibleText(inbox)).toContain('One');
  const told = new Promise((resolve) => inbox.renderRoot.querySelector('dialog')!.addEventListener('close', resolve));
  inbox.renderRoot.querySelector<HTMLElement>('dialog button')!.click();
  const second = inbox.dialog.open({ title: 'Second', body: () => html`<p>Two</p>`, buttons: [button] });
  expect(await first).toBe('ok');
  // The browser tells of the first dialog's closing only now, when the second is open already.
  await told;
  await inbox.updateComplete;
  expect(visibleText(inbox)).toContain('Two');
  inbox.renderRoot.querySelector<HTMLElement>('dialog button')!.click();
  expect(await second).toBe('ok');
  await expect.poll(() => visibleText(inbox)).not.toContain('Two');
});
