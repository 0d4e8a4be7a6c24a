import { html, type TemplateResult } from 'lit';
import type { ChildrenView, FolderPlaceView, FolderView } from '../../../server/documents/schema.ts';
import { callJson } from '../../base/client.ts';
import { ArendeProblem } from '../../base/problem.ts';
import type { TreeHost } from '../host.ts';
import { icons } from '../icons.ts';
import { ask } from './asking.ts';
import { arrangingTexts } from './texts.ts';

const most = 300;

/** Lets the user walk through the folders to a place, and moves something there. */
export async function chooseFolder(
  { element }: TreeHost,
  thing: { id: string; name: string; fromId: string; isFolder: boolean },
  move: (folderId: string) => Promise<void>,
): Promise<string | null> {
  const t = arrangingTexts[element.language];
  let path: FolderView[] = [];
  let folders: FolderView[] = [];
  const here = () => path.at(-1)!;
  const takes = (folder: FolderView) =>
    folder.id !== thing.fromId && (thing.isFolder ? folder.canArrange : folder.canUpload);
  const go = async (id: string) => {
    const address = `/v1/folders/${encodeURIComponent(id)}`;
    const [place, inside] = await Promise.all([
      callJson<FolderPlaceView>(address),
      callJson<ChildrenView>(`${address}/children`, { query: { limit: most } }),
    ]);
    path = place.path;
    folders = inside.folders.filter((folder) => folder.id !== thing.id);
    element.requestUpdate();
  };
  const step = (folder: FolderView): void => {
    go(folder.id).catch(() => element.announce(t.notDone));
  };
  await go(thing.fromId);
  const body = (): TemplateResult =>
    html`<div class="trail" role="group" aria-label=${t.chosenPlace}>
        ${path.map(
          (folder, index) =>
            html`${index > 0 ? html`<span aria-hidden="true">›</span>` : ''}
              <button type="button" class="bare" aria-current=${folder === here()} @click=${() => step(folder)}>
                ${folder.name}
              </button>`,
        )}
      </div>
      <div class="places">
        ${
          folders.length === 0
            ? html`<p class="muted">${t.noFolders}</p>`
            : folders.map(
                (folder) =>
                  html`<button type="button" class="bare" @click=${() => step(folder)}>
                    ${icons.folder}${folder.name}
                  </button>`,
              )
        }
      </div>
      <p>${takes(here()) ? t.moveHere(here().name) : t.notHere}</p>`;
  const done = await ask(element, {
    title: t.moveOf(thing.name),
    body,
    submit: t.move,
    work: async () => {
      if (!takes(here())) throw new ArendeProblem('not_here', 0, t.notHere);
      await move(here().id);
    },
  });
  return done ? here().id : null;
}
