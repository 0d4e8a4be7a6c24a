import { html, type TemplateResult } from 'lit';
import type { ArendeDefinitionEditor } from './definition-editor.ts';
import type { OpenDocument } from './document.ts';

/** What stands beside the text, by tab. Each is fetched when it is looked at for the first time. */
export function panel(
  _host: ArendeDefinitionEditor,
  _open: OpenDocument,
  _goTo: (pointer: string, focus: boolean) => void,
): TemplateResult {
  return html``;
}
