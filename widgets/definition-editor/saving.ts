import { html } from 'lit';
import { ArendeProblem, asProblem } from '../base/problem.ts';
import { createDraft, readDraft, updateDraft } from './api.ts';
import type { ArendeDefinitionEditor } from './definition-editor.ts';
import type { OpenDocument } from './document.ts';

/** As many as the server takes. */
const MOST_CHARACTERS = 1_000_000;

/** Sends the text as it is now. Where somebody else has saved in between, the author chooses whose text stays. */
export async function saveDraft(host: ArendeDefinitionEditor, open: OpenDocument): Promise<boolean> {
  const { text, scenarios } = open;
  if (text.length > MOST_CHARACTERS) throw new ArendeProblem('body_too_large', 413, '');
  try {
    open.draft = open.draft
      ? await updateDraft(open.draft, text, scenarios)
      : await createDraft(open.definitionId, text, scenarios);
  } catch (error) {
    if (asProblem(error).code !== 'draft_changed' || !open.draft) throw error;
    const theirs = await readDraft(open.draft.id);
    const answer = await chooseText(host);
    if (answer === '') return false;
    if (answer === 'theirs') {
      take(open, theirs);
      return true;
    }
    open.draft = await updateDraft(theirs, text, scenarios);
  }
  open.saved(text, scenarios);
  return true;
}

/** The draft as it stands on the server now, instead of what is on the screen. */
export function take(open: OpenDocument, draft: NonNullable<OpenDocument['draft']>): void {
  open.draft = draft;
  open.take(draft);
}

function chooseText(host: ArendeDefinitionEditor): Promise<string> {
  const { t } = host;
  return host.dialog.open({
    title: t.conflictTitle,
    body: () => html`<p>${t.conflictText}</p>`,
    buttons: [
      { value: '', label: t.stay },
      { value: 'theirs', label: t.takeTheirs },
      { value: 'mine', label: t.keepMine, kind: 'danger' },
    ],
  });
}
