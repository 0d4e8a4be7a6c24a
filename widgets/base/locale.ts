import { session } from './session.ts';

export type Language = 'sv' | 'en';

/** Widget texts: the same keys in both languages; a text with values is a function. */
export type Texts<T> = Record<Language, T>;

/** Attribute `locale`, else `init({ locale })`, else the nearest `lang` (through shadow roots), else the browser. */
export function languageOf(element: HTMLElement & { locale?: string | null }): Language {
  const wanted = element.locale || session.locale || nearestLang(element) || navigator.language;
  return /^(sv|nb|nn|no|da)\b/i.test(wanted) ? 'sv' : 'en';
}

function nearestLang(element: HTMLElement): string | null {
  for (let node: Node | null = element; node; node = (node.getRootNode() as ShadowRoot).host ?? null) {
    const lang = (node as HTMLElement).closest('[lang]')?.getAttribute('lang');
    if (lang) return lang;
  }
  return null;
}

const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

/** Tells when a `lang` attribute anywhere on the page changes. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver(() => listeners.forEach((tell) => tell()));
    observer.observe(document, { attributes: true, attributeFilter: ['lang'], subtree: true });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      observer?.disconnect();
      observer = null;
    }
  };
}
