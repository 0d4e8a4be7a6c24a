import { html, nothing, type TemplateResult } from 'lit';
import type { Definition, StateNode, Status } from '../../definitions/language/types.ts';
import type { Language } from '../base/locale.ts';

/** The status that a case shows in a state: its own, else that of the state around it. Null where the text has neither. */
export function statusAt(definition: Definition, path: string): Status | null {
  let found = definition.status;
  let node: StateNode = definition;
  for (const name of path.split('.')) {
    const next = node.states?.[name];
    if (!next) return null;
    node = next;
    found = node.status ?? found;
  }
  return (found !== undefined && definition.statuses[found]) || null;
}

/** A state as people know it, with its path: `Försenad (collecting.late)`. */
export function stateName(definition: Definition, path: string, language: Language): string {
  const status = statusAt(definition, path);
  return status ? `${status.label[language]} (${path})` : path;
}

/** The same for a table: the status as on the board, the path beside it. */
export function stateCell(definition: Definition, path: string, language: Language): TemplateResult {
  const status = statusAt(definition, path);
  return html`${status ? html`<span class="badge ${status.tone}">${status.label[language]}</span> ` : nothing}<code
      >${path}</code
    >`;
}
