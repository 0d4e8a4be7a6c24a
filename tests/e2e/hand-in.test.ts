import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Firm, openFirm, openFolder } from '../support/firm.ts';
import { hasFocus, pressUntilFocused } from '../support/keys.ts';
import { pdf } from '../../tools/demo/seed/files.ts';

/*
 * A month's hand-in from its opening to its end, on the firm's own site in a real browser, with everything behind it
 * real: Temporal, server, worker, mail by SMTP. The tests follow each other; each goes on where the one before ended.
 */
let firm: Firm;
let anna: Page;
let maja: Page;
/** "oktober 2026": the newest period, the one whose last day has not passed. */
let period: string;
const reason = 'Kontoutdraget för företagskontot saknas.';

const row = (page: Page, text: RegExp) => page.locator('arende-inbox .row').filter({ hasText: text });
const title = (page: Page) => page.locator('arende-inbox #task-title');
const column = (page: Page, status: string) => page.getByRole('list', { name: new RegExp(`^${status}, `) });
const card = (page: Page, status: string, client = 'Asp Demobageri AB') =>
  column(page, status).getByRole('listitem').filter({ hasText: client }).filter({ hasText: period });
const treeRow = (page: Page, name: RegExp) => page.locator('arende-document-tree').getByRole('row', { name });

beforeAll(async () => {
  firm = await openFirm();
});

afterEach(() => {
  // Nothing thrown, nothing refused by the site's Content-Security-Policy, on any page.
  expect(firm?.complaints).toEqual([]);
});

afterAll(async () => {
  await firm?.close();
});

test('the months open by themselves, and the client sees what is expected and how long is left (B-18, B-32, B-42)', async () => {
  maja = await firm.logIn('kund-maja');
  // Of other processes there may be later ones.
  const current = row(maja, /\d+ dag(ar)? kvar/)
    .filter({ hasText: /Bokföring/ })
    .last();
  await current.waitFor();
  await expect.poll(() => row(maja, /\d+ dagar sen/).count()).toBeGreaterThanOrEqual(2);
  period = /Bokföring (\S+ \d{4})/.exec(await current.innerText())![1]!;
  await current.click();
  await expect.poll(() => title(maja).innerText()).toBe(`Lämna in underlag för ${period}`);
  expect(await maja.locator('arende-inbox .task .badge').first().innerText()).toBe('Väntar');

  anna = await firm.logIn('anna');
  await anna.getByRole('link', { name: 'Status' }).click();
  await expect.poll(() => card(anna, 'Väntar').count()).toBe(1);
  // B-19, B-41: what was not handed in in time has turned late by itself.
  const late = column(anna, 'Försenad').getByText('Asp Demobageri AB');
  await expect.poll(() => late.count()).toBeGreaterThanOrEqual(2);
});

test('a file that the client uploads reaches the consultant with a dot that climbs, and goes out when seen (L-17, L-18)', async () => {
  await openFolder(maja, /^\d{4}, mapp/);
  await openFolder(maja, /^bokföring, mapp/);
  const month = treeRow(maja, /^03\. Mars, mapp/);
  await month.hover();
  const choosing = maja.waitForEvent('filechooser');
  await month.getByRole('button', { name: 'Ladda upp i 03. Mars' }).click();
  const buffer = pdf(['Kontoutdrag', 'Asp Demobageri AB']);
  await (await choosing).setFiles({ name: 'Kontoutdrag.pdf', mimeType: 'application/pdf', buffer });
  await treeRow(maja, /^Kontoutdrag\.pdf/).waitFor();

  await anna.getByRole('link', { name: 'Dokument' }).click();
  const path = [/^Asp Demobageri AB, mapp/, /^\d{4}, mapp/, /^bokföring, mapp/, /^03\. Mars, mapp/];
  for (const name of path) {
    const folder = treeRow(anna, new RegExp(`${name.source}, innehåller nytt`)).last();
    await folder.locator('.dot').waitFor();
    await openFolder(anna, name);
  }
  await treeRow(anna, /^Kontoutdrag\.pdf, nytt/).click();
  await anna.getByRole('dialog', { name: 'Kontoutdrag.pdf' }).locator('canvas').first().waitFor();
  await expect.poll(() => anna.locator('arende-document-tree .dot').count()).toBe(0);
  await anna.keyboard.press('Escape');
  expect(await treeRow(anna, /^Kontoutdrag\.pdf/).count()).toBe(1);
  await anna.getByRole('link', { name: 'Status' }).click();
});

test('the client cannot send without ticking, and is led to what is missing (B-33, B-34, B-35)', async () => {
  const send = maja.getByRole('button', { name: 'Skicka till din ekonom' });
  await send.click();
  const summary = maja.locator('arende-form').getByRole('alert');
  await expect.poll(() => hasFocus(summary)).toBe(true);
  expect(await summary.getByRole('link').count()).toBe(2);
  await summary.getByRole('link').first().click();
  const documents = maja.getByRole('checkbox', { name: 'Alla underlag för bokföring är uppladdade' });
  expect(await hasFocus(documents)).toBe(true);
  await documents.check();
  await expect.poll(() => summary.getByRole('link').count()).toBe(1);
  await maja.getByRole('checkbox', { name: 'Kontoutdrag är uppladdade' }).check();
  await expect.poll(() => summary.count()).toBe(0);
  await send.click();
  await expect.poll(() => maja.locator('arende-inbox .confirmation').innerText()).toContain(period);
  expect(await row(maja, new RegExp(period)).count()).toBe(0);
});

test("the consultant's board moves by itself: Ny, with the moment of the hand-in (B-20, B-30, B-37)", async () => {
  await expect.poll(() => card(anna, 'Ny').count()).toBe(1);
  expect(await card(anna, 'Väntar').count()).toBe(0);
  expect(await card(anna, 'Ny').innerText()).toMatch(/Uppdaterad av företag \d+ \S+ \d\d:\d\d/);
});

test('the consultant starts it and sends it back with a reason, with the keyboard alone (B-21, B-38)', async () => {
  await anna.getByRole('link', { name: 'Status' }).focus();
  const open = (status: string) => card(anna, status).getByRole('button', { name: 'Asp Demobageri AB', exact: true });
  const isCard = anna.locator('arende-status-board .card .open[tabindex="0"]');
  await pressUntilFocused(anna, 'Tab', isCard);
  await pressUntilFocused(anna, 'ArrowRight', open('Ny'));
  await anna.keyboard.press('m');
  const menuItem = (name: string) => anna.getByRole('menuitem', { name });
  await menuItem('Börja').waitFor();
  await pressUntilFocused(anna, 'ArrowDown', menuItem('Börja'));
  await anna.keyboard.press('Enter');
  await expect.poll(() => card(anna, 'Pågår').locator('.card:not([aria-busy])').count()).toBe(1);
  // The keyboard stays with the card that has moved.
  await expect.poll(() => hasFocus(open('Pågår'))).toBe(true);

  await anna.keyboard.press('m');
  await menuItem('Skicka tillbaka').waitFor();
  await pressUntilFocused(anna, 'ArrowDown', menuItem('Skicka tillbaka'));
  await anna.keyboard.press('Enter');
  const dialog = anna.getByRole('dialog', { name: 'Skicka tillbaka' });
  await pressUntilFocused(anna, 'Tab', dialog.getByRole('textbox', { name: 'Vad saknas?' }));
  await anna.keyboard.type(reason);
  await pressUntilFocused(anna, 'Tab', dialog.getByRole('button', { name: 'Skicka tillbaka' }));
  await anna.keyboard.press('Enter');
  await expect.poll(() => card(anna, 'Väntar').count()).toBe(1);
  await expect.poll(() => dialog.count()).toBe(0);
});

test('the client is told by mail, from the firm, with the reason and a link, and nothing else (B-40 improved, L-15)', async () => {
  await expect.poll(() => letter()?.subject).toBe(`Underlaget för ${period} behöver kompletteras`);
  const { from, text, html } = letter()!;
  expect(from).toMatch(/Test Redovisning AB.*<arende@localhost>/);
  expect(text).toContain(`Anna Exempel har skickat tillbaka underlaget från Asp Demobageri AB för ${period}`);
  expect(text).toContain(reason);
  expect(html).toContain(reason);
  expect(linkOf(text)).toMatch(new RegExp(`^${firm.siteUrl}/portal#arende=`));
  // The page that the client left open shows it again, by itself (B-39).
  await expect.poll(() => row(maja, new RegExp(period)).count()).toBe(1);
});

const letter = () =>
  firm.house.mailbox.letters.find(({ to, subject }) => to.includes('@asp.') && /kompletteras/.test(subject));
const linkOf = (text: string) => /https?:\S+/.exec(text)?.[0] ?? '';

test('the link opens the task on a phone in English, where it is handed in again (B-39, L-13)', async () => {
  const phone = await firm.visit({ widthPx: 390, heightPx: 844, language: 'en' });
  await phone.goto(linkOf(letter()!.text));
  await phone.getByRole('button', { name: 'Maja Testkund' }).click();
  await expect.poll(() => title(phone).innerText()).toMatch(/^Hand in the papers for/);
  const task = phone.locator('arende-inbox .task');
  expect(await task.innerText()).toContain(reason);
  expect(await task.innerText()).toMatch(/\d+ days? left/);
  // The boxes are to be ticked anew.
  const boxes = phone.getByRole('checkbox');
  for (const box of await boxes.all()) {
    expect(await box.isChecked()).toBe(false);
    await box.check();
  }
  await phone.getByRole('button', { name: 'Send to your accountant' }).click();
  await expect.poll(() => phone.locator('arende-inbox .confirmation').innerText()).toMatch(/^Done/);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect.poll(() => card(anna, 'Ny').count()).toBe(1);
  await phone.context().close();
});

test('what is late says by how much, and is handed in all the same (B-42, B-43)', async () => {
  const sam = await firm.logIn('kund-sam', { widthPx: 390, heightPx: 844 });
  await row(sam, /\d+ days late/)
    .first()
    .click();
  const label = await sam.locator('arende-inbox .task header .muted').first().innerText();
  for (const box of await sam.getByRole('checkbox').all()) await box.check();
  await sam.getByRole('button', { name: 'Send to your accountant' }).click();
  await expect.poll(() => sam.locator('arende-inbox .confirmation').innerText()).toMatch(/^Done/);
  expect(label).toContain('Cypress Democykel AB');
  await expect.poll(() => column(anna, 'Ny').getByText('Cypress Democykel AB').count()).toBe(1);
  await sam.context().close();
});

test('the consultant does the books in the inbox and finishes (B-23, B-45)', async () => {
  await anna.getByRole('link', { name: 'Att göra' }).click();
  await anna.getByRole('searchbox', { name: 'Sök företag eller uppgift' }).fill('Asp Demobageri');
  await row(anna, new RegExp(`Bokför ${period}`)).click();
  await expect.poll(() => title(anna).innerText()).toBe(`Bokför ${period}`);
  await anna.getByRole('button', { name: 'Börja', exact: true }).click();
  await row(anna, new RegExp(`Gör klart bokföringen för ${period}`)).click();
  await anna.locator('arende-inbox').getByRole('button', { name: 'Klar', exact: true }).click();
  await expect.poll(() => row(anna, new RegExp(`(Bokför|Gör klart bokföringen för) ${period}`)).count()).toBe(0);
  await anna.getByRole('link', { name: 'Status' }).click();
  await expect.poll(() => card(anna, 'Klar').count()).toBe(1);

  // B-29: the same as a table of periods.
  await anna.getByRole('button', { name: 'Tabell' }).click();
  const table = anna.locator('arende-status-board').getByRole('table');
  const periods = table.getByRole('row', { name: /^Asp Demobageri AB/ });
  await expect.poll(() => periods.getByText('Klar').count()).toBe(1);
  await expect.poll(() => periods.getByText('Försenad').count()).toBeGreaterThanOrEqual(2);
});

test('B-01, K-01, L-38, L-39, L-42: the reports that the consultant puts up reach the client, who opens them and asks for a training hour', async () => {
  await anna.getByRole('link', { name: 'Att göra' }).click();
  await row(anna, new RegExp(`Lägg upp rapporter för ${period}`)).click();
  const choosing = anna.waitForEvent('filechooser');
  await anna.getByLabel('Balans- och resultatrapporter').first().click();
  const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdf([name, period]) });
  await (await choosing).setFiles([file('Balansrapport.pdf'), file('Resultatrapport.pdf')]);
  await expect.poll(() => anna.locator('arende-documents-field li').count()).toBe(2);
  await anna.locator('arende-inbox').getByRole('button', { name: 'Lägg upp', exact: true }).click();
  await expect.poll(() => row(anna, new RegExp(`rapporter för ${period}`)).count()).toBe(0);

  const told = () => firm.house.mailbox.letters.find(({ subject }) => subject.startsWith(`Rapporterna för ${period}`));
  await expect.poll(() => told()?.text).toContain('› rapporter ›');
  await maja.goto('about:blank');
  await maja.goto(linkOf(told()!.text));
  await expect.poll(() => title(maja).innerText()).toBe(`Bokföring ${period}`);
  await maja.getByRole('button', { name: 'Balansrapport.pdf' }).first().click();
  await maja.getByRole('dialog', { name: 'Balansrapport.pdf' }).locator('canvas').first().waitFor();
  await maja.keyboard.press('Escape');
  // The same files in the client's archive, in the folder of the period's month, and in the consultant's.
  const path = /(\d{4}) › rapporter › (.+?)\./.exec(told()!.text)!;
  for (const page of [maja, anna]) {
    if (page === anna) await anna.getByRole('link', { name: 'Dokument' }).click();
    await openFolder(page, new RegExp(`^${path[1]}, mapp`));
    await openFolder(page, /^rapporter, mapp/);
    await openFolder(page, new RegExp(`^${path[2]}\\. .*, mapp`));
    await treeRow(page, /^Resultatrapport\.pdf/).waitFor();
  }

  await maja.getByRole('button', { name: 'Be om en utbildningstimme' }).click();
  const dialog = maja.getByRole('dialog', { name: 'Be om en utbildningstimme' });
  await dialog.getByRole('textbox').fill('Vad är soliditet? Gärna en torsdag.');
  await dialog.getByRole('button', { name: 'Be om en utbildningstimme' }).click();
  await anna.getByRole('link', { name: 'Ärenden' }).click();
  const asked = anna.locator('arende-case .row').filter({ hasText: 'Utbildningstimme' });
  await asked.click();
  await expect.poll(() => anna.locator('arende-case .history').innerText()).toContain('Vad är soliditet?');
  await anna.locator('arende-case').getByRole('textbox', { name: 'Ditt svar' }).fill('Torsdag kl. 10.');
  await anna.locator('arende-case').getByRole('button', { name: 'Skicka svar' }).click();
  const answered = maja.locator('arende-case .row').filter({ hasText: 'Utbildningstimme' });
  await answered.click();
  await expect.poll(() => maja.locator('arende-case .task').innerText()).toContain('Torsdag kl. 10.');
});
