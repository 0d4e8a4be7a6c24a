import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { workflowBundle } from '../../worker/bundle.ts';
import { createCodecs } from '../../workflows/codec.ts';

const { History } = proto.temporal.api.history.v1;
Runtime.install({ logger: new DefaultLogger('ERROR') });
const folder = fileURLToPath(new URL('histories', import.meta.url));
const read = (...names: string[]) => JSON.parse(readFileSync(path.join(folder, ...names), 'utf8'));

const releases = readdirSync(folder).filter((name) => /^\d/.test(name));
const recorded = releases.flatMap((release) =>
  readdirSync(path.join(folder, release)).map((file) => ({ release, file })),
);

it.for(recorded)('an instance of $release goes on with this version: $file', async ({ release, file }) => {
  const codecs = createCodecs({ definitionByHash: async (hash) => read('definitions', `${hash}.json`) });
  const { code } = (await workflowBundle({ cacheDir: path.join(tmpdir(), 'arende-test'), encrypted: false })) as {
    code: string;
  };
  await Worker.runReplayHistory(
    { workflowBundle: { code }, dataConverter: { payloadCodecs: codecs } },
    History.fromObject(read(release, file)),
  );
});

it('replaying notices a change: a history of another definition does not fit', async () => {
  const [{ release, file }] = recorded as [{ release: string; file: string }];
  const history = History.fromObject(read(release, file));
  expect(history.events?.length).toBeGreaterThan(10);
  const timer = history.events!.find((event) => event.activityTaskScheduledEventAttributes);
  timer!.activityTaskScheduledEventAttributes!.activityType = { name: 'somethingElse' };
  const codecs = createCodecs({ definitionByHash: async (hash) => read('definitions', `${hash}.json`) });
  const bundle = await workflowBundle({ cacheDir: path.join(tmpdir(), 'arende-test'), encrypted: false });
  const replay = Worker.runReplayHistory({ workflowBundle: bundle, dataConverter: { payloadCodecs: codecs } }, history);
  await expect(replay).rejects.toThrow(/Nondeterminism|nondetermin/i);
});
