/** How wide a text is, where there is no browser to ask. Widths are those of the common sans-serif faces, rounded up. */
export interface Face {
  sizePx: number;
  bold: boolean;
  mono: boolean;
}
/** Width in pixels. A browser may give the true one, from a canvas. */
export type Measure = (text: string, face: Face) => number;

/** Widths of Arial in thousandths of an em, by letter; what is not here is as wide as a lower-case letter or a capital. */
const WIDTHS: Record<string, string> = {
  222: "ijl'|‹›’",
  278: 'ftI.,:;!/[] ',
  333: 'r()-`',
  500: 'cksvxyzJ',
  722: 'CDHNRUw',
  778: 'GOQÖ',
  833: 'mM',
  944: 'W',
  1000: '—…@%→',
};
const WIDTH_OF = new Map(
  Object.entries(WIDTHS).flatMap(([width, letters]) => [...letters].map((l) => [l, Number(width)])),
);
const OTHER = { small: 556, capital: 667 };
const MONO_EM = 0.61;
/** Faces differ; a box that is a little too wide is better than a text that runs out of it. */
const SLACK = 1.06;

export const measureText: Measure = (text, { sizePx, bold, mono }) => {
  if (mono) return text.length * MONO_EM * sizePx;
  let thousandths = 0;
  for (const letter of text) {
    const capital = letter !== letter.toLowerCase();
    thousandths += WIDTH_OF.get(letter) ?? (capital ? OTHER.capital : OTHER.small);
  }
  return (thousandths / 1000) * sizePx * SLACK * (bold ? 1.05 : 1);
};

/** Lines no wider than `maxPx`, broken at spaces, else within a word; what is beyond `maxLines` ends in `…`. */
export function wrap(text: string, face: Face, maxPx: number, measure: Measure, maxLines = 3): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer, face) <= maxPx) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (measure(line, face) > maxPx && line.length > 1) {
      let cut = line.length - 1;
      while (cut > 1 && measure(line.slice(0, cut), face) > maxPx) cut -= 1;
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= maxLines) return lines;
  let last = `${lines[maxLines - 1]}…`;
  while (measure(last, face) > maxPx && last.length > 2) last = `${last.slice(0, -2).trimEnd()}…`;
  return [...lines.slice(0, maxLines - 1), last];
}
