import type { Finding } from '../../../definitions/language/check.ts';
import type { Language } from '../../base/locale.ts';

/** What is wrong and what to do, in the reader's language. */
export const sentenceOf = ({ message, suggestion }: Finding, language: Language): string =>
  [message[language], suggestion?.[language]].filter(Boolean).join(' ');
