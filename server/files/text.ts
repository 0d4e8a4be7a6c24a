import { readFile } from 'node:fs/promises';

const mostCharacters = 1_000_000;

/** UTF-8, or what Swedish programs wrote before: SIE files are code page 437 (#FORMAT PC8), others Latin-1. */
export async function plainText(file: string): Promise<string> {
  const bytes = await readFile(file);
  const head = bytes.subarray(0, mostCharacters);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.length > mostCharacters ? whole(head) : head);
  } catch {
    const text = head.toString('latin1');
    return /^#FORMAT\s+PC8/m.test(text) ? text.replace(/[\x80-\x9f]/g, (letter) => pc8[letter] ?? letter) : text;
  }
}

/** Without the letter that the cut went through. */
function whole(head: Buffer): Buffer {
  let end = head.length;
  while (end > 0 && (head[end - 1]! & 0xc0) === 0x80) end -= 1;
  return head.subarray(0, Math.max(0, end - 1));
}

const pc8: Record<string, string> = {
  '\x86': 'å',
  '\x84': 'ä',
  '\x94': 'ö',
  '\x8f': 'Å',
  '\x8e': 'Ä',
  '\x99': 'Ö',
  '\x82': 'é',
};
