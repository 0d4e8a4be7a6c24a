import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import type { Row, Scope } from './connection.ts';
import { noteChanges } from './changes.ts';
import type { Author } from './definitions.ts';
import { newId } from './ids.ts';

export type DraftStatus = 'draft' | 'in_review' | 'approved' | 'published';

export interface Draft {
  id: string;
  definitionId: string;
  text: string;
  /** What the firm expects of the text. */
  scenarios: ScenarioFile | null;
  comment: string | null;
  status: DraftStatus;
  revision: number;
  basedOn: number | null;
  createdAt: string;
  createdBy: Author;
  updatedAt: string;
  updatedBy: Author;
  authors: Author[];
  reviewedAt: string | null;
  reviewedBy: Author | null;
  reviewComment: string | null;
  publishedVersion: number | null;
}

const draftOf = (row: Row): Draft => ({
  id: row.id,
  definitionId: row.definition_id,
  text: row.text,
  scenarios: row.scenarios ? JSON.parse(row.scenarios) : null,
  comment: row.comment,
  status: row.status,
  revision: row.revision,
  basedOn: row.based_on,
  createdAt: row.created_at,
  createdBy: JSON.parse(row.created_by),
  updatedAt: row.updated_at,
  updatedBy: JSON.parse(row.updated_by),
  authors: JSON.parse(row.authors),
  reviewedAt: row.reviewed_at,
  reviewedBy: row.reviewed_by ? JSON.parse(row.reviewed_by) : null,
  reviewComment: row.review_comment,
  publishedVersion: row.published_version,
});

const changed = (scope: Scope, definition: string): Promise<void> =>
  noteChanges(scope, [{ topic: 'definition', definition }]);

export async function createDraft(
  scope: Scope,
  input: {
    definitionId: string;
    text: string;
    scenarios: ScenarioFile | null;
    comment: string | null;
    basedOn: number | null;
    by: Author;
    now: string;
  },
): Promise<Draft> {
  const by = JSON.stringify(input.by);
  const row = {
    id: newId('d'),
    definition_id: input.definitionId,
    text: input.text,
    scenarios: input.scenarios && JSON.stringify(input.scenarios),
    comment: input.comment,
    status: 'draft',
    revision: 1,
    based_on: input.basedOn,
    created_at: input.now,
    created_by: by,
    updated_at: input.now,
    updated_by: by,
    authors: JSON.stringify([input.by]),
    reviewed_at: null,
    reviewed_by: null,
    review_comment: null,
    published_version: null,
  };
  return scope.write(async (tx) => {
    await tx.insert('drafts', row);
    await changed(tx, input.definitionId);
    return draftOf(row);
  });
}

export async function draftById(scope: Scope, id: string): Promise<Draft | null> {
  const row: Row | undefined = await scope.from('drafts').where({ id }).first();
  return row ? draftOf(row) : null;
}

/** Newest change first, one more than `limit`; without published ones unless they are asked for. `after`: see `cursor`. */
export async function listDrafts(
  scope: Scope,
  query: { definitionId?: string; status?: DraftStatus; limit: number; after: [updatedAt: string, id: string] | null },
): Promise<Draft[]> {
  const rows = scope
    .from('drafts')
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  if (query.definitionId !== undefined) rows.where({ definition_id: query.definitionId });
  if (query.status === undefined) rows.whereNot({ status: 'published' });
  else rows.where({ status: query.status });
  if (query.after) rows.whereRaw('(updated_at, id) < (?, ?)', query.after);
  return ((await rows) as Row[]).map(draftOf);
}

/** Changes a draft that is still at this revision; null when somebody else was first. */
export async function changeDraft(
  scope: Scope,
  draft: Draft,
  change: Partial<Omit<Draft, 'id' | 'definitionId' | 'revision'>>,
): Promise<Draft | null> {
  const next = { ...draft, ...change, revision: draft.revision + 1 };
  return scope.write(async (tx) => {
    const count = await tx
      .from('drafts')
      .where({ id: draft.id, revision: draft.revision })
      .update({
        text: next.text,
        scenarios: next.scenarios && JSON.stringify(next.scenarios),
        comment: next.comment,
        status: next.status,
        revision: next.revision,
        updated_at: next.updatedAt,
        updated_by: JSON.stringify(next.updatedBy),
        authors: JSON.stringify(next.authors),
        reviewed_at: next.reviewedAt,
        reviewed_by: next.reviewedBy ? JSON.stringify(next.reviewedBy) : null,
        review_comment: next.reviewComment,
        published_version: next.publishedVersion,
      });
    if (count !== 1) return null;
    await changed(tx, draft.definitionId);
    return next;
  });
}

/** False when somebody else changed it first. */
export async function removeDraft(scope: Scope, draft: Draft): Promise<boolean> {
  return scope.write(async (tx) => {
    const count = await tx.from('drafts').where({ id: draft.id, revision: draft.revision }).del();
    if (count === 1) await changed(tx, draft.definitionId);
    return count === 1;
  });
}

/** Drafts that are not published yet, by definition. */
export async function openDraftCounts(scope: Scope): Promise<Map<string, number>> {
  const rows: Row[] = await scope
    .from('drafts')
    .whereNot({ status: 'published' })
    .groupBy('definition_id')
    .select('definition_id')
    .count('* as n');
  return new Map(rows.map((row) => [row.definition_id, Number(row.n)]));
}
