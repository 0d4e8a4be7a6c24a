import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Firm, openFirm } from '../support/firm.ts';

/*
 * A client and a consultant in two browsers at once, on the firm's own site, with everything behind it real. The tests
 * follow each other; each goes on where the one before ended.
 */
let firm: Firm;
let anna: Page;
let maja: Page;

const channel = (page: Page, name: RegExp) => page.locator('arende-messages .row').filter({ hasText: name });
const thread = (page: Page) => page.locator('arende-messages arende-thread');
const write = async (page: Page, text: string) => {
  await thread(page).getByRole('textbox', { name: 'Skriv ett meddelande' }).fill(text);
  await thread(page).getByRole('button', { name: 'Skicka', exact: true }).click();
};

beforeAll(async () => {
  firm = await openFirm();
  maja = await firm.logIn('kund-maja', { widthPx: 390, heightPx: 844 });
  anna = await firm.logIn('anna');
});

afterEach(() => {
  expect(firm?.complaints).toEqual([]);
});

afterAll(async () => {
  await firm?.close();
});

test('K-24, K-26 what the client writes on a phone stands in the consultant’s other browser, and the answer comes back', async () => {
  await anna.getByRole('link', { name: 'Meddelanden' }).click();
  await channel(maja, /Allmän kanal/).click();
  await write(maja, 'Hur gör vi med momsen? <b>&"</b>');
  await channel(anna, /Allmän kanal/).click();
  await expect.poll(() => thread(anna).locator('.words').allInnerTexts()).toEqual(['Hur gör vi med momsen? <b>&"</b>']);
  await write(anna, 'Som i fjol.');
  await expect.poll(() => thread(maja).locator('.words').allInnerTexts()).toHaveLength(2);
  expect(await maja.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('L-03 a case that the client opens is the consultant’s to answer', async () => {
  const cases = (page: Page) => page.locator('arende-case');
  await cases(maja).getByRole('button', { name: 'Nytt ärende' }).click();
  await cases(maja).getByRole('textbox', { name: 'Rubrik' }).fill('Ny bil');
  await cases(maja).getByRole('textbox', { name: 'Fråga' }).fill('Köpa eller leasa?');
  await cases(maja).locator('.start-form').getByRole('button', { name: 'Nytt ärende' }).click();
  await expect.poll(() => cases(maja).locator('.history').innerText()).toContain('Köpa eller leasa?');
  await anna.getByRole('link', { name: 'Ärenden' }).click();
  await cases(anna).locator('.row').filter({ hasText: 'Ny bil' }).click();
  await cases(anna).getByRole('textbox', { name: 'Ditt svar' }).fill('Leasa.');
  await cases(anna).getByRole('button', { name: 'Skicka svar' }).click();
  await expect.poll(() => cases(maja).locator('.task').innerText()).toContain('Leasa.');
});

test('K-25 the link that a mail about a message holds opens its channel', async () => {
  const id = await channel(anna, /Asp Demobageri AB/)
    .first()
    .getAttribute('data-id');
  await maja.goto('about:blank');
  await maja.goto(`${firm.siteUrl}/portal#arende-thread=${id}`);
  await expect.poll(() => thread(maja).locator('.words').allInnerTexts()).toHaveLength(2);
});
