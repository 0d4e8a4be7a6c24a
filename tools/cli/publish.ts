import type { PublishAnswerView } from '../../server/definitions/schema.ts';
import type { DraftView } from '../../server/drafts/schema.ts';
import { SERVER_OPTIONS, serverAt } from './server.ts';
import { definitionOf, one, parsed, textOf, type Command } from './usage.ts';

export const publishCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    ...SERVER_OPTIONS,
    comment: { type: 'string' },
    draft: { type: 'boolean' },
  });
  const file = one(positionals, 'file');
  const server = serverAt(values.server);
  const loaded = await definitionOf(file, print);
  if (!loaded) return 1;
  const { definition } = loaded;
  const { comment } = values;
  if (values.draft) {
    const text = await textOf(file);
    const body = { definitionId: definition.id, text, ...(comment !== undefined && { comment }) };
    const draft = await server.send<DraftView>('POST', '/v1/drafts', body);
    const match = { 'If-Match': draft.etag };
    const asked = await server.send<DraftView>('POST', `/v1/drafts/${draft.id}/submit`, {}, match);
    print(
      values.json
        ? JSON.stringify(asked, null, 2)
        : `Draft ${asked.id} of ${definition.id} waits for an administrator.`,
    );
    return 0;
  }
  const query = comment === undefined ? '' : `?comment=${encodeURIComponent(comment)}`;
  const answer = await server.send<PublishAnswerView>('PUT', `/v1/definitions/${definition.id}${query}`, definition);
  if (values.json) print(JSON.stringify(answer, null, 2));
  else print(`${answer.id} version ${answer.version}${answer.created ? '' : ', as before: the text is the same'}`);
  return 0;
};
