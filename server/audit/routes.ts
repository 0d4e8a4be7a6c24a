import { Readable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import { keyRoute } from '../http/route.ts';
import { auditLines, type Scope } from '../store/index.ts';

export const auditRoutes = [
  keyRoute({
    method: 'GET',
    path: '/v1/audit',
    summary: "The firm's audit log, a JSON object per line; each line holds the hash of the one before",
    query: Type.Object(
      { after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })) },
      { additionalProperties: false },
    ),
    answerType: 'application/x-ndjson',
    async handler({ scope, query, http }) {
      http.type = 'application/x-ndjson';
      return Readable.from(lines(scope, query.after ?? 0));
    },
  }),
];

async function* lines(scope: Scope, after: number): AsyncGenerator<string> {
  for await (const line of auditLines(scope, after)) yield `${JSON.stringify(line)}\n`;
}
