/** What a page has to fetch for each widget, and how soon its first row stands on the demo firm's page. */
import { chromium } from 'playwright';
import { browserLaunchOptions } from '../../tests/support/browser.ts';
import { buildWidgets } from '../../widgets/build.ts';
import { figure, median, type Figure } from './measure.ts';

const LOADS = 5;

export async function sizeFigures(): Promise<Figure[]> {
  const sizes = await buildWidgets();
  return sizes.map(({ name, gzipBytes, budgetBytes }) =>
    figure(`${name}, gzip / budget`, 'bytes', gzipBytes, budgetBytes, { kind: 'at most', value: 1 }),
  );
}

/** Milliseconds from the start of the navigation until the widget shows the first of the demo's companies. */
export async function renderFigures(siteUrl: string): Promise<Figure[]> {
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    const page = await browser.newPage();
    await page.goto(`${siteUrl}/logga-in`);
    await page.getByRole('button', { name: /Anna Exempel/ }).click();
    await page.waitForURL(/byra/);
    const figures: Figure[] = [];
    for (const [element, view] of [
      ['arende-inbox', ''],
      ['arende-status-board', '#status'],
      ['arende-document-tree', '#dokument'],
    ] as const) {
      const times: number[] = [];
      for (let load = 0; load < LOADS; load += 1) {
        await page.goto('about:blank');
        await page.goto(`${siteUrl}/byra${view}`);
        times.push(await page.evaluate<number>(untilShown(element)));
      }
      figures.push(figure(`first render of ${element}`, 'ms', median(times)));
    }
    return figures;
  } finally {
    await browser.close();
  }
}

/** Runs in the page, as source: what a bundler adds to functions does not exist there. */
const untilShown = (name: string): string => `new Promise((resolve) => {
  const look = () => {
    const root = document.querySelector('${name}')?.shadowRoot;
    if (root?.textContent.includes('Demo')) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})`;
