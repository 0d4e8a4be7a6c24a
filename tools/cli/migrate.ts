import { setTimeout as sleep } from 'node:timers/promises';
import type { Static } from '@sinclair/typebox';
import type { DryRunView, MappingView, MigrationRows, MigrationView } from '../../server/migrations/schema.ts';
import { versionOf } from './instances.ts';
import { SERVER_OPTIONS, serverAt, type Server } from './server.ts';
import { assignments, one, parsed, UsageError, type Command } from './usage.ts';

const LOOK_EVERY_MS = 300;
type Rows = Static<typeof MigrationRows>;

export const migrateCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    ...SERVER_OPTIONS,
    to: { type: 'string' },
    from: { type: 'string' },
    map: { type: 'string', multiple: true },
    'map-role': { type: 'string', multiple: true },
    context: { type: 'string', multiple: true },
    'run-entry': { type: 'boolean' },
    comment: { type: 'string' },
    'dry-run': { type: 'boolean' },
  });
  const definition = one(positionals, 'definition');
  if (values.to === undefined) throw new UsageError('Give --to VERSION.');
  const to = versionOf(values.to, 'to');
  const from = values.from === undefined ? undefined : versionOf(values.from, 'from');
  const mapping: MappingView = {
    ...(values.map && { states: names(values.map) }),
    ...(values['map-role'] && { roles: names(values['map-role']) }),
    ...(values.context && { context: assignments(values.context) }),
    ...(values['run-entry'] && { runEntry: true }),
  };
  const server = serverAt(values.server);
  const show = (value: object, lines: string[]) =>
    values.json ? print(JSON.stringify(value, null, 2)) : lines.forEach((line) => print(line));
  if (values['dry-run']) {
    const fates = (await fatesOf(server, definition, { version: to, mapping })).filter(
      ({ fromVersion }) => from === undefined || fromVersion === from,
    );
    const refused = fates.filter(({ outcome }) => outcome === 'refused').length;
    const count = (outcome: string) => fates.filter((fate) => fate.outcome === outcome).length;
    show(fates, [...fates.flatMap(fateLines), `${count('moves')} move, ${refused} refused, ${count('stays')} stay.`]);
    return refused > 0 ? 1 : 0;
  }
  const { comment } = values;
  const body = {
    definition,
    to,
    mapping,
    ...(from !== undefined && { from }),
    ...(comment !== undefined && { comment }),
  };
  let migration = await server.send<MigrationView>('POST', '/v1/migrations', body);
  while (migration.status === 'running') {
    await sleep(LOOK_EVERY_MS);
    migration = await server.get<MigrationView>(`/v1/migrations/${migration.id}`);
  }
  const { moved, refused, skipped, failed, planned } = migration.counts;
  const rows = [...(await rowsOf(server, migration.id, 'refused')), ...(await rowsOf(server, migration.id, 'failed'))];
  const summary = `${migration.status}: ${moved} moved, ${refused} refused, ${skipped} skipped, ${failed} failed, ${planned} left.`;
  show({ ...migration, problems: rows }, [
    ...rows.map(({ instanceId, label, problem }) => `${instanceId}  ${label.en}: ${problem?.text.en ?? ''}`),
    summary,
  ]);
  return refused + failed + planned > 0 ? 1 : 0;
};

/** `old=new` pairs. */
const names = (pairs: string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [before, after, ...more] = pair.split('=');
      if (!before || !after || more.length > 0) throw new UsageError(`"${pair}" is not OLD=NEW.`);
      return [before, after];
    }),
  );

async function fatesOf(server: Server, definition: string, body: object): Promise<DryRunView['items']> {
  const items: DryRunView['items'] = [];
  for (let cursor: object = {}; ;) {
    const path = `/v1/definitions/${encodeURIComponent(definition)}/dry-run`;
    const page = await server.send<DryRunView>('POST', path, { ...body, ...cursor });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = { cursor: page.nextCursor };
  }
}

async function rowsOf(server: Server, id: string, outcome: string): Promise<Rows['items']> {
  const items: Rows['items'] = [];
  for (let cursor = ''; ;) {
    const page = await server.get<Rows>(`/v1/migrations/${id}/instances?limit=500&outcome=${outcome}${cursor}`);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

function fateLines(fate: DryRunView['items'][number]): string[] {
  const { instanceId, label, client, states, toStates, outcome } = fate;
  const name = `${instanceId}  ${label.en}${client ? `, ${client.name}` : ''}`;
  if (outcome !== 'moves') return [`${name}: ${outcome}`, ...fate.problems.map(({ text }) => `    ${text.en}`)];
  const moves =
    states.join() === toStates.join()
      ? `stays in ${states.join(', ')}`
      : `${states.join(', ')} → ${toStates.join(', ')}`;
  return [
    `${name}: ${moves}`,
    ...fate.deadlines.map(({ title, before, after }) => `    ${title.en}: ${before ?? 'none'} → ${after ?? 'none'}`),
    ...fate.tasksAppearing.map(({ title }) => `    new task: ${title.en}`),
    ...fate.tasksDisappearing.map(({ title }) => `    task ends: ${title.en}`),
    ...fate.mailsAppearing.map(({ date, role, subject }) => `    mail on ${date} to ${role}, new: ${subject.en}`),
    ...fate.mailsDisappearing.map(
      ({ date, role, subject }) => `    mail on ${date} to ${role}, no more: ${subject.en}`,
    ),
  ];
}
