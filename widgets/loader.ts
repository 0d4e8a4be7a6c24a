import { init, session } from './base/session.ts';
import { elements } from './elements.ts';

/**
 * `<script type="module" src="https://arende.firm.example/arende/v1/loader.js">`: fetches the code of those elements
 * that are on the page, now or later, and gives the page `Arende.init` (also as the module's export).
 */
export { init };
export const Arende = { init };

declare global {
  interface Window {
    Arende?: typeof Arende;
  }
}

window.Arende = Arende;
// `https://host/some/path/arende/v1/loader.js` → `https://host/some/path`
session.configure({ baseUrl: new URL('../..', import.meta.url).href });

const asked = new Set<string>();

function look(root: ParentNode): void {
  const found = [...root.querySelectorAll(':not(:defined)')];
  if (root instanceof Element) found.push(root);
  for (const { localName: tag } of found) {
    if (asked.has(tag) || !tag.startsWith('arende-')) continue;
    asked.add(tag);
    load(tag).catch((error: unknown) => {
      asked.delete(tag);
      console.error(`Arende: the code of <${tag}> could not be fetched.`, error);
    });
  }
}

async function load(tag: string): Promise<unknown> {
  return (elements[tag] ?? (await import('./apart.ts')).apart[tag])?.();
}

new MutationObserver((records) => {
  for (const record of records) {
    for (const node of record.addedNodes) if (node instanceof Element) look(node);
  }
}).observe(document, { childList: true, subtree: true });
// What could not be fetched is asked for again when the network is back.
window.addEventListener('online', () => look(document));
look(document);
window.dispatchEvent(new CustomEvent('arende-ready'));
