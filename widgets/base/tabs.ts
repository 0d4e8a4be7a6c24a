import { html, type TemplateResult } from 'lit';

export interface Tab<K extends string> {
  key: K;
  label: string;
  /** A number beside the label. */
  count?: number;
}

/** Tabs as WAI-ARIA describes them: one tab stop, arrows, Home and End; what is shown follows at once. */
export function tabList<K extends string>(options: {
  id: string;
  label: string;
  tabs: Tab<K>[];
  chosen: K;
  choose: (key: K) => void;
}): TemplateResult {
  const { id, label, tabs, chosen, choose } = options;
  const onKey = (event: KeyboardEvent): void => {
    const index = tabs.findIndex(({ key }) => key === chosen);
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length]!;
    choose(next.key);
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${onKey}>
    ${tabs.map(
      ({ key, label: text, count }) =>
        html`<button
          type="button"
          role="tab"
          id=${`${id}-tab-${key}`}
          data-key=${key}
          aria-selected=${key === chosen ? 'true' : 'false'}
          aria-controls=${`${id}-panel`}
          tabindex=${key === chosen ? '0' : '-1'}
          @click=${() => choose(key)}
        >
          ${text}${count ? html` <span class="count">${count}</span>` : ''}
        </button>`,
    )}
  </div>`;
}
