/** The name of a definition's content: SHA-256 of its canonical JSON (RFC 8785). Synchronous, so that it runs anywhere. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** `sha256-` and 64 hexadecimal digits. Key order and white space do not matter. */
export function definitionHash(definition: unknown): string {
  const text = canonicalize(definition);
  if (text === undefined) throw new TypeError('A definition is a JSON object.');
  return `sha256-${bytesToHex(sha256(utf8ToBytes(text)))}`;
}
