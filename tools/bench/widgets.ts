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

/** Milliseconds from the start of the navigation until the widget shows what it has, or that it has nothing. */
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
      ['arende-status-board', '#board'],
      ['arende-document-tree', '#dokument'],
    ] as const) {
      const times: number[] = [];
      for (let load = 0; load < LOADS; load += 1) {
        await page.goto('about:blank');
        await page.goto(`${siteUrl}/byra${view}`);
        times.push(await page.evaluate(untilShown, element));
      }
      figures.push(figure(`first render of ${element}`, 'ms', median(times)));
    }
    return figures;
  } finally {
    await browser.close();
  }
}

/** Runs in the page: waits for the element's `data-state` … */
function untilShown(name: string): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const root = document.querySelector(name)?.shadowRoot;
      const busy = root?.querySelector('[aria-busy="true"]');
      if (root && root.childElementCount > 0 && !busy) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
}
