import type { Static } from '@sinclair/typebox';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { requireRight } from '../policies/index.ts';
import {
  audit,
  auditLines,
  auditPage,
  brokenAuditLine,
  eraseUser,
  type Erasure as StoredErasure,
  listErasures,
  personalData,
  type Scope,
  userById,
  userNames,
} from '../store/index.ts';
import { auditHolding, historyHolding, holdings } from '../store/holdings.ts';
import {
  Erasure,
  ErasureBody,
  ErasureList,
  type ErasureListView,
  LogCheck,
  LogPage,
  type LogPageView,
  LogQuery,
  PersonalData,
  type PersonalDataView,
  Register,
  type RegisterView,
} from './schema.ts';

const grant = (right: 'read' | 'act') => ({ any: ['settings' as const], right });

export const protectionRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/people/:id/personal-data',
    summary: 'All that is held about a user: for the user, and for who may manage personal data',
    grant: grant('read'),
    answer: PersonalData,
    handler: exported,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/people/:id/erasure',
    summary: 'Erases a deactivated user: at once what may go, the rest when its time has passed',
    grant: grant('act'),
    body: ErasureBody,
    answer: Erasure,
    status: 201,
    handler: erase,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/protection/register',
    summary: 'What is held about people, why, and what an erasure does with it',
    grant: grant('read'),
    answer: Register,
    async handler(): Promise<RegisterView> {
      const items = holdings.map(({ what, purpose, atErasure }) => ({
        what,
        purpose,
        atErasure: typeof atErasure === 'string' ? atErasure : ('unnamed' as const),
      }));
      const kept = [historyHolding, auditHolding].map((each) => ({ ...each, atErasure: 'kept' as const }));
      return { items: [...items, ...kept] };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/protection/erasures',
    summary: 'Who was erased, when and why, and until when something is kept',
    grant: grant('read'),
    answer: ErasureList,
    async handler({ scope, access }): Promise<ErasureListView> {
      await requireRight(scope, access, 'protect-data');
      return { items: await erasureViews(scope, await listErasures(scope)) };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/protection/log',
    summary: 'The audit log, newest first',
    grant: grant('read'),
    query: LogQuery,
    answer: LogPage,
    handler: log,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/protection/log/check',
    summary: 'Whether a line of the audit log is missing or was altered',
    grant: grant('read'),
    answer: LogCheck,
    async handler({ scope, access }) {
      await requireRight(scope, access, 'read-audit');
      let lines = 0;
      const counted = async function* () {
        for await (const line of auditLines(scope)) {
          lines += 1;
          yield line;
        }
      };
      return { brokenAt: await brokenAuditLine(counted()), lines };
    },
  }),
];

async function exported({ services, scope, access, params, now }: BearerCall): Promise<PersonalDataView> {
  const userId = params.id!;
  if (userId !== access.userId) await requireRight(scope, access, 'protect-data');
  if (!(await userById(scope, userId))) throw notFound();
  const { login, tables, history, audit: lines } = await personalData(scope, userId, services.login.keys);
  const held = holdings
    .filter(({ table }) => tables[table])
    .map(({ table, what, purpose }) => ({ table, what, purpose, rows: tables[table]! }));
  if (history.length > 0) held.push({ table: 'history', ...historyHolding, rows: history });
  if (lines.length > 0) held.push({ table: 'audit', ...auditHolding, rows: lines });
  await audit(scope, now, { actor: `user:${access.userId}`, action: 'person.exported', target: userId, details: {} });
  return { user: userId, at: now, login, held };
}

async function erase(call: BearerCall<unknown, Static<typeof ErasureBody>>): Promise<Static<typeof Erasure>> {
  const { scope, access, params, body, now } = call;
  await requireRight(scope, access, 'protect-data');
  const user = await userById(scope, params.id!);
  if (!user) throw notFound();
  if (user.active) {
    const text = {
      sv: 'Stäng av användaren först, så att det de har hand om går till någon annan.',
      en: 'Deactivate the user first, so that somebody else gets what they are in charge of.',
    };
    throw new Problem(409, 'user_active', text.en, { text });
  }
  const { reason } = body;
  const erasure = await eraseUser(scope, { userId: user.id, reason, by: access.userId, now });
  if (!erasure) {
    const text = { sv: 'Personen är redan raderad.', en: 'The person has been erased already.' };
    throw new Problem(409, 'user_erased', text.en, { text });
  }
  await audit(scope, now, { actor: `user:${access.userId}`, action: 'person.erased', target: user.id, details: {} });
  return (await erasureViews(scope, [erasure]))[0]!;
}

async function erasureViews(scope: Scope, erasures: StoredErasure[]): Promise<ErasureListView['items']> {
  const names = await userNames(
    scope,
    erasures.map(({ erasedBy }) => erasedBy),
  );
  return erasures.map((each) => ({ ...each, erasedBy: { id: each.erasedBy, name: names.get(each.erasedBy) ?? '' } }));
}

async function log({ scope, access, query }: BearerCall<Static<typeof LogQuery>>): Promise<LogPageView> {
  await requireRight(scope, access, 'read-audit');
  const { limit = 50, before = null, action = null, actor = null } = query;
  const lines = await auditPage(scope, { limit: limit + 1, before, action, actor });
  const shown = lines.slice(0, limit);
  const idOf = (text: string) => (text.startsWith('user:') ? [text.slice('user:'.length)] : []);
  const names = await userNames(
    scope,
    shown.flatMap((line) => idOf(line.actor)),
  );
  return {
    items: shown.map((line) => {
      const [kind, id = null] = line.actor.split(':') as [string, string?];
      const { number, at, action: done, target, details } = line;
      return { number, at, actor: { kind, id, name: names.get(id ?? '') ?? null }, action: done, target, details };
    }),
    nextBefore: lines.length > limit ? shown.at(-1)!.number : null,
  };
}
