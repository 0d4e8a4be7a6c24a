import type { DocumentView, SeenAnswerView } from '../../server/documents/schema.ts';
import { callJson } from '../base/client.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { download } from '../base/download.ts';
import { readContent } from './download.ts';
import type { TreeHost } from './host.ts';
import { treeTexts } from './texts.ts';
import type { FolderNode } from './tree.ts';

/** Shows a document; what cannot be shown is downloaded. */
export async function openDocument(host: TreeHost, document: DocumentView): Promise<void> {
  const { element, tree } = host;
  if (!document.preview) return downloadDocument(host, document);
  try {
    const { DocumentPreview: Preview } = await element.need(import('./preview/preview.ts'));
    host.preview ??= new Preview();
    host.preview.setAttribute('exportparts', 'preview');
  } catch (error) {
    await element.tell(treeTexts[element.language].previewFailedTitle, asProblem(error));
    return;
  }
  const { preview } = host;
  Object.assign(preview, {
    language: element.language,
    sentence: (problem: ArendeProblem) => element.sentence(problem),
    siblings: () => {
      const { documents = [] } = tree.folder(document.folderId) ?? {};
      return documents.some(({ id }) => id === document.id) ? documents : [document];
    },
    shown: (shown: DocumentView) => {
      host.goTo(shown);
      if (shown.unseen) void seen(host, shown);
    },
    download: (wanted: DocumentView) => downloadDocument(host, wanted),
    closed: () => host.go(host.active()),
  });
  if (!preview.isConnected) element.renderRoot.append(preview);
  await preview.open(document);
}

export async function downloadDocument(host: TreeHost, document: DocumentView): Promise<void> {
  const { element } = host;
  const t = treeTexts[element.language];
  await host.busy(document.id, async () => {
    element.announce(t.downloading(document.name));
    try {
      await download(document.name, await readContent(document));
    } catch (error) {
      return element.tell(t.notDownloaded(document.name), asProblem(error));
    }
    element.announce(t.downloaded(document.name));
    if (document.unseen) await seen(host, document);
  });
}

async function seen({ tree, element }: TreeHost, document: DocumentView): Promise<void> {
  try {
    const path = `/v1/documents/${encodeURIComponent(document.id)}/seen`;
    const { cleared } = await callJson<SeenAnswerView>(path, { method: 'POST' });
    tree.documentSeen(document, cleared);
  } catch {
    // The dot stays, which is the truth; opening the document again tries again.
  }
  element.requestUpdate();
}

/** The dots of a folder and of all below it go out. */
export async function markSeen(host: TreeHost, folder: FolderNode): Promise<void> {
  const { element, tree } = host;
  const t = treeTexts[element.language];
  await host.busy(folder.id, async () => {
    try {
      const path = `/v1/folders/${encodeURIComponent(folder.id)}/seen`;
      const { cleared } = await callJson<SeenAnswerView>(path, { method: 'POST' });
      tree.cleared([folder.id, ...cleared]);
      element.announce(t.markedSeen(folder.name));
    } catch (error) {
      await element.tell(t.notMarked, asProblem(error));
    }
  });
}
