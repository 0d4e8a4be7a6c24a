import type { Static } from '@sinclair/typebox';
import type { AdminCall } from '../http/route.ts';
import type { Author, Draft } from '../store/index.ts';
import type { DraftItem, DraftView } from './schema.ts';

export const etagOf = (draft: Draft): string => `"${draft.revision}"`;
export const isAuthor = (draft: Draft, { kind, id }: Author): boolean =>
  draft.authors.some((author) => author.kind === kind && author.id === id);

/** A draft in lists, with what the caller may do. */
export function draftItem(
  draft: Draft,
  { author, mayAct }: Pick<AdminCall, 'author' | 'mayAct'>,
  review: boolean,
): Static<typeof DraftItem> {
  const { text: _text, scenarios: _scenarios, revision: _revision, ...rest } = draft;
  const { status } = draft;
  const open = mayAct && status !== 'published';
  return {
    ...rest,
    etag: etagOf(draft),
    may: {
      update: open,
      submit: open && status === 'draft',
      withdraw: open && status === 'in_review',
      approve: open && status === 'in_review' && author.kind === 'user' && !isAuthor(draft, author),
      publish: open && (!review || status === 'approved'),
      remove: open,
    },
  };
}

export const draftView = (draft: Draft, call: Pick<AdminCall, 'author' | 'mayAct'>, review: boolean): DraftView => ({
  ...draftItem(draft, call, review),
  text: draft.text,
  scenarios: draft.scenarios,
});
