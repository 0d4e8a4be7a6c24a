import type { Row } from './tree.ts';

/** What a key asks for, after the treegrid pattern of the ARIA Authoring Practices, with focus on rows. */
export type Asked =
  { ask: 'go'; index: number } | { ask: 'expand' | 'collapse' | 'open' | 'expandAll' } | { ask: 'nothing' };

export function askedBy(key: string, rows: Row[], index: number, pageSize: number): Asked | null {
  const row = rows[index];
  const last = rows.length - 1;
  const go = (to: number): Asked => {
    const clamped = Math.max(0, Math.min(last, to));
    // What is still being fetched is no place to stand: it moves away when it comes.
    const skipped = isMore(rows[clamped]) ? clamped + (to > index && clamped < last ? 1 : -1) : clamped;
    return { ask: 'go', index: isMore(rows[skipped]) ? index : skipped };
  };
  if (!row) return null;
  switch (key) {
    case 'ArrowDown':
      return go(index + 1);
    case 'ArrowUp':
      return go(index - 1);
    case 'PageDown':
      return go(index + pageSize);
    case 'PageUp':
      return go(index - pageSize);
    case 'Home':
      return go(0);
    case 'End':
      return go(last);
    case 'ArrowRight':
      if (row.kind !== 'folder') return { ask: 'nothing' };
      return row.node.open ? go(index + 1) : { ask: 'expand' };
    case 'ArrowLeft': {
      if (row.kind === 'folder' && row.node.open) return { ask: 'collapse' };
      const parent = rows.findIndex((each) => each.kind === 'folder' && each.node === row.parent);
      return parent < 0 ? { ask: 'nothing' } : go(parent);
    }
    case 'Enter':
    case ' ':
      return { ask: 'open' };
    case '*':
      return { ask: 'expandAll' };
    default:
      return null;
  }
}

function isMore(row: Row | undefined): boolean {
  return row?.kind === 'note' && row.note === 'more';
}

const pauseMs = 700;

/** Letters typed one after the other find the next row that begins with them. */
export class TypeAhead {
  #typed = '';
  #atMs = 0;

  get isTyping(): boolean {
    return this.#typed !== '' && Date.now() - this.#atMs < pauseMs;
  }

  /** Index of the row, or -1. The same letter again goes on to the next row that begins with it. */
  find(letter: string, rows: Row[], index: number, language: string): number {
    this.#typed = this.isTyping ? this.#typed + letter : letter;
    this.#atMs = Date.now();
    const wanted = this.#typed.toLocaleLowerCase(language);
    const repeated = [...wanted].every((each) => each === wanted[0]);
    const prefix = repeated ? wanted[0]! : wanted;
    const from = repeated ? index + 1 : index;
    for (let step = 0; step < rows.length; step += 1) {
      const at = (from + step) % rows.length;
      const name = nameOf(rows[at]!).toLocaleLowerCase(language);
      // "08. Augusti" (L-30) is found by its number and by its month.
      if (name.startsWith(prefix) || name.replace(/^\d+\.\s*/, '').startsWith(prefix)) return at;
    }
    return -1;
  }
}

function nameOf(row: Row): string {
  if (row.kind === 'folder') return row.node.name;
  return row.kind === 'document' ? row.document.name : '';
}
