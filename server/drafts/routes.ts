import { type Static, Type } from '@sinclair/typebox';
import { AnyObject } from '../common/schema.ts';
import { PublishAnswer, type PublishAnswerView } from '../definitions/schema.ts';
import { auditActor, checkedAs, checkedScenarios, publish } from '../definitions/versions.ts';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type AdminCall, adminRoute } from '../http/route.ts';
import {
  audit,
  changeDraft,
  createDraft,
  type Draft,
  draftById,
  latestVersion,
  listDrafts,
  removeDraft,
  reviewBeforePublish,
  scenariosOf,
} from '../store/index.ts';
import { draftItem, draftView, etagOf, isAuthor } from './presenter.ts';
import {
  Draft as DraftShape,
  DraftBody,
  DraftList,
  type DraftListView,
  DraftPublishBody,
  DraftsQuery,
  DraftStepBody,
  DraftUpdateBody,
  type DraftView,
} from './schema.ts';

/** A text of a million characters, escaped as JSON, and its scenarios. */
const maxBodyBytes = 3_500_000;
const headers = {
  'If-Match': { description: 'the ETag of the draft', required: true, schema: Type.String({ maxLength: 40 }) },
};

export const draftRoutes = [
  adminRoute({
    method: 'GET',
    path: '/v1/drafts',
    summary: 'Drafts of definitions, newest change first',
    right: 'read',
    query: DraftsQuery,
    answer: DraftList,
    async handler(call): Promise<DraftListView> {
      const { scope, query } = call;
      const after = cursorFrom(query.cursor, 2) as [string, string] | null;
      const drafts = await listDrafts(scope, { ...query, definitionId: query.definition, after });
      const { rows, nextCursor } = pageOf(drafts, query.limit, ({ updatedAt, id }) => [updatedAt, id]);
      const review = await reviewBeforePublish(scope.store, scope.tenantId);
      return { items: rows.map((draft) => draftItem(draft, call, review)), nextCursor };
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/v1/drafts',
    summary: 'Begins a draft',
    right: 'act',
    body: DraftBody,
    maxBodyBytes,
    answer: DraftShape,
    status: 201,
    async handler(call): Promise<DraftView> {
      const { scope, body, author, now } = call;
      const { definitionId, text, comment = null } = body;
      const running = await latestVersion(scope.store, scope.tenantId, definitionId);
      const basedOn = running?.version ?? null;
      const before = running && (await scenariosOf(scope.store, scope.tenantId, running));
      const scenarios = expected(body.scenarios, before);
      const draft = await createDraft(scope, { definitionId, text, scenarios, comment, basedOn, by: author, now });
      return told(call, draft, 'draft.created');
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/drafts/:id',
    summary: 'One draft with its text',
    right: 'read',
    answer: DraftShape,
    handler: async (call) => shown(call, await found(call)),
  }),
  adminRoute({
    method: 'PUT',
    path: '/v1/drafts/:id',
    summary: 'Changes the text; what had been approved has to be approved again',
    right: 'act',
    headers,
    body: DraftUpdateBody,
    maxBodyBytes,
    answer: DraftShape,
    async handler(call): Promise<DraftView> {
      const { body, author } = call;
      const draft = await matched(call);
      const authors = isAuthor(draft, author) ? draft.authors : [...draft.authors, author];
      const { text, comment = draft.comment } = body;
      const scenarios = expected(body.scenarios, draft.scenarios);
      const next = { text, scenarios, comment, authors, status: 'draft' as const };
      return told(call, await changed(call, draft, next), 'draft.changed');
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/v1/drafts/:id',
    summary: 'Throws a draft away',
    right: 'act',
    headers,
    answer: AnyObject,
    async handler(call) {
      const draft = await matched(call);
      if (!(await removeDraft(call.scope, draft))) throw outdated();
      await noted(call, draft, 'draft.removed');
      return {};
    },
  }),
  step('submit', 'Asks another administrator to approve the draft', async (call) => {
    const draft = await matched(call, 'draft');
    checkedAs(draft.definitionId, draft.text);
    const { comment = draft.comment } = call.body;
    return changed(call, draft, { status: 'in_review', comment });
  }),
  step('withdraw', 'Takes the draft back from review', async (call) =>
    changed(call, await matched(call, 'in_review'), { status: 'draft' }),
  ),
  step('approve', 'A second administrator says that the draft may be published', async (call) =>
    review(call, 'approved'),
  ),
  step('reject', 'A second administrator sends the draft back', async (call) => review(call, 'draft')),
  adminRoute({
    method: 'POST',
    path: '/v1/drafts/:id/publish',
    summary: 'Makes a version of the draft, which never changes any more',
    right: 'act',
    headers,
    body: DraftPublishBody,
    answer: PublishAnswer,
    handler: publishDraft,
  }),
];

type StepCall = AdminCall<unknown, Static<typeof DraftStepBody>>;

function step(name: string, summary: string, take: (call: StepCall) => Promise<Draft>) {
  return adminRoute({
    method: 'POST',
    path: `/v1/drafts/:id/${name}`,
    summary,
    right: 'act',
    headers,
    body: DraftStepBody,
    answer: DraftShape,
    handler: async (call): Promise<DraftView> => told(call, await take(call), `draft.${name}`),
  });
}

async function review(call: StepCall, status: 'approved' | 'draft'): Promise<Draft> {
  const { author, now, body } = call;
  const draft = await matched(call, 'in_review');
  if (author.kind !== 'user') {
    throw new Problem(403, 'person_required', 'A draft is approved by an administrator, not by a key.');
  }
  if (isAuthor(draft, author)) {
    throw new Problem(403, 'own_draft', 'You wrote a part of this draft; another administrator has to look at it.');
  }
  const reviewed = { reviewedBy: author, reviewedAt: now, reviewComment: body.comment ?? null };
  return changed(call, draft, { status, ...reviewed });
}

async function publishDraft(call: AdminCall<unknown, Static<typeof DraftPublishBody>>): Promise<PublishAnswerView> {
  const { scope, body, author, now } = call;
  const draft = await matched(call);
  const needed = await reviewBeforePublish(scope.store, scope.tenantId);
  if (needed && draft.status !== 'approved') {
    throw new Problem(409, 'review_required', 'Submit the draft; another administrator has to approve it first.');
  }
  const definition = checkedAs(draft.definitionId, draft.text);
  const { comment = draft.comment, expectedVersion } = body;
  const approvedBy = draft.status === 'approved' ? draft.reviewedBy : null;
  const answer = await publish(call, definition, {
    comment,
    approvedBy,
    scenarios: draft.scenarios,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  });
  // Last: whoever dies in between publishes again and gets the same version. A draft that was changed meanwhile stays one.
  const done = { status: 'published' as const, publishedVersion: answer.version, updatedAt: now, updatedBy: author };
  await changeDraft(scope, draft, done);
  return answer;
}

/** What is asked for, else what there was. Throws the 422. */
const expected = (asked: object | null | undefined, before: Draft['scenarios']): Draft['scenarios'] =>
  asked === undefined ? before : asked && checkedScenarios(asked);

async function found({ scope, params }: AdminCall): Promise<Draft> {
  const draft = await draftById(scope, params.id!);
  if (!draft) throw notFound();
  return draft;
}

/** The draft that the caller has seen, in this status if one is named. Throws 404, 409, 412 or 428. */
async function matched(call: AdminCall, status?: Draft['status']): Promise<Draft> {
  const draft = await found(call);
  const header = call.http.get('If-Match');
  if (header === '') {
    throw new Problem(428, 'if_match_missing', 'Send the ETag of the draft that you have seen as If-Match.');
  }
  if (draft.status === 'published') {
    throw new Problem(409, 'draft_published', 'This draft has been published. Begin a new one.');
  }
  if (header !== etagOf(draft)) throw outdated();
  if (status === undefined || draft.status === status) return draft;
  const code = status === 'in_review' ? 'draft_not_in_review' : 'draft_in_review';
  throw new Problem(409, code, `The draft is "${draft.status}", and has to be "${status}" for this.`);
}

const outdated = (): Problem =>
  new Problem(
    412,
    'draft_changed',
    'Somebody else has changed the draft. Fetch it again; nothing of it was overwritten.',
  );

async function changed(call: AdminCall, draft: Draft, change: Partial<Draft>): Promise<Draft> {
  const by = { updatedAt: call.now, updatedBy: call.author };
  const next = await changeDraft(call.scope, draft, { ...by, ...change });
  if (!next) throw outdated();
  return next;
}

async function noted({ scope, author, now, services }: AdminCall, draft: Draft, action: string): Promise<void> {
  const details = { definition: draft.definitionId, revision: draft.revision };
  await audit(scope, now, { actor: auditActor(author), action, target: draft.id, details });
  services.feed.nudge();
}

async function told(call: AdminCall, draft: Draft, action: string): Promise<DraftView> {
  await noted(call, draft, action);
  return shown(call, draft);
}

async function shown(call: AdminCall, draft: Draft): Promise<DraftView> {
  call.http.set('ETag', etagOf(draft));
  return draftView(draft, call, await reviewBeforePublish(call.scope.store, call.scope.tenantId));
}
