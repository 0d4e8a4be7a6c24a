import type axe from 'axe-core';
import { source as axeSource } from 'axe-core';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Firm, openFirm, openFolder } from '../support/firm.ts';
import { hasFocus, pressUntilFocused } from '../support/keys.ts';

/* Every page of the demo firm, in both languages, on a phone and a desk: WCAG 2.2 AA as axe sees it, and by keyboard. */
let firm: Firm;

const sizes = { phone: { widthPx: 390, heightPx: 844 }, desk: { widthPx: 1440, heightPx: 900 } } as const;
const cases = (['sv', 'en'] as const).flatMap((language) =>
  Object.entries(sizes).map(([size, px]) => ({ language, size, ...px })),
);

beforeAll(async () => {
  firm = await openFirm();
  const anna = await firm.logIn('anna');
  await anna.locator('arende-inbox .row[data-id]').nth(10).waitFor();
  await anna.context().close();
});

afterEach(() => {
  expect(firm?.complaints).toEqual([]);
});

afterAll(async () => {
  await firm?.close();
});

/** The page has nothing that axe complains of, and nothing that makes it wider than the window. */
async function expectGood(page: Page, where: string): Promise<void> {
  // Through the debugger, which the page's Content-Security-Policy does not bind.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: typeof axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await run.run(document, { runOnly: tags });
    return result.violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((n) => n.target.join(' ')).join('; ')}`,
    );
  });
  expect(violations, where).toEqual([]);
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }));
  expect(scrollWidth, `${where}, how wide`).toBeLessThanOrEqual(innerWidth);
}

describe.each(cases)('$language on a $size', ({ language, widthPx, heightPx }) => {
  const seen = { widthPx, heightPx, language };

  test("the firm's own pages", async () => {
    const page = await firm.visit(seen);
    await expectGood(page, 'front page');
    await page.goto(`${firm.siteUrl}/logga-in`);
    await expectGood(page, 'log-in');
    await page.context().close();
  });

  test("the client's page: list, task, mistakes, documents", async () => {
    const page = await firm.logIn('kund-maja', seen);
    await page.locator('arende-inbox .row[data-id]').first().waitFor();
    await expectGood(page, 'list');
    await page.locator('arende-inbox .row[data-id]').first().click();
    await page.locator('arende-form button').first().click();
    await page.locator('arende-form').getByRole('alert').waitFor();
    await openFolder(page, /^\d{4}, /);
    await openFolder(page, /^löner, /);
    await page.getByRole('row', { name: /^01\. Januari, / }).waitFor();
    await expectGood(page, 'task with mistakes');
    await page.context().close();
  });

  test('the settings: users and an invitation for an administrator, the users of the company for a client', async () => {
    const words = { sv: ['Bjud in', 'Min frånvaro'], en: ['Invite', 'My absence'] }[language];
    const admin = await firm.logIn('cilla', seen);
    await admin.goto(`${firm.siteUrl}/installningar`);
    await admin.getByRole('button', { name: words[0]! }).click();
    await admin.getByRole('dialog').getByRole('textbox').first().waitFor();
    await expectGood(admin, 'invitation');
    await admin.keyboard.press('Escape');
    await admin.getByRole('tab', { name: words[1]! }).click();
    await admin.locator('arende-settings-absence button.primary').click();
    await admin.getByRole('searchbox').last().waitFor();
    await expectGood(admin, 'absence');
    await admin.context().close();
    const maja = await firm.logIn('kund-maja', seen);
    await maja.goto(`${firm.siteUrl}/installningar`);
    await maja.getByRole('cell', { name: /Maja/ }).first().waitFor();
    await expectGood(maja, 'users of the company');
    await maja.context().close();
  });

  test("the consultant's pages: inbox, board as columns and table, an opened case, documents", async () => {
    const page = await firm.logIn('anna', seen);
    await page.locator('arende-inbox .row[data-id]').first().waitFor();
    await expectGood(page, 'inbox');
    await page.locator('nav.views a[href="#kunder"]').click();
    const clients = page.locator('arende-client-list');
    await clients.getByRole('rowheader', { name: /^Asp Demobageri AB/ }).waitFor();
    await expectGood(page, 'clients');
    await clients
      .getByRole('button', { name: /^(Bokföring|Bookkeeping): / })
      .first()
      .click();
    await page.locator('arende-client').getByRole('table').first().waitFor();
    await expectGood(page, 'periods of a client');
    await page.locator('nav.views a[href="#status"]').click();
    const board = page.locator('arende-status-board');
    await board.locator('.card').first().waitFor();
    await expectGood(page, 'columns');
    await board.locator('.card .open').first().click();
    await board.getByRole('dialog').getByRole('list').first().waitFor();
    await expectGood(page, 'opened case');
    await page.keyboard.press('Escape');
    await board.getByRole('button', { name: /^(Tabell|Table)$/ }).click();
    await board.getByRole('table').waitFor();
    await expectGood(page, 'table');
    await page.locator('nav.views a[href="#dokument"]').click();
    await page.getByRole('row', { name: /^Asp Demobageri AB/ }).waitFor();
    await expectGood(page, 'documents');
    await page.context().close();
  });

  test("the administrator's page: the list of processes, one of them opened, a year tried", async () => {
    const page = await firm.logIn('cilla', seen);
    await page.locator('nav.views a[href^="/processer"]').click();
    const editor = page.locator('arende-definition-editor');
    await editor.getByRole('button', { name: /^(Öppna Bokföring|Open Bookkeeping)$/ }).waitFor();
    await expectGood(page, 'processes');
    await editor.getByRole('button', { name: /^(Öppna Bokföring|Open Bookkeeping)$/ }).click();
    await editor.locator('arende-chart-view svg').first().waitFor();
    await expectGood(page, 'workbench');
    await editor.getByRole('tab', { name: /^(Prova ett år|Try a year)$/ }).click();
    await editor.locator('.month').first().waitFor();
    await expectGood(page, 'a year');
    await page.context().close();
  });
});

test('the client hands in with the keyboard alone, from the front page to the confirmation', async () => {
  const page = await firm.visit({ language: 'en' });
  const press = (key: string) => page.keyboard.press(key);
  await pressUntilFocused(page, 'Tab', page.getByRole('link', { name: 'To my pages' }));
  await press('Enter');
  await page.waitForURL(/logga-in/);
  await pressUntilFocused(page, 'Tab', page.getByRole('button', { name: /^Fia Exempelblad/ }));
  await press('Enter');
  await page.locator('arende-inbox .row[data-id]').first().waitFor();
  const active = page.locator('arende-inbox .row[tabindex="0"]');
  await pressUntilFocused(page, 'Tab', active);
  await press('j');
  const title = page.locator('arende-inbox #task-title');
  const second = await page.locator('arende-inbox .row[data-id]').nth(1).locator('.first').innerText();
  await expect.poll(() => title.innerText()).toBe(second);
  await press('Enter');
  await expect.poll(() => hasFocus(title)).toBe(true);
  // E asks for the task to be done, which says what is missing.
  await press('e');
  await expect.poll(() => hasFocus(page.locator('arende-form').getByRole('alert'))).toBe(true);
  for (const name of ['All bookkeeping documents are uploaded', 'Bank statements are uploaded']) {
    await pressUntilFocused(page, 'Tab', page.getByRole('checkbox', { name }));
    await press('Space');
  }
  await pressUntilFocused(page, 'Tab', page.getByRole('textbox', { name: /^Message to your accountant/ }));
  await page.keyboard.type('All is there.');
  await pressUntilFocused(page, 'Tab', page.getByRole('button', { name: 'Send to your accountant' }));
  await press('Enter');
  await expect.poll(() => page.locator('arende-inbox .confirmation').innerText()).toContain(second);
  // The keyboard is at the next task, not lost.
  await expect.poll(() => hasFocus(page.locator('arende-inbox .row[tabindex="0"]'))).toBe(true);
  await page.context().close();
});
