// Bidirectional marks, overrides and isolates can make a sender's name or a link read as another one.
const BIDI = /\p{Bidi_Control}/gu;
const CONTROLS = /(?!\n)\p{Cc}/gu;

/** One line of text that is safe in a header: no line breaks, no controls, no direction overrides. */
export function oneLine(text: string, maxLength = 200): string {
  const line = text
    .replace(BIDI, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line;
}

/** Paragraphs of a body: separated by blank lines; line breaks within one are kept. */
export function paragraphs(text: string): string[] {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(CONTROLS, ' ')
    .replace(BIDI, '')
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML, for content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/**
 * True for an address that can be one recipient and nothing else: no quoting, no list, no header.
 * Narrower than RFC 5321 on purpose; a local part with å is allowed (RFC 6531).
 */
export function isMailAddress(address: string): boolean {
  return (
    address.length <= 320 &&
    /^[^\s\p{Cc}\p{Bidi_Control}@"<>()[\]\\,:;]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(address)
  );
}
