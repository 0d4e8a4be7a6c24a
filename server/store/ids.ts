import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const alphabet = 'abcdefghjkmnpqrstvwxyz0123456789';

/** An opaque id, 120 random bits: a letter for its kind and 24 characters without `%`, `_` or capitals, safe in LIKE. */
export function newId(kind: string): string {
  let id = kind;
  for (const byte of randomBytes(24)) id += alphabet[byte & 31];
  return id;
}

/** A secret that is shown once: `<prefix>_<id>.<256 random bits>`. Only its hash is kept. */
export function newSecret(prefix: string, id: string): { secret: string; hash: string } {
  const secret = `${prefix}_${id}.${randomBytes(32).toString('base64url')}`;
  return { secret, hash: sha256(secret) };
}

/** The id inside a secret, or null when it does not have the shape of one. */
export function secretId(prefix: string, secret: string): string | null {
  const match = /^([a-z]{2,4})_([a-z0-9]{10,40})\.[A-Za-z0-9_-]{43}$/.exec(secret);
  return match && match[1] === prefix ? match[2]! : null;
}

/** Compares in constant time. A random 256-bit secret needs no slow hash. */
export function matchesHash(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(secret), 'hex'), Buffer.from(hash, 'hex'));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
