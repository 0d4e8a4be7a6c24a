import { html, nothing } from 'lit';
import type {
  DocumentView,
  RestoredView,
  TrashListView,
  VersionListView,
  ViewListView,
} from '../../../server/documents/schema.ts';
import { call, callJson } from '../../base/client.ts';
import { formatDate, formatInstant, formatSize } from '../../base/format.ts';
import type { Language } from '../../base/locale.ts';
import { asProblem } from '../../base/problem.ts';
import { download } from '../../base/download.ts';
import type { TreeHost } from '../host.ts';
import { show } from './asking.ts';
import { arrangingTexts } from './texts.ts';

const pathOf = (document: DocumentView): string => `/v1/documents/${encodeURIComponent(document.id)}`;

/** The versions of a document; each can be fetched, and earlier ones taken back. */
export async function showVersions({ element }: TreeHost, document: DocumentView): Promise<boolean> {
  const { language } = element;
  const t = arrangingTexts[language];
  const { items } = await callJson<VersionListView>(`${pathOf(document)}/versions`);
  const of = (number: number) => `${pathOf(document)}/versions/${number}`;
  const fetchOne = async (number: number) => {
    try {
      const answer = await call(`${of(number)}/content`);
      await download(document.name, await answer.blob());
    } catch (error) {
      await element.tell(t.notDone, asProblem(error));
    }
  };
  const answer = await show(
    element,
    t.versionsOf(document.name),
    () =>
      html`<ul class="lines">
          ${items.map(
            ({ number, sizeBytes, uploadedAt, uploadedBy }, index) =>
              html`<li>
                <span class="what">
                  <b>${t.version(number)}</b> ${index === 0 ? html`<span class="muted">(${t.current})</span>` : nothing}
                  <small>
                    ${[formatInstant(uploadedAt, language), uploadedBy?.name, formatSize(sizeBytes, language)]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                <button type="button" aria-label=${t.downloadOf(number)} @click=${() => void fetchOne(number)}>
                  ${t.download}
                </button>
                ${
                  index > 0 && document.canChange
                    ? html`<button
                        type="button"
                        aria-label=${t.restoreOf(number)}
                        @click=${() => element.dialog.close(String(number))}
                      >
                        ${t.restore}
                      </button>`
                    : nothing
                }
              </li>`,
          )}
        </ul>
        <p class="small muted">${t[document.scan]} ${keptText(document, language)}</p>`,
  );
  if (answer === '') return false;
  await callJson(`${of(Number(answer))}/restore`, { method: 'POST' });
  return true;
}

/** Until when a document is kept and why; nothing where nothing holds it. */
function keptText({ lockedUntil: until, materialYear: year }: DocumentView, language: Language): string {
  if (until === null || year === null) return '';
  const t = arrangingTexts[language];
  return `${t.kept(formatDate(until, language), year, Number(until.slice(0, 4)) - year)} ${t.keptToo}`;
}

/** Who has opened a document; for staff. */
export async function showViews({ element }: TreeHost, document: DocumentView): Promise<void> {
  const { language } = element;
  const t = arrangingTexts[language];
  const { items } = await callJson<ViewListView>(`${pathOf(document)}/views`);
  await show(element, t.seenByOf(document.name), () =>
    items.length === 0
      ? html`<p>${t.nobody}</p>`
      : html`<ul class="lines">
          ${items.map(
            ({ user, side, lastAt }) =>
              html`<li>
                <span class="what">
                  ${user.name} <span class="muted">(${t[side]})</span>
                  <small>${t.lastSeen(formatInstant(lastAt, language))}</small>
                </span>
              </li>`,
          )}
        </ul>`,
  );
}

/** What was deleted of a client, to be taken back; gives the folder that something came back to. */
export async function showTrash({ element }: TreeHost, clientId: string | null): Promise<string | null> {
  const { language } = element;
  const t = arrangingTexts[language];
  const { items } = await callJson<TrashListView>('/v1/documents/trash', { query: { client: clientId, limit: 100 } });
  const answer = await show(
    element,
    t.trash,
    () =>
      html`<div class="ask">
        <p class="small muted">${t.trashNote}</p>
        ${
          items.length === 0
            ? html`<p>${t.trashEmpty}</p>`
            : html`<ul class="lines">
                ${items.map(
                  ({ id, name, deletedAt, deletedBy }) =>
                    html`<li>
                      <span class="what">
                        ${name}
                        <small>${t.trashLine(formatInstant(deletedAt, language), deletedBy?.name ?? '')}</small>
                      </span>
                      <button type="button" aria-label=${t.restoreThing(name)} @click=${() => element.dialog.close(id)}>
                        ${t.restore}
                      </button>
                    </li>`,
                )}
              </ul>`
        }
      </div>`,
  );
  return answer === '' ? null : takeBack(answer);
}

export async function takeBack(trashId: string): Promise<string> {
  const path = `/v1/trash/${encodeURIComponent(trashId)}/restore`;
  return (await callJson<RestoredView>(path, { method: 'POST' })).folderId;
}
