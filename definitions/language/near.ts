import { codePoint } from './syntax.ts';

/** The candidate that a mistyped name most likely stands for; null when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  if (name.length > 80) return null;
  const cut = name.length > 2 ? name.toLowerCase() : '\n';
  // `int` for `integer`.
  let best = [...candidates].find((candidate) => candidate.toLowerCase().startsWith(cut)) ?? null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const found = distance(name.toLowerCase(), candidate.toLowerCase());
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}

/** Edits from one text to the other, two swapped letters counting as one (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, rows[i - 2]![j - 2]! + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** `Did you mean "late"?`, else the names there are, else null. */
export function suggestName(name: string, candidates: Iterable<string>): string | null {
  const names = [...candidates];
  const near = nearest(name, names);
  if (near) return `Did you mean "${near}"?${lookalike(name, near)}`;
  if (names.length === 0) return null;
  const shown = names.slice(0, 12).map((candidate) => `"${candidate}"`);
  return `There is ${shown.join(', ')}${names.length > 12 ? ' and more' : ''}.`;
}

/** Of letters that look like others: а is Cyrillic, and some characters are not seen at all. */
function lookalike(name: string, near: string): string {
  const odd = [...name].find((character) => character > '\u024F' && !near.includes(character));
  return odd === undefined
    ? ''
    : ` The name here has ${codePoint(odd)} in it, which is not the letter that it looks like.`;
}
