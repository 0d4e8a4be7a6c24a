import { html, nothing, type TemplateResult } from 'lit';
import { step } from '../../definitions/language/findings.ts';
import type { Language } from '../base/locale.ts';
import { editorTexts } from './texts.ts';

interface Entry {
  name: string;
  title: string;
  pointer: string;
  children: Entry[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function titleOf(value: unknown, language: Language): string {
  if (!isObject(value)) return '';
  const text = value.title ?? value.label ?? value.subject;
  const words = isObject(text) ? text[language] : undefined;
  return typeof words === 'string' ? words : '';
}

function entries(section: unknown, pointer: string, language: Language): Entry[] {
  if (!isObject(section)) return [];
  return Object.entries(section).map(([name, value]) => {
    const at = pointer + step(name);
    const children = isObject(value) && isObject(value.states) ? entries(value.states, `${at}/states`, language) : [];
    return { name, title: titleOf(value, language), pointer: at, children };
  });
}

/** The parts of a text, also of one with mistakes; pressing one leads there. */
export function outline(value: unknown, language: Language, goTo: (pointer: string) => void): TemplateResult {
  const t = editorTexts[language];
  const whole = isObject(value) ? value : {};
  const sections = Object.entries(t.sections).filter(([key]) => key in whole);
  const button = (text: string, name: string, pointer: string): TemplateResult =>
    html`<button type="button" class="bare" @click=${() => goTo(pointer)}>
      <span>${text || name}</span>${text && name ? html` <code class="muted small">${name}</code>` : nothing}
    </button>`;
  const list = (items: Entry[]): TemplateResult =>
    html`<ul>
      ${items.map(
        ({ name, title, pointer, children }) =>
          html`<li>${button(title, name, pointer)}${children.length > 0 ? list(children) : nothing}</li>`,
      )}
    </ul>`;
  return html`<ul class="outline">
    ${sections.map(([key, title]) => {
      const inner = ['recurrence', 'input', 'client', 'context'].includes(key)
        ? []
        : entries(whole[key], `/${key}`, language);
      return html`<li>
        <b>${button(title, '', `/${key}`)}</b>
        ${inner.length > 0 ? list(inner) : nothing}
      </li>`;
    })}
  </ul>`;
}
