import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { type Config, configOrExit } from '../../server/config.ts';

export interface Settings {
  config: Config;
  /** A cluster that already runs; null: a server of our own. */
  cluster: string | null;
  temporalPort: number;
  temporalUiPort: number;
  /** The demo firm's own website. */
  demoPort: number;
  /** The mailbox page, and the port on which it takes mail. */
  mailboxPort: number;
  smtpPort: number;
  /** The stand-in for BankID; null: a real one is set up. */
  bankIdPort: number | null;
  /** What server, worker and demo site are started with. */
  env: NodeJS.ProcessEnv;
}

const PORTS = {
  ARENDE_TEMPORAL_PORT: 7233,
  ARENDE_TEMPORAL_UI_PORT: 8233,
  ARENDE_DEMO_PORT: 4100,
  ARENDE_MAILBOX_PORT: 4200,
  ARENDE_MAILBOX_SMTP_PORT: 4225,
  ARENDE_BANKID_PORT: 4300,
};

/** Settings of `npm start`: those of the server, and the ports of what stands around it. Ends the process on a wrong one. */
export function readSettings(): Settings {
  const ports = readPorts();
  const cluster = process.env.TEMPORAL_ADDRESS?.trim() || null;
  const own = cluster
    ? {}
    : // The demo's server takes no key and no TLS, whatever this person's Temporal configuration says.
      { TEMPORAL_ADDRESS: `127.0.0.1:${ports.ARENDE_TEMPORAL_PORT}`, TEMPORAL_CONFIG_FILE: devNull };
  const simulated = process.env.ARENDE_BANKID_URL
    ? {}
    : {
        ARENDE_BANKID_URL: `http://127.0.0.1:${ports.ARENDE_BANKID_PORT}`,
        ARENDE_BANKID_APP_URL: `http://localhost:${ports.ARENDE_BANKID_PORT}`,
        ARENDE_IDENTITY_KEY: process.env.ARENDE_IDENTITY_KEY || identityKey(),
        ARENDE_SIGN_UP: process.env.ARENDE_SIGN_UP || 'open',
      };
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ARENDE_LOG_LEVEL: process.env.ARENDE_LOG_LEVEL || 'warn',
    ...(process.env.ARENDE_SMS_URL
      ? {}
      : {
          ARENDE_SMS_URL: `http://127.0.0.1:${ports.ARENDE_MAILBOX_PORT}`,
          ARENDE_SMS_USER: 'demo',
          ARENDE_SMS_PASSWORD: 'demo',
        }),
    SMTP_URL: process.env.SMTP_URL || `smtp://127.0.0.1:${ports.ARENDE_MAILBOX_SMTP_PORT}`,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    ...own,
    ...simulated,
  };
  const config = configOrExit(env);
  Object.assign(env, { ARENDE_DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl });
  Object.assign(env, { ARENDE_PUBLIC_URL: config.publicUrl });
  mkdirSync(path.join(config.dataDir), { recursive: true });
  return {
    config,
    cluster,
    temporalPort: ports.ARENDE_TEMPORAL_PORT,
    temporalUiPort: ports.ARENDE_TEMPORAL_UI_PORT,
    demoPort: ports.ARENDE_DEMO_PORT,
    mailboxPort: ports.ARENDE_MAILBOX_PORT,
    smtpPort: ports.ARENDE_MAILBOX_SMTP_PORT,
    bankIdPort: process.env.ARENDE_BANKID_URL ? null : ports.ARENDE_BANKID_PORT,
    env,
  };
}

/** The demo's own key for personal numbers, kept with its data. */
function identityKey(): string {
  const folder = path.resolve(process.env.ARENDE_DATA_DIR?.trim() || '.data');
  const file = path.join(folder, 'identity.key');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function readPorts(): typeof PORTS {
  const ports = { ...PORTS };
  const problems: string[] = [];
  for (const name of Object.keys(PORTS) as (keyof typeof PORTS)[]) {
    const value = process.env[name]?.trim();
    if (!value) continue;
    ports[name] = Number(value);
    if (!/^\d+$/.test(value) || ports[name] < 1 || ports[name] > 65_535)
      problems.push(`${name} is "${value}"; expected a port from 1 to 65535.`);
  }
  if (problems.length === 0) return ports;
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
