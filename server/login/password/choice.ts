import type { Text } from '../../../definitions/language/types.ts';

const shortest = 12;
let common: Promise<Set<string>> | null = null;

/** The 49,000 passwords that are guessed first, from a package: nothing that anybody types leaves this machine. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return common;
}

/** What is wrong with a new password; null when it may be used. `known`: what anybody knows of its owner. */
export async function weakness(password: string, known: string[]): Promise<Text | null> {
  const bare = password.normalize('NFC').toLowerCase();
  if ([...bare].length < shortest) {
    return {
      sv: `är för kort, minst ${shortest} tecken behövs`,
      en: `is too short, ${shortest} characters are needed`,
    };
  }
  const words = known.map((word) => word.toLowerCase()).filter((word) => word.length > 3);
  // What is left when digits, signs and repetitions at the ends are put to the well-known ones.
  const core = bare.replace(/^[\W\d_]+|[\W\d_]+$/g, '');
  const half = bare.slice(0, Math.ceil(bare.length / 2));
  const repeated = half.repeat(2).slice(0, bare.length) === bare;
  const list = await commonPasswords();
  const guessed =
    [bare, core, ...(repeated ? [half] : [])].some((text) => list.has(text)) || new Set(bare).size < 5 || core === '';
  if (guessed)
    return { sv: 'är ett av de vanligaste, välj ett annat', en: 'is one of the most common, choose another' };
  const own = words.find((word) => core.includes(word) && core.length - word.length < 6);
  if (own) return { sv: 'liknar ditt namn eller din adress', en: 'is like your name or address' };
  return null;
}
