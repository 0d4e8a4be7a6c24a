import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { backend } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { type Firm, openFirm } from '../support/firm.ts';

/*
 * A definition that no code has ever heard of, dropped into the library: two people must look at an amount. It runs,
 * stands on the board and in the inbox, and holds its rules, without a line of code.
 */
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const refusal = 'Någon annan än du måste göra detta, eftersom du har gjort ett tidigare steg.';
let library: string;
let firm: Firm;
let anna: Page;

const row = (page: Page, text: string) => page.locator('arende-inbox .row').filter({ hasText: text });
const column = (page: Page, status: string) => page.getByRole('list', { name: new RegExp(`^${status}, `) });

beforeAll(async () => {
  library = await mkdtemp(path.join(tmpdir(), 'arende-library-'));
  await cp(here('../../definitions/library'), library, { recursive: true });
  await cp(
    here('../fixtures/definitions/four-eyes-approval.json'),
    path.join(library, 'four-eyes-approval', 'definition.json'),
  );
  firm = await openFirm({ ARENDE_LIBRARY_DIR: library });
  const start = { definition: 'four-eyes-approval', client: 'asp', input: { reference: 'R-17' } };
  // The worker is on its way, and nobody waits longer than ten seconds for it; a second start finds the first.
  const post = backend(firm.house.url, firm.house.secretKey);
  await eventually(async () => expect((await post('POST', '/v1/instances', start)).status).toBeLessThan(300));
});

afterEach(() => {
  expect(firm?.complaints).toEqual([]);
});

afterAll(async () => {
  await firm?.close();
  await rm(library, { recursive: true, force: true });
});

test('it waits in the inbox with its own form, in the language of whoever reads it', async () => {
  anna = await firm.logIn('anna');
  await anna.getByRole('searchbox', { name: 'Sök företag eller uppgift' }).fill('Bered ett belopp');
  await row(anna, 'Bered ett belopp').click();
  await anna.getByRole('textbox', { name: 'Vad gäller det?' }).waitFor();
  await anna.getByRole('button', { name: 'English' }).click();
  await anna.getByRole('textbox', { name: 'What is it about?' }).fill('Ny ugn');
  await anna.getByRole('textbox', { name: 'Amount in SEK' }).fill('0');
  await anna.getByRole('button', { name: 'Send for approval' }).click();
  await anna
    .locator('arende-form')
    .getByRole('alert')
    .getByRole('link', { name: /Amount in SEK/ })
    .waitFor();
  await anna.getByRole('textbox', { name: 'Amount in SEK' }).fill('25000');
  await anna.getByRole('button', { name: 'Send for approval' }).click();
  await expect.poll(() => anna.locator('arende-inbox .confirmation').innerText()).toMatch(/^Done: Prepare an amount/);
  await anna.getByRole('button', { name: 'Svenska' }).click();
});

test('it stands on the board with its own columns, and whoever prepared it cannot approve it and reads why', async () => {
  await anna.getByRole('link', { name: 'Status' }).click();
  await anna.getByRole('combobox', { name: 'Process' }).selectOption({ label: 'Godkännande av två' });
  const card = column(anna, 'Väntar på beslut').getByRole('listitem').filter({ hasText: 'Asp Demobageri AB' });
  await card.waitFor();
  expect(await card.innerText()).toContain('Godkännande R-17: Ny ugn');
  expect((await card.innerText()).replace(/\s/g, ' ')).toContain('Belopp 25 000');
  await card.getByRole('button', { name: 'Asp Demobageri AB', exact: true }).click();
  const dialog = anna.getByRole('dialog', { name: 'Asp Demobageri AB' });
  const approve = dialog.getByRole('button', { name: 'Godkänn' });
  await approve.waitFor();
  expect(await approve.getAttribute('aria-disabled')).toBe('true');
  expect(await dialog.getByText(refusal).count()).toBeGreaterThanOrEqual(1);
  await dialog.getByRole('button', { name: 'Stäng' }).click();
  await anna.getByRole('link', { name: 'Att göra' }).click();
  await anna.getByRole('searchbox', { name: 'Sök företag eller uppgift' }).fill('Godkänn Ny ugn');
  await anna.getByRole('heading', { name: 'Inget hittades' }).waitFor();
});

test('somebody else sends it back with a reason by mail, and approves it the second time', async () => {
  const bo = await firm.logIn('bo');
  const find = async (page: Page, text: string) => {
    await page.getByRole('searchbox', { name: 'Sök företag eller uppgift' }).fill(text);
    await row(page, text).click();
  };
  await find(bo, 'Godkänn Ny ugn');
  await bo.getByRole('button', { name: 'Skicka tillbaka' }).click();
  const dialog = bo.getByRole('dialog', { name: 'Skicka tillbaka' });
  await dialog.getByRole('textbox', { name: 'Varför?' }).fill('Offerten saknas.');
  await dialog.getByRole('button', { name: 'Skicka tillbaka' }).click();
  const letter = () => firm.house.mailbox.letters.find(({ subject }) => subject === 'Tillbaka till dig: Ny ugn');
  await expect.poll(() => letter()?.to).toBe('anna@demo-redovisning.example');
  expect(letter()!.text).toContain('Offerten saknas.');

  await find(anna, 'Bered ett belopp');
  await anna.locator('arende-inbox .task').getByText('Offerten saknas.').first().waitFor();
  await anna.getByRole('textbox', { name: 'Vad gäller det?' }).fill('Ny ugn, med offert');
  await anna.getByRole('textbox', { name: 'Belopp i kronor' }).fill('24 500,50');
  await anna.getByRole('button', { name: 'Skicka till godkännande' }).click();

  await find(bo, 'Godkänn Ny ugn, med offert');
  await bo.getByRole('button', { name: 'Godkänn', exact: true }).click();
  await anna.getByRole('link', { name: 'Status' }).click();
  await column(anna, 'Godkänd').getByText('Godkännande R-17: Ny ugn, med offert').waitFor();
});

test("a firm's own version is published over HTTP, and a wrong one is refused at the right place", async () => {
  const definition = JSON.parse(await readFile(here('../fixtures/definitions/four-eyes-approval.json'), 'utf8'));
  const firms = backend(firm.house.url, firm.house.secretKey);
  const mine = { ...definition, id: 'own-approval', title: { sv: 'Vårt godkännande', en: 'Our approval' } };
  expect((await firms('PUT', '/v1/definitions/own-approval', mine)).body).toMatchObject({ version: 1, created: true });
  expect((await firms('PUT', '/v1/definitions/own-approval', mine)).body).toMatchObject({ version: 1, created: false });
  const wrong = { ...mine, initial: 'nowhere' };
  const refused = await firms('PUT', '/v1/definitions/own-approval', wrong);
  expect(refused.status).toBe(422);
  expect(refused.body.fields[0].pointer).toBe('/initial');

  const start = { definition: 'own-approval', client: 'bjork', input: { reference: 'R-18' } };
  expect((await firms('POST', '/v1/instances', start)).status).toBe(201);
  expect((await firms('POST', '/v1/instances', start)).status).toBe(200);
  // The board that stands open offers it.
  const process = anna.getByRole('combobox', { name: 'Process' });
  await expect.poll(() => process.locator('option').allInnerTexts()).toContain('Vårt godkännande');
});
