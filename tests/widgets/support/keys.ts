import { userEvent } from 'vitest/browser';

/** The element that has focus, through shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

export const focusedText = (): string => (focused()?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Presses keys one after another, as `userEvent.keyboard` writes them: `press('j', '{Enter}')`. */
export async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await userEvent.keyboard(key);
}

/** What screen readers were last told by the element itself. */
export function announced(element: Element): string {
  const regions = [...element.shadowRoot!.querySelectorAll('.sr[aria-live]')];
  return regions.map((region) => region.textContent.replace(/\u00a0/g, '').trim()).join(' ');
}
