import type { Locator, Page } from 'playwright';

/** Presses a key until the element has focus; throws after a hundred times, as a user would have given up. */
export async function pressUntilFocused(page: Page, key: string, target: Locator): Promise<void> {
  for (let presses = 0; presses < 100; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${String(target)}`);
}

/** Also inside shadow roots, whose elements the document does not name as active. */
export async function hasFocus(target: Locator): Promise<boolean> {
  if ((await target.count()) === 0) return false;
  return target
    .first()
    .evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element);
}
