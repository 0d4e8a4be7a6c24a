import type { Static } from '@sinclair/typebox';
import type { LiveInstances } from '../../server/migrations/schema.ts';
import { SERVER_OPTIONS, serverAt } from './server.ts';
import { one, parsed, UsageError, type Command } from './usage.ts';

type Page = Static<typeof LiveInstances>;

export const instancesCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, { ...SERVER_OPTIONS, version: { type: 'string' } });
  const definitionId = one(positionals, 'definition');
  const server = serverAt(values.server);
  const version = values.version === undefined ? '' : `&version=${versionOf(values.version, 'version')}`;
  const items: Page['items'] = [];
  for (let cursor = ''; ;) {
    const path = `/v1/definitions/${encodeURIComponent(definitionId)}/instances?limit=500${version}${cursor}`;
    const page = await server.get<Page>(path);
    items.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  if (values.json) print(JSON.stringify(items, null, 2));
  else {
    for (const { id, label, client, version: number, states, dueAt } of items) {
      const due = dueAt === null ? '' : `  due ${dueAt.slice(0, 10)}`;
      print(`${id}  version ${number}  ${states.join(', ')}  ${label.en}${client ? `, ${client.name}` : ''}${due}`);
    }
    print(`${items.length} open.`);
  }
  return 0;
};

export function versionOf(text: string, option: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} is the number of a version, not "${text}".`);
}
