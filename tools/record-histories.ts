/**
 * Records the histories that every later version must be able to replay, into tests/workflows/histories/<version>/.
 * Run once per release: `node --import tsx tools/record-histories.ts`, or with the names of scenarios for these alone.
 * Old folders stay as they are.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import proto from '@temporalio/proto';
import { definitionHash } from '../definitions/index.ts';
import { openHouse } from '../tests/workflows/support/house.ts';
import { play, scenarios } from '../tests/workflows/support/scenarios.ts';
import { startTemporal } from './temporal/server.ts';

const { History } = proto.temporal.api.history.v1;
const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
const wanted = process.argv.slice(2);
const histories = path.join('tests', 'workflows', 'histories');
await mkdir(path.join(histories, version), { recursive: true });
await mkdir(path.join(histories, 'definitions'), { recursive: true });

const temporal = await startTemporal({ timeSkipping: true, say: console.error });
const house = await openHouse({ address: temporal.address });
try {
  await house.running(async () => {
    for (const scenario of scenarios.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const workflowId = await play(house, scenario);
      for (const definition of [scenario.definition, ...(scenario.others ?? [])]) {
        const file = `${definitionHash(definition)}.json`;
        await writeFile(path.join(histories, 'definitions', file), JSON.stringify(definition));
      }
      let runs = 0;
      for await (const { runId } of house.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
        const history = await house.client.workflow.getHandle(workflowId, runId).fetchHistory();
        runs += 1;
        const json = History.toObject(History.fromObject(history), { bytes: String, enums: String, longs: String });
        await writeFile(path.join(histories, version, `${scenario.name}-${runs}.json`), JSON.stringify(json));
      }
      console.log(`${scenario.name}: ${runs} run${runs === 1 ? '' : 's'}`);
    }
  });
} finally {
  await house.close();
  await temporal.stop();
}
