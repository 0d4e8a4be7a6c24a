import { Type } from '@sinclair/typebox';
import type { ParameterizedContext } from 'koa';
import { Problem } from './problem.ts';

/** For a route that does something once a key. */
export const idempotencyHeader = {
  'Idempotency-Key': {
    description: 'the same key gives the first answer again',
    required: true,
    schema: Type.String({ minLength: 8, maxLength: 128 }),
  },
};

/** The caller's key. Throws a 400 where it is missing. */
export function idempotencyKey(http: ParameterizedContext): string {
  const header = http.get('Idempotency-Key');
  if (/^[\x21-\x7e]{8,128}$/.test(header)) return header;
  throw new Problem(
    400,
    'idempotency_key_invalid',
    'Send the header Idempotency-Key: 8 to 128 printable characters, new for each act.',
  );
}
