import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let house: string;

beforeEach(async () => {
  house = await mkdtemp(path.join(tmpdir(), 'arende-imports-'));
  await copyFile('.oxlintrc.json', path.join(house, '.oxlintrc.json'));
});

afterEach(() => rm(house, { recursive: true, force: true }));

/** What the linter says about a file with one import, at this place in the house. */
async function findings(file: string, statement: string): Promise<string> {
  await mkdir(path.dirname(path.join(house, file)), { recursive: true });
  await writeFile(path.join(house, file), `${statement}\nexport const used: unknown = thing;\n`);
  const oxlint = path.resolve('node_modules/oxlint/bin/oxlint');
  return new Promise((resolve) => {
    execFile(process.execPath, [oxlint, file], { cwd: house }, (_error, stdout) => resolve(stdout));
  });
}

const load = (from: string) => `import { thing } from '${from}';`;

describe('imports go one way', () => {
  test.each([
    ['definitions/engine/step.ts', '../../server/store/index.ts', 'the same pure code runs in the workflow'],
    ['definitions/engine/step.ts', 'node:fs', 'definitions/ does no I/O'],
    ['workflows/process.ts', '../activities/index.ts', 'a workflow is replayed'],
    ['activities/notify.ts', '../server/tasks/routes.ts', 'never through HTTP routes'],
    ['activities/notify.ts', '../workflows/process.ts', 'must not depend on who schedules it'],
    ['server/tasks/routes.ts', '../../workflows/process.ts', 'through Temporal only'],
    ['worker/main.ts', '../tools/start/child.ts', 'is not run by its tools'],
    ['widgets/inbox/inbox.ts', '../../server/tasks/presenter.ts', 'use only types of the server'],
  ])('%s may not import %s, and hears why', async (file, from, why) => {
    const said = await findings(file, load(from));
    expect(said).toContain('no-restricted-imports');
    // The report breaks long lines.
    expect(said.replaceAll(/\s+/g, ' ')).toContain(why);
  });

  test.each([
    ['workflows/process.ts', '../definitions/index.ts'],
    ['activities/notify.ts', '../server/store/index.ts'],
    ['activities/notify.ts', '../server/mail/render.ts'],
    ['server/tasks/routes.ts', '../../definitions/index.ts'],
    ['worker/main.ts', '../activities/index.ts'],
    ['widgets/inbox/inbox.ts', '../../definitions/index.ts'],
  ])('%s may import %s', async (file, from) => {
    expect(await findings(file, load(from))).not.toContain('no-restricted-imports');
  });

  test('widgets may import types of the server', async () => {
    const statement = `import type { thing as Thing } from '../../server/tasks/schema.ts';\nconst thing = {} as Thing;`;
    expect(await findings('widgets/inbox/inbox.ts', statement)).not.toContain('no-restricted-imports');
  });
});
