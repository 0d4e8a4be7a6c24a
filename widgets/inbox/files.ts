import type { SeenAnswerView, DocumentView } from '../../server/documents/schema.ts';
import { callJson } from '../base/client.ts';
import { download } from '../base/download.ts';
import type { ArendeElement } from '../base/element.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { readContent } from '../document-tree/download.ts';
import { DocumentPreview } from '../document-tree/preview/preview.ts';
import { inboxTexts } from './texts.ts';

/** Shows a file of a case over the page, as the document tree does; what cannot be shown is downloaded. */
export async function openFile(element: ArendeElement, file: DocumentView, all: DocumentView[]): Promise<void> {
  if (!file.preview) return downloadFile(element, file);
  const preview = element.renderRoot.querySelector<DocumentPreview>('arende-document-preview') ?? new DocumentPreview();
  preview.setAttribute('exportparts', 'preview');
  const focused = (element.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
  Object.assign(preview, {
    language: element.language,
    sentence: (problem: ArendeProblem) => element.sentence(problem),
    siblings: () => all.filter(({ preview: shown }) => shown),
    shown: (shown: DocumentView) => void seen(shown),
    download: (wanted: DocumentView) => downloadFile(element, wanted),
    closed: () => focused?.focus(),
  });
  if (!preview.isConnected) {
    // Its keys are its own: Escape closes the file and not the task behind it.
    preview.addEventListener('keydown', (event) => event.stopPropagation());
    element.renderRoot.append(preview);
  }
  await preview.open(file);
}

async function downloadFile(element: ArendeElement, file: DocumentView): Promise<void> {
  try {
    download(file.name, await readContent(file));
    await seen(file);
  } catch (error) {
    await element.tell(inboxTexts[element.language].notDownloaded(file.name), asProblem(error));
  }
}

/** The dot in the tree goes out. That it did not is no trouble of whoever reads. */
async function seen({ id, unseen }: DocumentView): Promise<void> {
  if (!unseen) return;
  const path = `/v1/documents/${encodeURIComponent(id)}/seen`;
  await callJson<SeenAnswerView>(path, { method: 'POST' }).catch(() => undefined);
}
