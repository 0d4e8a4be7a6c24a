import { readFile } from 'node:fs/promises';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const mostPages = 500;
const mostCharacters = 1_000_000;

/** The text of a PDF, as far as a search needs it. Throws for what cannot be read. */
export async function pdfText(file: string): Promise<string> {
  const bytes = await readFile(file);
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
  });
  try {
    const document = await task.promise;
    const pages: string[] = [];
    let characters = 0;
    for (let number = 1; number <= Math.min(document.numPages, mostPages) && characters < mostCharacters; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(' ');
      page.cleanup();
      pages.push(text);
      characters += text.length;
    }
    return pages.join('\n');
  } finally {
    await task.destroy();
  }
}
