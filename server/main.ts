import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { configOrExit } from './config.ts';
import { temporalEngine } from './engine/temporal.ts';
import { publishLibrary } from './definitions/library.ts';
import { startServer } from './server.ts';
import { migrate, newSetupToken, openStore } from './store/index.ts';

const config = configOrExit();
const log = pino({ name: 'server', level: config.logLevel });

try {
  const store = await openStore(config.databaseUrl);
  await migrate(store);
  await publishLibrary(store, new Date().toISOString(), config.libraryDir);
  const engine = temporalEngine(config, store);
  const server = await startServer({
    store,
    engine,
    log,
    dataDir: config.dataDir,
    host: config.host,
    port: config.port,
    login: config.login,
    settings: {
      publicUrl: config.publicUrl,
      hasMailServer: config.smtpUrl !== null,
      maxUploadBytes: config.maxUploadBytes,
      clamdAddress: config.clamdAddress,
      rateLimitPerSecond: config.rateLimitPerSecond,
      libraryDir: config.libraryDir,
      trustedProxies: config.trustedProxies,
      widgetsDir: fileURLToPath(new URL('../dist/widgets', import.meta.url)),
    },
  });
  log.info({ address: server.address }, 'the server listens');
  const setup = await newSetupToken(store, new Date().toISOString());
  if (setup) console.log(`There is no firm yet. Set one up, once, at ${config.publicUrl}/setup#${setup}`);

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      await server.stop();
      await engine.close();
      await store.close();
      process.exit(0);
    });
  }
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  log.error({ err: error }, 'the server cannot start');
  console.error(taken ? `Port ${config.port} is taken. Set ARENDE_PORT to another one.` : (error as Error).message);
  process.exit(1);
}
