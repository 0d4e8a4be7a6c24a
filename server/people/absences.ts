import type { Static } from '@sinclair/typebox';
import { daysBetween, localDate } from '../../definitions/calendar/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { refOf } from '../common/presenter.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { hasRight, requireRight } from '../policies/index.ts';
import { requireStaff } from '../policies/people.ts';
import {
  type Absence,
  absenceById,
  absencesFrom,
  addAbsence,
  audit,
  clientsOutOfReach,
  noteChanges,
  removeAbsence,
  renewActing,
  userById,
  userNames,
} from '../store/index.ts';
import { AbsenceBody, AbsenceItem, AbsenceList, type AbsenceListView, type AbsenceView } from './schema.ts';

const longestDays = 800;
const namesInSentence = 3;

export const absenceRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/absences',
    summary: 'Who is away or will be: oneself and those one stands in for, or everybody',
    grant: { any: ['settings'], right: 'read' },
    answer: AbsenceList,
    async handler(call: BearerCall): Promise<AbsenceListView> {
      const { scope, access, now } = call;
      requireStaff(access);
      const all = await hasRight(scope, access, 'manage-users');
      const rows = await absencesFrom(scope, localDate(now));
      const own = ({ userId, substituteId }: Absence) => [userId, substituteId].includes(access.userId);
      return { items: await views(call, all ? rows : rows.filter(own), all), maySetForOthers: all };
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/absences',
    summary: 'Writes down when somebody is away and who stands in',
    grant: { any: ['settings'], right: 'act' },
    body: AbsenceBody,
    answer: AbsenceItem,
    status: 201,
    handler: add,
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/absences/:id',
    summary: 'Ends an absence, or takes one back that has not begun',
    grant: { any: ['settings'], right: 'act' },
    status: 204,
    async handler(call: BearerCall) {
      const { scope, access, params, now } = call;
      requireStaff(access);
      const absence = await absenceById(scope, params.id!);
      const all = await hasRight(scope, access, 'manage-users');
      if (!absence || !(all || [absence.userId, absence.substituteId].includes(access.userId))) throw notFound();
      if (absence.userId !== access.userId) await requireRight(scope, access, 'manage-users');
      await scope.write(async (tx) => {
        await removeAbsence(tx, absence.id);
        await renewActing(tx, localDate(now));
        await noteChanges(tx, [{ topic: 'people', clientId: null }]);
      });
      await note(call, 'absence.removed', absence);
      call.http.body = null;
    },
  }),
];

async function add(call: BearerCall<unknown, Static<typeof AbsenceBody>>): Promise<AbsenceView> {
  const { scope, access, body, now } = call;
  requireStaff(access);
  const userId = body.user ?? access.userId;
  if (userId !== access.userId) await requireRight(scope, access, 'manage-users');
  const { substitute: substituteId, fromDate, toDate } = body;
  for (const [id, pointer] of [
    [userId, '/user'],
    [substituteId, '/substitute'],
  ] as const) {
    const user = await userById(scope, id);
    if (!user?.active || user.role === 'client') {
      throw wrong('user_unknown', pointer, 'Personen finns inte hos byrån.', 'There is no such person at the firm.');
    }
  }
  if (userId === substituteId) {
    throw wrong(
      'substitute_self',
      '/substitute',
      'Välj någon annan som ersättare.',
      'Choose somebody else to stand in.',
    );
  }
  if (toDate < fromDate || toDate < localDate(now) || daysBetween(fromDate, toDate) > longestDays) {
    throw wrong(
      'dates_invalid',
      '/toDate',
      'Sista dagen ska vara idag eller senare, och inte före den första.',
      'The last day is today or later, and not before the first one.',
    );
  }
  await requireReachOf(call, userId, substituteId);
  const absence = await scope.write(async (tx) => {
    const others = await absencesFrom(tx, fromDate, [userId]);
    if (others.some((one) => one.fromDate <= toDate)) throw overlaps();
    const added = await addAbsence(tx, { userId, substituteId, fromDate, toDate, now, by: access.userId });
    await renewActing(tx, localDate(now));
    await noteChanges(tx, [{ topic: 'people', clientId: null }]);
    return added;
  });
  await note(call, 'absence.added', absence);
  const [view] = await views(call, [absence], true);
  return view!;
}

/** Whoever stands in has to reach the clients; nobody is given that by somebody's being away. */
async function requireReachOf({ scope }: BearerCall, responsibleId: string, userId: string): Promise<void> {
  const limit = namesInSentence + 1;
  const names = await clientsOutOfReach(scope, { responsibleId, userId, limit });
  if (names.length === 0) return;
  const listed = names.slice(0, namesInSentence).join(', ') + (names.length > namesInSentence ? ' …' : '');
  throw wrong(
    'substitute_out_of_reach',
    '/substitute',
    `Ersättaren har inte tillgång till ${listed}. Lägg till personen hos kunden först.`,
    `The substitute does not have access to ${listed}. Add them to the client first.`,
  );
}

async function views({ scope, access, now }: BearerCall, rows: Absence[], all: boolean): Promise<AbsenceView[]> {
  const names = await userNames(
    scope,
    rows.flatMap(({ userId, substituteId }) => [userId, substituteId]),
  );
  const person = (id: string) => refOf(id, names.get(id) ?? null)!;
  const today = localDate(now);
  return rows.map(({ id, userId, substituteId, fromDate, toDate }) => ({
    id,
    user: person(userId),
    substitute: person(substituteId),
    fromDate,
    toDate,
    running: fromDate <= today && toDate >= today,
    mayRemove: all || userId === access.userId,
  }));
}

async function note(call: BearerCall, action: string, absence: Absence): Promise<void> {
  const { scope, access, now, services } = call;
  const details: JsonObject = { ...absence };
  await audit(scope, now, { actor: `user:${access.userId}`, action, target: absence.userId, details });
  services.feed.nudge();
}

const wrong = (code: string, pointer: string, sv: string, en: string): Problem =>
  new Problem(422, code, en, { text: { sv, en }, fields: [{ pointer, text: { sv, en } }] });

const overlaps = (): Problem =>
  new Problem(409, 'absence_overlaps', 'There is an absence on some of these days already. Take that one back first.', {
    text: {
      sv: 'Det finns redan en frånvaro som täcker någon av dagarna. Ta bort den först.',
      en: 'There is an absence on some of these days already. Take that one back first.',
    },
  });
