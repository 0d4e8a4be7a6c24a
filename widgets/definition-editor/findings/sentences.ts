import type { Finding } from '../../../definitions/language/check.ts';
import type { Language } from '../../base/locale.ts';
import { findingsSv } from './findings-sv.ts';

/** What is wrong and what to do, in the reader's language. The check itself speaks English, like the names in the text. */
export function sentenceOf({ code, message, suggestion }: Finding, language: Language): string {
  if (language === 'en') return [message, suggestion].filter(Boolean).join(' ');
  const sentence = findingsSv[code];
  if (!sentence) return [message, suggestion].filter(Boolean).join(' ');
  // The names and numbers that the sentence is about stand in quotes in the English one.
  const names = [...message.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
  const meant = /^(?:Did you mean|Perhaps) "([^"]+)"/.exec(suggestion ?? '')?.[1];
  const write = /^Write (.+)\.$/.exec(suggestion ?? '')?.[1]?.replace('without quotes', 'utan citattecken');
  const hint = meant ? `Menade du ”${meant}”?` : write ? `Skriv ${write}.` : '';
  return [sentence(names, message), hint].filter(Boolean).join(' ');
}
