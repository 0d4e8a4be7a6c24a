import { buildWidgets } from '../../widgets/build.ts';
import { banner } from './banner.ts';
import { SupervisedChild } from './child.ts';
import { isServing, isWorking } from './health.ts';
import { printer } from './output.ts';
import { occupy, untilPortsFree } from './place.ts';
import { prepareDemo, untilFilled } from './prepare.ts';
import { readSettings } from './settings.ts';
import { SupervisedTemporal } from './temporal.ts';

/**
 * `npm start`: everything on one machine, as children of this process. Ctrl-C stops them in the order in which they need
 * each other; what they know is in the data folder, and the next start goes on from there.
 */

interface Part {
  start(): Promise<void>;
  stop(): Promise<void>;
  killNow(): void;
}

const settings = readSettings();
const { config, env } = settings;
const say = (line: string) => console.log(line);
const parts: Part[] = [];
let stopping: Promise<void> | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Somebody who asks twice does not want to wait.
    if (stopping) for (const part of parts) part.killNow();
    else void stop(0);
  });
}

try {
  await start();
} catch (error) {
  if (!stopping) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await stop(1);
}

async function start(): Promise<void> {
  const place = await occupy(config.dataDir);
  process.on('exit', place.release);
  await untilPortsFree(settings, place);

  await buildWidgets();
  if (!settings.cluster) {
    say('Starting Temporal …');
    await begin(new SupervisedTemporal(settings, say));
  }
  say('Preparing the database …');
  const { secretKey } = await prepareDemo(settings);
  say('Starting server, worker and the demo firm …');
  const serverUrl = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`;
  const demoEnv = { ...env, ARENDE_SECRET_KEY: secretKey };
  await begin(node('server', 'server/main.ts', env, () => isServing(`${serverUrl}/healthz`)));
  await begin(node('worker', 'worker/main.ts', env, (pid) => isWorking(config, pid)));
  await begin(node('demo', 'tools/demo/main.ts', demoEnv, () => isServing(`http://127.0.0.1:${settings.demoPort}/`)));
  await untilFilled(config.dataDir);
  if (!stopping) say(banner(settings));
}

function node(name: string, module: string, env: NodeJS.ProcessEnv, healthy: (pid: number) => Promise<boolean>): Part {
  return new SupervisedChild({ name, module, env, healthy, onLine: printer(name, config.dataDir) });
}

async function begin(part: Part): Promise<void> {
  if (stopping) throw new Error('stopped');
  parts.push(part);
  await part.start();
}

/** Stops what was started last first, then ends this process; the first call's code counts. */
async function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    if (parts.length > 0) say('\nStopping …');
    for (const part of parts.toReversed()) await part.stop();
    process.exit(code);
  })();
  await stopping;
}
