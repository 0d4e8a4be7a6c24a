/** What keeps a text from being JSON, in sentences: a mistake each, without what only follows from it. */
import { printParseErrorCode, type ParseError } from 'jsonc-parser';

export interface SyntaxFault {
  message: string;
  /** Offsets in the text. */
  start: number;
  end: number;
}

/** Within so many characters on the same line an error follows from the one before. */
const NEAR = 60;

/** The reason why a text cannot be read at all; null if it can. */
export function unreadable(text: string): SyntaxFault | null {
  if (text.trim() === '') return { message: 'The text is empty. A definition begins with "{".', start: 0, end: 0 };
  const notText = text.startsWith('\uFFFD') || text.slice(0, 200).includes('\u0000');
  if (notText) return { message: 'This is no text in UTF-8. Save the file as UTF-8.', start: 0, end: 1 };
  const at = text.indexOf('\uFFFD');
  const message = 'Here stands a character that could not be read. Save the file as UTF-8.';
  return at < 0 ? null : { message, start: at, end: at + 1 };
}

export function syntaxFaults(text: string, errors: ParseError[], lineOf: (offset: number) => number): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  let last: ParseError | null = null;
  for (const error of errors) {
    const follows = last && lineOf(last.offset) === lineOf(error.offset) && error.offset - last.offset <= NEAR;
    last = error;
    if (follows) continue;
    faults.push(faultOf(text, error));
    // What comes after a text without its end is read inside out.
    if (printParseErrorCode(error.error) === 'UnexpectedEndOfString') break;
  }
  return faults;
}

function faultOf(text: string, { error, offset, length }: ParseError): SyntaxFault {
  const code = printParseErrorCode(error);
  const at = (message: string): SyntaxFault => ({ message, start: offset, end: offset + length });
  if (code === 'PropertyNameExpected' || code === 'ValueExpected') {
    const comma = text.slice(0, offset).trimEnd().length - 1;
    if (/^\d,\d$/.test(text.slice(comma - 1, comma + 2))) return at('A decimal mark in JSON is a point, as in 5.5.');
    if (text[comma] === ',') return { message: 'This comma is one too many.', start: comma, end: comma + 1 };
  }
  if (code === 'CommaExpected' && text[offset] === ':') {
    return at('A ":" does not fit here; perhaps a "{" is missing before the key.');
  }
  if (code === 'InvalidSymbol') return at(wordFault(text.slice(offset, offset + length), text.slice(offset + length)));
  return at(SENTENCES[code] ?? 'This is not JSON.');
}

function wordFault(word: string, after: string): string {
  const invisible = /^[\u0080-\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/u.exec(word)?.[0];
  if (invisible !== undefined) {
    return `Here stands an invisible character (${codePoint(invisible)}). Write an ordinary space instead.`;
  }
  if (/^[“”„‟‘’‚«»]/u.test(word)) return 'These are typographic quotation marks. Write straight ones: "…".';
  if (word.startsWith("'")) return 'Texts stand in double quotes: "…", not \'…\'.';
  if (/^(true|false|null)$/i.test(word)) return `Write ${word.toLowerCase()}, in small letters.`;
  if (word.startsWith('=')) return 'Between a key and its value stands ":".';
  if (/^\+\d/.test(word)) return 'A number is written without "+".';
  if (/^\s*:/.test(after)) return 'Keys stand in double quotes, too.';
  return 'This word is not JSON. Texts stand in double quotes.';
}

/** `U+00A0`. */
export const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

const SENTENCES: Record<string, string> = {
  InvalidNumberFormat: 'This is not how JSON writes a number.',
  PropertyNameExpected: 'Here a key in double quotes is expected.',
  ValueExpected: 'Here a value is expected.',
  ColonExpected: 'Here a ":" is expected between key and value.',
  CommaExpected: 'Here a "," is missing.',
  CloseBraceExpected: 'A "}" is missing.',
  CloseBracketExpected: 'A "]" is missing.',
  EndOfFileExpected: 'Here the text should end; perhaps there is a bracket too many before it.',
  InvalidCommentToken: 'JSON has no comments. Use "description" to explain something.',
  UnexpectedEndOfComment: 'A comment begins here and does not end. JSON has no comments.',
  UnexpectedEndOfString: 'This text has no closing quote on its line. A line break inside a text is written as \\n.',
  UnexpectedEndOfNumber: 'This number is not finished.',
  InvalidUnicode: 'This is not a character code. Write \\u and four hexadecimal digits.',
  InvalidEscapeCharacter: 'After "\\" only one of " \\ / b f n r t u may stand.',
  InvalidCharacter: 'A line break or control character inside a text is written as \\n or \\t.',
};
