import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Firm, openFirm } from '../support/firm.ts';

/*
 * An administrator's afternoon in the workbench, on the firm's own site in a real browser, with everything behind it real.
 * The tests follow each other; each goes on where the one before ended.
 */
let firm: Firm;
let cilla: Page;
let editor: Locator;
const id = 'kvartalets-papper';

const tab = (name: string) => editor.getByRole('tab', { name, exact: true });
const text = () => editor.locator('.cm-content');

/** Searches the text for some words, the n-th place of them, and puts the cursor behind them. */
async function cursorAfter(words: string, place = 1): Promise<void> {
  await text().focus();
  await cilla.keyboard.press('Control+Home');
  await cilla.keyboard.press('Control+f');
  const field = editor.locator('.cm-search input[name=search]');
  await field.fill('');
  await field.pressSequentially(words);
  for (let index = 0; index < place; index += 1) await cilla.keyboard.press('Enter');
  await cilla.keyboard.press('Escape');
  await cilla.keyboard.press('ArrowRight');
}

beforeAll(async () => {
  firm = await openFirm();
  cilla = await firm.logIn('cilla');
  await cilla.getByRole('link', { name: 'Processer' }).click();
  editor = cilla.locator('arende-definition-editor');
});

afterEach(() => {
  // Nothing thrown, nothing refused by the site's Content-Security-Policy: no inline style, no eval, no worker.
  expect(firm?.complaints).toEqual([]);
});

afterAll(async () => {
  await firm?.close();
});

test('a shipped process is copied under a name of its own', async () => {
  await editor.getByRole('button', { name: 'Kopiera Bokföring', exact: true }).click();
  const form = editor.getByRole('dialog');
  await form.getByLabel('Namn på svenska').fill('Kvartalets papper');
  await form.getByLabel('Namn på engelska').fill('Papers of the quarter');
  await form.getByLabel('Kort namn').fill(id);
  await form.getByRole('button', { name: 'Skapa kopian' }).click();
  await expect.poll(() => editor.getByRole('heading', { name: 'Kvartalets papper' }).count()).toBe(1);
  await expect.poll(() => editor.getByText('Inga fel').count()).toBeGreaterThan(0);
});

test('a deadline is changed, broken and mended; the sentence says what to do', async () => {
  await cursorAfter('"day": "settings.lastHandInDay');
  await cilla.keyboard.type('s');
  await editor.locator('.cm-lintRange-error').first().waitFor();
  await expect.poll(() => editor.locator('.problems').innerText()).toMatch(/lastHandInDay.*rad \d+ · setting_unknown/s);
  expect(await editor.getByText('1 fel').count()).toBeGreaterThan(0);
  await cilla.keyboard.press('Backspace');
  await expect.poll(() => editor.locator('.cm-lintRange-error').count()).toBe(0);
  // The last day to hand in: the 5th becomes the 12th.
  await cursorAfter('"default": 5');
  await cilla.keyboard.press('Backspace');
  await cilla.keyboard.type('12');
  await expect.poll(() => editor.getByText('Inga fel').count()).toBeGreaterThan(0);
});

test('a step is added, with names that are offered, and stands in the chart', async () => {
  await cursorAfter('"states": {', 3);
  await cilla.keyboard.insertText('\n"checked": { "status": "working", "on": { "FINISH": "done" } },');
  await expect.poll(() => editor.locator('arende-chart-view [data-path="books.checked"]').count()).toBeGreaterThan(0);
});

test('a year is tried: the days, who gets what, why that day', async () => {
  await tab('Prova ett år').click();
  const year = editor.locator('arende-year-view');
  await year.locator('.month').nth(5).waitFor();
  await expect.poll(() => year.locator('.total').innerText()).toMatch(/^12 ärenden öppnas/);
  await year.getByText('Varför den dagen?').first().click();
  expect(await year.locator('.why').first().innerText()).toContain('den 12:e');
});

test('it is saved as a draft and published, and the next cases open with it', async () => {
  await tab('Publicera').click();
  await editor.locator('arende-publish-view').getByRole('button', { name: 'Spara utkast' }).click();
  await editor.locator('arende-publish-view').getByRole('button', { name: 'Publicera' }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Publicera' }).click();
  await editor.getByText('Version 1 är publicerad.').waitFor();
  const { house } = firm;
  const opened = () => house.store.tenant(house.tenantId).from('instances').where({ definition_id: id });
  await house.kill('worker', 0);
  await expect.poll(async () => (await opened()).length).toBeGreaterThan(0);
  const [first] = (await opened()) as { state: string }[];
  expect(
    JSON.parse(first!.state)
      .deadlines.lastDay.provenance.map((line: { text: { sv: string } }) => line.text.sv)
      .join(),
  ).toContain('den 12:e');
});

test('the next change is compared with what runs, and says whom it concerns', async () => {
  await cursorAfter('"default": 12');
  await cilla.keyboard.press('Backspace');
  await cilla.keyboard.type('5');
  const publish = editor.locator('arende-publish-view');
  await expect.poll(() => publish.locator('.changes').innerText()).toMatch(/15/);
  await publish.getByRole('button', { name: 'Se efter' }).click();
  await expect.poll(() => publish.locator('.publish').innerText()).toMatch(/\d+ ärenden pågår/);
  await publish.getByRole('button', { name: 'Spara utkast' }).click();
  await publish.getByRole('button', { name: 'Publicera' }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Publicera' }).click();
  await editor.getByText('Version 2 är publicerad.').waitFor();
});

test('what runs is moved over after a dry run', async () => {
  await tab('Versioner').click();
  const versions = editor.locator('arende-version-view');
  await versions.getByRole('button', { name: 'Prova flytten' }).click();
  await versions.getByText('Flyttas').first().waitFor();
  await versions.getByRole('button', { name: /^Flytta \d+ ärenden/ }).click();
  await editor
    .getByRole('dialog')
    .getByRole('button', { name: /^Flytta/ })
    .click();
  await expect.poll(() => versions.locator('.publish').innerText()).toMatch(/Klar\s+\d+ av \d+ flyttade/);
  await expect
    .poll(() => versions.locator('.publish').innerText())
    .toContain('Alla pågående ärenden körs på versionen i drift.');
});

test('a second administrator finds the draft with its scenarios and approves it; the first sees so and publishes', async () => {
  await tab('Scenarier').click();
  const scenarios = editor.locator('arende-scenario-view');
  const accept = scenarios.getByRole('button', { name: /^Så ska det vara nu/ });
  await expect.poll(() => scenarios.locator('.verdict').innerText()).toMatch(/\d+ stämmer/);
  // What the text does since the first change is what it is to do.
  for (let left = await accept.count(); left > 0; left -= 1) {
    await accept.first().click();
    await expect.poll(() => accept.count()).toBe(left - 1);
  }
  await tab('Publicera').click();
  const publish = editor.locator('arende-publish-view');
  await publish.getByRole('button', { name: 'Spara utkast' }).click();
  await publish.getByRole('button', { name: 'Skicka för granskning' }).click();
  await publish.getByText('väntar på att en annan administratör').waitFor();

  const disa = await firm.logIn('disa');
  await disa.getByRole('link', { name: 'Processer' }).click();
  const hers = disa.locator('arende-definition-editor');
  await hers.getByRole('button', { name: /Väntar på granskning/ }).click();
  await hers.getByRole('tab', { name: 'Publicera' }).click();
  const review = hers.locator('arende-publish-view .publish');
  await expect.poll(() => review.innerText()).toMatch(/\d+ scenarier stämmer/);
  expect(await review.innerText()).not.toContain('stämmer inte');
  await review.getByRole('button', { name: 'Godkänn' }).click();
  await review.getByText('Disa Demo har granskat utkastet.').waitFor();
  await disa.context().close();

  await editor.getByText('Godkänt, inte publicerat').waitFor();
  await publish.getByRole('button', { name: 'Publicera' }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Publicera' }).click();
  await editor.getByText('Texten var redan den som är i drift.').waitFor();
});

test('a consultant sees a case on its chart, with what comes next', async () => {
  const anna = await firm.logIn('anna');
  await anna.getByRole('link', { name: 'Status' }).click();
  await anna.locator('arende-status-board .card .open').first().click();
  await anna.getByRole('dialog').first().waitFor();
  await anna.keyboard.press('Escape');
  await anna.getByRole('link', { name: 'Förlopp' }).click();
  const view = anna.locator('arende-process-view');
  await view.locator('.is-active').first().waitFor();
  expect(await view.locator('.course').innerText()).toContain('Det som kommer');
  await anna.context().close();
});
