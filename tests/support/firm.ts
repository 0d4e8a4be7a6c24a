import type { Browser, Page } from 'playwright';
import { startSite } from '../../tools/demo/site/server.ts';
import { seedDirectory } from '../../tools/demo/seed/directory.ts';
import { buildWidgets } from '../../widgets/build.ts';
import { freePort } from '../../tools/temporal/server.ts';
import { launchBrowser } from './browser.ts';
import { type House, openHouse } from './house.ts';

/** The demo firm's own website before a whole Arende, with a browser to visit it in. */
export interface Firm {
  house: House;
  /** Origin of the firm's site; not Arende's. */
  siteUrl: string;
  browser: Browser;
  /** A browser of its own, at the firm's front page. What its pages complain of is in `complaints`. */
  visit(options?: VisitOptions): Promise<Page>;
  /** A browser of its own, logged in as one of the people in `tools/demo/people.ts`, at their page. */
  logIn(person: string, options?: VisitOptions): Promise<Page>;
  /** Errors in consoles, refused by the site's Content-Security-Policy or thrown, of all pages so far. */
  complaints: string[];
  close(): Promise<void>;
}

export interface VisitOptions {
  widthPx?: number;
  heightPx?: number;
  /** What the visitor has chosen on the site. Default: the person's own language. */
  language?: 'sv' | 'en';
}

/** All clients and people of the demo, whose past months open as soon as the worker has seen them. */
export async function openFirm(env: Record<string, string> = {}): Promise<Firm> {
  await buildWidgets();
  const port = await freePort();
  const house = await openHouse({ env, portalUrl: `http://localhost:${port}/portal` });
  const { url: arendeUrl, secretKey } = house;
  const site = await startSite({ port, arendeUrl, secretKey });
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date());
  await seedDirectory({ url: arendeUrl, secretKey, origin: site.url }, today);
  // The opener goes round every half a minute; a new worker begins with a round.
  await house.kill('worker', 0);
  const browser = await launchBrowser();
  const complaints: string[] = [];

  const visit = async ({ widthPx = 1440, heightPx = 900, language }: VisitOptions = {}) => {
    const context = await browser.newContext({ viewport: { width: widthPx, height: heightPx } });
    if (language) await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
    });
    await page.goto(site.url);
    return page;
  };

  return {
    house,
    siteUrl: site.url,
    browser,
    complaints,
    visit,
    async logIn(person, options) {
      const page = await visit(options);
      await page.goto(`${site.url}/logga-in`);
      await page.locator(`button[value="${person}"]`).click();
      await page.waitForURL(/\/(kund|byra)/);
      return page;
    },
    async close() {
      await browser.close();
      await site.close();
      await house.close();
    },
  };
}

/** Opens a folder of the document tree, unless it is open; of several with the name the last one. */
export async function openFolder(page: Page, name: RegExp): Promise<void> {
  const row = page.locator('arende-document-tree').getByRole('row', { name }).last();
  await row.waitFor();
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
}
