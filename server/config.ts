import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TLSConfig } from '@temporalio/common/lib/internal-non-workflow';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/**
 * Every setting of server and worker, read from the environment and checked once, at start. A setting that is missing
 * has a default that works on one machine; one that is wrong stops the start. An empty variable counts as missing.
 */
export interface Config {
  /** ARENDE_HOST, ARENDE_PORT: where the HTTP server listens. Port 0 takes a free one. */
  host: string;
  port: number;
  /** ARENDE_PUBLIC_URL: how browsers reach it, an origin with no slash at the end. */
  publicUrl: string;
  /** ARENDE_DATA_DIR: absolute path of the folder for the SQLite file and the uploaded documents. */
  dataDir: string;
  /** ARENDE_LIBRARY_DIR: absolute path of the folder whose definitions every firm gets, one folder each. Default: the shipped ones. */
  libraryDir: string;
  /** DATABASE_URL: `postgres://…`, or `sqlite:` and a file. Default: a file in the data folder. */
  databaseUrl: string;
  temporal: {
    /** TEMPORAL_ADDRESS, TEMPORAL_TLS_*, TEMPORAL_API_KEY, TEMPORAL_PROFILE…, as Temporal's own tools read them. */
    connection: TemporalConnection;
    /** TEMPORAL_NAMESPACE */
    namespace: string;
    /** ARENDE_TASK_QUEUE */
    taskQueue: string;
  };
  /** ARENDE_WORKFLOW_CACHE: how many workflows a worker keeps in memory, about 100 kB each. */
  workflowCacheSize: number;
  /** SMTP_URL: `smtp://user:password@host:587`. Null: mail waits in the outbox until it is set. */
  smtpUrl: string | null;
  /** ARENDE_MAIL_FROM_ADDRESS: the address that every mail comes from; the name is the firm's. */
  mailFromAddress: string;
  /** ARENDE_BOUNCE_ADDRESS: the mailbox that mail servers send back to; each mail has `+<token>` in it. */
  bounceAddress: string | null;
  /** ARENDE_SMS_URL, _USER, _PASSWORD, _FROM: the gateway 46elks; null: text messages wait, and are not sent late. */
  sms: { url: string; user: string; password: string; from: string } | null;
  /** ARENDE_PAYLOAD_KEY: 32 bytes; with it, histories in Temporal are encrypted. */
  payloadKey: Buffer | null;
  /** ARENDE_MAX_UPLOAD_BYTES: the largest document. */
  maxUploadBytes: number;
  /** ARENDE_CLAMD_ADDRESS: host:port of ClamAV's daemon, which looks for viruses; null: nobody does. */
  clamdAddress: string | null;
  /** ARENDE_RATE_LIMIT: requests per second and widget session, ten times as many at once; API keys get ten times that. */
  rateLimitPerSecond: number;
  /** ARENDE_TRUSTED_PROXIES: reverse proxies of one's own in front, whose X-Forwarded-For tells the caller's address. */
  trustedProxies: number;
  /** ARENDE_LOG_LEVEL */
  logLevel: LogLevel;
  login: LoginConfig;
}

/** How people log in to the pages that the server itself serves. */
export interface LoginConfig {
  /** ARENDE_IDENTITY_KEY: 32 bytes that encrypt and find personal numbers. Without it nobody is known by one. */
  identityKey: Buffer | null;
  bankId: BankIdConfig | null;
  oidc: OidcConfig | null;
  /** ARENDE_SIGN_UP: `open` lets anybody who logs in start a firm of their own. */
  signUp: 'open' | 'closed';
}

export interface BankIdConfig {
  /** ARENDE_BANKID_URL: `https://appapi2.bankid.com`, or BankID's test system, or a simulator. */
  url: string;
  /** ARENDE_BANKID_APP_URL: what opens the app on the same device. Only a simulator has one of its own. */
  appUrl: string | null;
  /** ARENDE_BANKID_PFX_FILE with ARENDE_BANKID_PASSPHRASE: the certificate that the bank gave the relying party. */
  pfx: Buffer | null;
  passphrase: string | null;
  /** ARENDE_BANKID_CA_FILE: BankID's own root, in PEM, which no system brings along. */
  ca: Buffer | null;
}

export interface OidcConfig {
  /** ARENDE_OIDC_ISSUER */
  issuer: string;
  /** ARENDE_OIDC_CLIENT_ID, ARENDE_OIDC_CLIENT_SECRET */
  clientId: string;
  clientSecret: string | null;
  /** ARENDE_OIDC_PERSONAL_NUMBER_CLAIM: where the provider puts the personal number. */
  personalNumberClaim: string;
  /** ARENDE_OIDC_SCOPE */
  scope: string;
  /** ARENDE_OIDC_ACR_VALUES: which log-in the provider is to ask for, in its own words. */
  acrValues: string | null;
  /** ARENDE_OIDC_LABEL: what stands on the button. */
  label: string;
}

export interface TemporalConnection {
  address: string;
  apiKey?: string;
  tls?: TLSConfig | boolean;
  metadata?: Record<string, string>;
}

export const SHIPPED_LIBRARY = fileURLToPath(new URL('../definitions/library', import.meta.url));

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** All wrong settings at once, a sentence each. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

type Environment = Record<string, string | undefined>;

/** Throws ConfigError with every setting that is wrong. */
export function readConfig(env: Environment = process.env): Config {
  const read = new Reader(env);
  const host = read.text('ARENDE_HOST', '127.0.0.1', /^[\w.:-]+$/, 'a host name or an IP address');
  const port = read.integer('ARENDE_PORT', 4000, 0, 65_535);
  const dataDir = path.resolve(read.text('ARENDE_DATA_DIR', '.data', /./, 'a folder'));
  const everywhere = host === '0.0.0.0' || host === '::';
  const config: Config = {
    host,
    port,
    publicUrl: read.origin('ARENDE_PUBLIC_URL', `http://${everywhere ? 'localhost' : urlHost(host)}:${port}`),
    dataDir,
    libraryDir: path.resolve(read.text('ARENDE_LIBRARY_DIR', SHIPPED_LIBRARY, /./, 'a folder')),
    databaseUrl: read.databaseUrl('DATABASE_URL', `sqlite:${path.join(dataDir, 'arende.sqlite')}`),
    temporal: {
      ...read.temporal(),
      taskQueue: read.text('ARENDE_TASK_QUEUE', 'arende', /^[\w.-]{1,200}$/, 'letters, digits, dots and dashes'),
    },
    workflowCacheSize: read.integer('ARENDE_WORKFLOW_CACHE', 1_000, 1, 100_000),
    smtpUrl: read.smtpUrl('SMTP_URL'),
    mailFromAddress: read.text(
      'ARENDE_MAIL_FROM_ADDRESS',
      'arende@localhost',
      /^[^\s@<>]+@[^\s@<>]+$/,
      'a mail address',
    ),
    bounceAddress: read.text('ARENDE_BOUNCE_ADDRESS', '', /^[^\s@<>+]+@[^\s@<>]+$/, 'a mail address without +') || null,
    sms: read.sms(),
    payloadKey: read.key('ARENDE_PAYLOAD_KEY', 32),
    clamdAddress:
      read.text('ARENDE_CLAMD_ADDRESS', '', /^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, 'host:port, like 127.0.0.1:3310') ||
      null,
    maxUploadBytes: read.integer('ARENDE_MAX_UPLOAD_BYTES', 500 * 1024 * 1024, 1, 5 * 1024 ** 3),
    rateLimitPerSecond: read.integer('ARENDE_RATE_LIMIT', 20, 1, 100_000),
    trustedProxies: read.integer('ARENDE_TRUSTED_PROXIES', 0, 0, 10),
    logLevel: read.oneOf('ARENDE_LOG_LEVEL', LOG_LEVELS, 'info'),
    login: {
      identityKey: read.key('ARENDE_IDENTITY_KEY', 32),
      bankId: readBankId(read),
      oidc: readOidc(read),
      signUp: read.oneOf('ARENDE_SIGN_UP', ['open', 'closed'] as const, 'closed'),
    },
  };
  if (!config.login.identityKey && (config.login.bankId || config.login.oidc)) {
    read.problems.push(
      'ARENDE_IDENTITY_KEY is missing; BankID and OpenID Connect need it to keep personal numbers encrypted (make one with: openssl rand -base64 32).',
    );
  }
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

function readBankId(read: Reader): BankIdConfig | null {
  const url = read.optionalOrigin('ARENDE_BANKID_URL');
  if (url === null) return null;
  return {
    url,
    appUrl: read.optionalUrl('ARENDE_BANKID_APP_URL'),
    pfx: read.file('ARENDE_BANKID_PFX_FILE'),
    passphrase: read.optional('ARENDE_BANKID_PASSPHRASE'),
    ca: read.file('ARENDE_BANKID_CA_FILE'),
  };
}

function readOidc(read: Reader): OidcConfig | null {
  const issuer = read.optionalUrl('ARENDE_OIDC_ISSUER');
  if (issuer === null) return null;
  return {
    issuer,
    clientId: read.text('ARENDE_OIDC_CLIENT_ID', 'arende', /./, 'the id that the provider gave'),
    clientSecret: read.optional('ARENDE_OIDC_CLIENT_SECRET'),
    personalNumberClaim: read.text(
      'ARENDE_OIDC_PERSONAL_NUMBER_CLAIM',
      'https://claims.oidc.se/1.0/personalNumber',
      /^\S+$/,
      'the name of a claim',
    ),
    scope: read.text('ARENDE_OIDC_SCOPE', 'openid profile', /\bopenid\b/, 'scopes with openid among them'),
    acrValues: read.optional('ARENDE_OIDC_ACR_VALUES'),
    label: read.text('ARENDE_OIDC_LABEL', 'BankID', /./, 'what stands on the button'),
  };
}

/** For the commands: prints what is wrong, a line each, and ends the process with code 1. */
export function configOrExit(env: Environment = process.env): Config {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) console.error(problem);
    process.exit(1);
  }
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** What a phone shows as the sender. */
const senderName = /^(\+[1-9]\d{6,14}|[A-Za-z][A-Za-z0-9]{0,10})$/;

class Reader {
  problems: string[] = [];
  #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  text(name: string, fallback: string, pattern: RegExp, expected: string): string {
    const value = this.#value(name);
    if (value === undefined) return fallback;
    if (!pattern.test(value)) this.#wrong(name, value, expected);
    return value;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.#value(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max)
      this.#wrong(name, value, `a whole number from ${min} to ${max}`);
    return number;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.#value(name);
    if (value === undefined) return fallback;
    const found = allowed.find((candidate) => candidate === value);
    if (!found) this.#wrong(name, value, `one of ${allowed.join(', ')}`);
    return found ?? fallback;
  }

  origin(name: string, fallback: string): string {
    const value = this.#value(name);
    if (value === undefined) return fallback;
    const url = parseUrl(value);
    const bare = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
    if (!url || !bare || url.username)
      this.#wrong(name, hidePassword(value), 'an http(s) address without a path, like https://arende.firm.example');
    return url?.origin ?? fallback;
  }

  optional(name: string): string | null {
    return this.#value(name) ?? null;
  }

  optionalOrigin(name: string): string | null {
    return this.#value(name) === undefined ? null : this.origin(name, '');
  }

  optionalUrl(name: string): string | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    const url = parseUrl(value);
    if (!url || !/^https?:$/.test(url.protocol)) this.#wrong(name, hidePassword(value), 'an http(s) address');
    return value;
  }

  file(name: string): Buffer | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    try {
      return readFileSync(value);
    } catch {
      this.#wrong(name, value, 'a file that can be read');
      return null;
    }
  }

  databaseUrl(name: string, fallback: string): string {
    const value = this.#value(name);
    if (value === undefined) return fallback;
    const postgres = /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value);
    if (!postgres && !/^sqlite:./.test(value))
      this.#wrong(name, hidePassword(value), 'postgres://user:password@host:5432/name, or sqlite:path/to/file');
    return value;
  }

  smtpUrl(name: string): string | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    const url = parseUrl(value);
    if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname)
      this.#wrong(name, hidePassword(value), 'smtp://user:password@host:587 or smtps://…');
    return value;
  }

  sms(): Config['sms'] {
    const value = this.#value('ARENDE_SMS_URL');
    if (value === undefined) return null;
    const url = parseUrl(value);
    const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
    if (!url || !(local || url.protocol === 'https:'))
      this.#wrong('ARENDE_SMS_URL', hidePassword(value), 'https://api.46elks.com');
    for (const name of ['ARENDE_SMS_USER', 'ARENDE_SMS_PASSWORD'])
      if (this.#value(name) === undefined) this.#wrong(name, '', 'what the gateway gave you, as ARENDE_SMS_URL is set');
    return {
      url: value,
      user: this.text('ARENDE_SMS_USER', '', /^\S+$/, 'the user name of the API'),
      password: this.text('ARENDE_SMS_PASSWORD', '', /^\S+$/, 'the password of the API'),
      from: this.text(
        'ARENDE_SMS_FROM',
        'Arende',
        senderName,
        'at most 11 letters and digits, or a number like +46701740605',
      ),
    };
  }

  key(name: string, bytes: number): Buffer | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    const key = Buffer.from(value, 'base64');
    if (!/^[A-Za-z0-9+/_-]+=*$/.test(value) || key.length !== bytes)
      this.#wrong(name, null, `${bytes} bytes in base64 (make one with: openssl rand -base64 ${bytes})`);
    return key;
  }

  /** What Temporal's own tools read: environment, then its configuration file. */
  temporal(): { connection: TemporalConnection; namespace: string } {
    const set = Object.entries(this.#env).filter((entry): entry is [string, string] => Boolean(entry[1]));
    const connection: TemporalConnection = { address: '127.0.0.1:7233' };
    try {
      const { connectionOptions, namespace } = loadClientConnectConfig({
        overrideEnvVars: Object.fromEntries(set),
        disableFile: this.#hasEmptyFile(),
      });
      const { address, apiKey, tls, metadata } = connectionOptions;
      if (address) connection.address = address;
      if (apiKey) connection.apiKey = apiKey;
      if (tls !== undefined && tls !== null) connection.tls = tls;
      if (metadata) connection.metadata = metadata as Record<string, string>;
      if (!/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i.test(connection.address))
        this.#wrong('TEMPORAL_ADDRESS', connection.address, 'host:port, like 127.0.0.1:7233');
      return { connection, namespace: namespace || 'default' };
    } catch (error) {
      this.problems.push(`The settings TEMPORAL_* cannot be read: ${(error as Error).message}.`);
      return { connection, namespace: 'default' };
    }
  }

  /** TEMPORAL_CONFIG_FILE=/dev/null means no file; Temporal's library fails on one without a profile. */
  #hasEmptyFile(): boolean {
    const file = this.#value('TEMPORAL_CONFIG_FILE');
    return file !== undefined && existsSync(file) && readFileSync(file, 'utf8').trim() === '';
  }

  #value(name: string): string | undefined {
    return this.#env[name]?.trim() || undefined;
  }

  /** `value` null: a secret, which is never printed. */
  #wrong(name: string, value: string | null, expected: string): void {
    this.problems.push(`${name} is ${value === null ? '(hidden)' : `"${value}"`}; expected ${expected}.`);
  }
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

/** An address may hold a password, and what cannot be taken apart may hold it anywhere. */
function hidePassword(value: string): string {
  const url = value.includes('://') ? parseUrl(value) : null;
  if (url?.password) url.password = 'hidden';
  if (url) return url.href;
  return value.includes('@') ? '(hidden)' : value;
}
