import { html, nothing, type TemplateResult } from 'lit';
import type { DocumentView } from '../../server/documents/schema.ts';
import { baseTexts } from '../base/texts.ts';
import { formatInstant, formatSize } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import { icons } from './icons.ts';
import { treeTexts } from './texts.ts';
import type { FolderNode, Row } from './tree.ts';

export interface RowActions {
  language: Language;
  activeId: string;
  /** The folder that a dragged file would go to. */
  dropFolder: FolderNode | null;
  busyIds: ReadonlySet<string>;
  click(row: Row): void;
  drag(row: Row, event: DragEvent): void;
  download(document: DocumentView): void;
  upload(folder: FolderNode): void;
  markSeen(folder: FolderNode): void;
  /** What else can be done with the row. */
  menu(index: number): void;
}

export function rowTemplate(row: Row, index: number, actions: RowActions): TemplateResult {
  const t = treeTexts[actions.language];
  const active = row.id === actions.activeId;
  const drop = row.kind === 'folder' && row.node === actions.dropFolder;
  const unseen = isUnseen(row);
  return html`<div
    role="row"
    part="row ${row.kind}${unseen ? ' unseen' : ''}"
    class="row ${row.kind} ${unseen ? 'unseen' : ''} ${active ? 'active' : ''} ${drop ? 'drop' : ''}"
    data-index=${index}
    aria-rowindex=${index + 2}
    aria-level=${row.level}
    aria-posinset=${row.position}
    aria-setsize=${row.kind === 'note' ? row.position : row.setSize}
    aria-expanded=${row.kind === 'folder' ? String(row.node.open) : nothing}
    aria-busy=${row.kind === 'folder' && row.node.open && row.node.state === 'unread' ? 'true' : nothing}
    aria-label=${labelOf(row, actions.language)}
    tabindex=${active ? 0 : -1}
    draggable=${mayMove(row) ? 'true' : nothing}
    @dragstart=${(event: DragEvent) => actions.drag(row, event)}
    @click=${() => actions.click(row)}
  >
    ${row.kind === 'note' ? note(row, actions) : cells(row, actions, active)}
    ${row.kind === 'note' ? nothing : html`<div role="gridcell" class="do">${buttons(row, index, actions, active, t)}</div>`}
  </div>`;
}

function mayMove(row: Row): boolean {
  return row.kind === 'folder' ? row.node.view!.canChange : row.kind === 'document' && row.document.canChange;
}

function isUnseen(row: Row): boolean {
  if (row.kind === 'folder') return row.node.view!.unseen;
  return row.kind === 'document' && row.document.unseen;
}

function labelOf(row: Row, language: Language): string {
  const t = treeTexts[language];
  if (row.kind === 'folder') return [row.node.name, t.folder, ...(row.node.view!.unseen ? [t.hasNew] : [])].join(', ');
  if (row.kind === 'note') return row.note === 'empty' ? t.emptyFolder : row.note === 'failed' ? t.failed : t.loading;
  const { name, unseen, sizeBytes, uploadedAt, uploadedBy } = row.document;
  const facts = [formatSize(sizeBytes, language), formatInstant(uploadedAt, language)];
  return [name, ...(unseen ? [t.isNew] : []), ...facts, ...(uploadedBy ? [uploadedBy.name] : [])].join(', ');
}

function cells(row: Exclude<Row, { kind: 'note' }>, { language }: RowActions, active: boolean): TemplateResult {
  const t = treeTexts[language];
  const dot = isUnseen(row)
    ? html`<span class="dot" part="dot" title=${row.kind === 'folder' ? t.hasNew : t.isNew}></span>`
    : nothing;
  if (row.kind === 'folder') {
    return html`<div role="gridcell" class="name">
        <span class="twist">${icons.chevron}</span><span class="type">${icons.folder}</span>
        <span class="label">${row.node.name}</span>${dot}
      </div>
      <div role="gridcell" class="size"></div>
      <div role="gridcell" class="date"></div>
      <div role="gridcell" class="by"></div>`;
  }
  const { document } = row;
  return html`<div role="gridcell" class="name" title=${active ? document.name : nothing}>
      <span class="twist"></span><span class="type">${document.preview === 'image' ? icons.image : icons.file}</span>
      <span class="label">${document.name}</span>${dot}
    </div>
    <div role="gridcell" class="size">${formatSize(document.sizeBytes, language)}</div>
    <div role="gridcell" class="date">${formatInstant(document.uploadedAt, language)}</div>
    <div role="gridcell" class="by">${document.uploadedBy?.name ?? ''}</div>`;
}

function buttons(
  row: Exclude<Row, { kind: 'note' }>,
  index: number,
  actions: RowActions,
  active: boolean,
  t: (typeof treeTexts)['sv'],
): unknown {
  const button = (label: string, short: string, icon: unknown, id: string, run: () => void) =>
    html`<button
      type="button"
      class="bare tool ${icon === icons.upload ? 'upload' : ''}"
      part="row-button"
      tabindex=${active ? 0 : -1}
      aria-label=${label}
      title=${short}
      aria-disabled=${actions.busyIds.has(id) ? 'true' : nothing}
      @click=${(event: Event) => {
        event.stopPropagation();
        if (!actions.busyIds.has(id)) run();
      }}
    >
      ${icon}
    </button>`;
  const more = (name: string) => button(t.moreOf(name), t.more, icons.more, '', () => actions.menu(index));
  if (row.kind === 'document') {
    const { document } = row;
    return html`${button(t.downloadOf(document.name), t.download, icons.download, document.id, () =>
      actions.download(document),
    )}${more(document.name)}`;
  }
  const { node } = row;
  return html`${
    node.view!.unseen
      ? button(t.markSeenIn(node.name), t.markSeen, icons.check, node.id, () => actions.markSeen(node))
      : nothing
  }${node.view!.canUpload ? button(t.uploadTo(node.name), t.upload, icons.upload, '', () => actions.upload(node)) : nothing}${more(node.name)}`;
}

function note(row: Extract<Row, { kind: 'note' }>, { language }: RowActions): TemplateResult {
  const t = treeTexts[language];
  if (row.note === 'failed') {
    return html`<div role="gridcell" class="name">
      <span class="twist"></span><span class="type">${icons.warning}</span>
      <span class="label">${t.failed} <u>${baseTexts[language].tryAgain}</u></span>
    </div>`;
  }
  return html`<div role="gridcell" class="name">
    <span class="twist"></span>
    ${
      row.note === 'empty'
        ? html`<span class="label muted">${t.emptyFolder}</span>`
        : html`<span class="type"><span class="bone"></span></span
            ><span class="label"><span class="bone"></span></span>`
    }
  </div>`;
}
