import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { baseTexts } from '../base/texts.ts';
import { formatSize } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import type { TreeHost } from './host.ts';
import { icons } from './icons.ts';
import { type Upload, Uploads } from './uploads.ts';
import { uploadsTexts } from './uploads-texts.ts';

export { styles } from './uploads-styles.ts';

/** Why a file was not taken, and what to do. */
function whyNot({ problem }: Upload, language: Language, maxUploadBytes: number): string {
  const t = uploadsTexts[language];
  if (!problem) return '';
  if (problem.code === 'file_is_folder') return t.isFolder;
  if (problem.isOffline || problem.code === 'connection_broken') return t.brokenConnection;
  if (problem.code === 'session_expired') return baseTexts[language].expiredText;
  if (problem.view?.text) return problem.view.text[language];
  if (problem.code === 'file_too_large' || problem.status === 413) {
    return t.tooLarge(Number.isFinite(maxUploadBytes) ? formatSize(maxUploadBytes, language) : '–');
  }
  return problem.view?.detail ?? t.notUploaded;
}

/** The uploads of a tree, which shows what has arrived and tells how it went. */
export function uploadsOf({ element, tree, reader }: TreeHost): Uploads {
  const finished = new Map<string, number>();
  const t = () => uploadsTexts[element.language];
  return new Uploads({
    changed: () => element.requestUpdate(),
    uploaded: (upload, document) => {
      tree.add(document);
      finished.set(upload.folderName, (finished.get(upload.folderName) ?? 0) + 1);
    },
    failed: (upload) => {
      const why = whyNot(upload, element.language, reader.maxUploadBytes);
      element.announce(t().oneFailed(upload.file.name, why));
    },
    finished: () => {
      for (const [folder, count] of finished) element.announce(t().allUploaded(count, folder));
      finished.clear();
    },
  });
}

export function uploadsPanel(
  uploads: Uploads,
  language: Language,
  maxUploadBytes: number,
): TemplateResult | typeof nothing {
  const { list } = uploads;
  if (list.length === 0) return nothing;
  const t = uploadsTexts[language];
  const someDone = list.some(({ state }) => state === 'done');
  return html`<section class="uploads" part="uploads" aria-label=${t.uploads}>
    <div class="uploads-head">
      <h3>${t.uploads}</h3>
      ${
        someDone
          ? html`<button type="button" class="bare" @click=${() => uploads.removeDone()}>${t.hideDone}</button>`
          : nothing
      }
    </div>
    <ul tabindex=${list.length > 5 ? 0 : nothing} aria-label=${list.length > 5 ? t.uploads : nothing}>
      ${repeat(
        list,
        (upload) => upload.key,
        (upload) => line(upload, uploads, language, maxUploadBytes),
      )}
    </ul>
  </section>`;
}

function line(upload: Upload, uploads: Uploads, language: Language, maxUploadBytes: number): TemplateResult {
  const t = uploadsTexts[language];
  const { name, size } = upload.file;
  const { state } = upload;
  const button = (label: string, short: string, icon: unknown, run: () => void) =>
    html`<button type="button" class="bare tool" aria-label=${label} title=${short} @click=${run}>${icon}</button>`;
  const percent = size === 0 ? 0 : Math.floor((upload.sentBytes / size) * 100);
  return html`<li class=${state} part="upload ${state}">
    <span class="file" title=${name}>${name} <span class="muted small">${t.inFolder(upload.folderName)}</span></span>
    <span class="small">
      ${
        state === 'sending'
          ? html`<progress max="100" .value=${percent} aria-label=${name}>${t.percent(percent)}</progress>`
          : state === 'done'
            ? html`<span class="ok">${icons.check}${t.uploaded}</span>`
            : state === 'waiting'
              ? html`<span class="muted">${t.waits}</span>`
              : nothing
      }
    </span>
    <span class="tools">
      ${
        state === 'failed' && upload.problem?.code !== 'file_too_large' && upload.problem?.code !== 'file_is_folder'
          ? button(t.retryOf(name), baseTexts[language].tryAgain, icons.retry, () => uploads.retry(upload))
          : nothing
      }
      ${
        state === 'waiting' || state === 'sending'
          ? button(t.cancelOf(name), baseTexts[language].cancel, icons.cross, () => uploads.remove(upload))
          : button(t.hideOf(name), t.hide, icons.cross, () => uploads.remove(upload))
      }
    </span>
    ${state === 'failed' ? html`<span class="why">${whyNot(upload, language, maxUploadBytes)}</span>` : nothing}
  </li>`;
}
