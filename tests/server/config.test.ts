import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

/** Keeps a developer's own Temporal configuration file out of the tests. */
const NO_FILE = { TEMPORAL_CONFIG_FILE: '/dev/null' };

function problems(env: Record<string, string>): string[] {
  try {
    readConfig({ ...NO_FILE, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  test('nothing set: everything on this machine', () => {
    const config = readConfig(NO_FILE);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: 'http://127.0.0.1:4000',
      dataDir: path.resolve('.data'),
      databaseUrl: `sqlite:${path.resolve('.data', 'arende.sqlite')}`,
      temporal: { connection: { address: '127.0.0.1:7233' }, namespace: 'default', taskQueue: 'arende' },
      libraryDir: path.resolve('definitions/library'),
      smtpUrl: null,
      payloadKey: null,
    });
    expect(config.temporal.connection.tls).toBeUndefined();
  });

  test('an empty variable is a missing one', () => {
    expect(readConfig({ ...NO_FILE, ARENDE_PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig(NO_FILE));
  });

  test('a real installation', () => {
    const config = readConfig({
      ...NO_FILE,
      ARENDE_HOST: '0.0.0.0',
      ARENDE_PORT: '8080',
      ARENDE_PUBLIC_URL: 'https://arende.firm.example/',
      DATABASE_URL: 'postgres://arende:secret@db.example:5432/arende',
      TEMPORAL_ADDRESS: 'firm.a1b2c.tmprl.cloud:7233',
      TEMPORAL_NAMESPACE: 'firm.a1b2c',
      TEMPORAL_API_KEY: 'key',
      SMTP_URL: 'smtps://user:secret@mail.example',
      ARENDE_MAIL_FROM_ADDRESS: 'no-reply@firm.example',
      ARENDE_PAYLOAD_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    expect(config.publicUrl).toBe('https://arende.firm.example');
    expect(config.temporal).toMatchObject({
      connection: { address: 'firm.a1b2c.tmprl.cloud:7233', apiKey: 'key', tls: true },
      namespace: 'firm.a1b2c',
    });
    expect(config.payloadKey).toEqual(Buffer.alloc(32, 7));
  });

  test("a profile of Temporal's configuration file", async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'arende-config-')), 'temporal.toml');
    await writeFile(file, '[profile.firm]\naddress = "cluster.example:7233"\nnamespace = "firm"\n');
    const { temporal } = readConfig({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'firm' });
    expect(temporal).toMatchObject({ connection: { address: 'cluster.example:7233' }, namespace: 'firm' });
    expect(problems({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'other' })).toEqual([
      expect.stringMatching(/^The settings TEMPORAL_\* cannot be read: .*other/),
    ]);
    await rm(path.dirname(file), { recursive: true });
  });

  test('listening everywhere, the address to show is this machine', () => {
    expect(readConfig({ ...NO_FILE, ARENDE_HOST: '0.0.0.0' }).publicUrl).toBe('http://localhost:4000');
    expect(readConfig({ ...NO_FILE, ARENDE_HOST: '::1' }).publicUrl).toBe('http://[::1]:4000');
  });

  test('a gateway for text messages needs its user and password, and a sender that phones can show', () => {
    const gateway = { ARENDE_SMS_URL: 'https://api.46elks.com', ARENDE_SMS_USER: 'u1', ARENDE_SMS_PASSWORD: 'p' };
    expect(readConfig({ ...NO_FILE, ...gateway }).sms).toEqual({
      url: 'https://api.46elks.com',
      user: 'u1',
      password: 'p',
      from: 'Arende',
    });
    const { ARENDE_SMS_PASSWORD: _, ...half } = gateway;
    expect(problems({ ...half, ARENDE_SMS_FROM: 'Byrån AB & Co' })).toEqual([
      expect.stringMatching(/^ARENDE_SMS_PASSWORD/),
      expect.stringMatching(/^ARENDE_SMS_FROM is "Byrån AB & Co"/),
    ]);
    expect(problems({ ...gateway, ARENDE_SMS_URL: 'http://api.46elks.com' })).toEqual([
      expect.stringMatching(/^ARENDE_SMS_URL/),
    ]);
  });

  test.each([
    ['ARENDE_PORT', '80x', 'a whole number from 0 to 65535'],
    ['ARENDE_PORT', '70000', 'a whole number from 0 to 65535'],
    ['ARENDE_PORT', '-1', 'a whole number from 0 to 65535'],
    ['ARENDE_PUBLIC_URL', 'firm.example', 'an http(s) address without a path'],
    ['ARENDE_PUBLIC_URL', 'https://firm.example/arende', 'an http(s) address without a path'],
    ['DATABASE_URL', 'mysql://localhost/arende', 'postgres://user:password@host:5432/name, or sqlite:path/to/file'],
    ['TEMPORAL_ADDRESS', 'localhost', 'host:port'],
    ['ARENDE_TASK_QUEUE', 'a queue', 'letters, digits, dots and dashes'],
    ['ARENDE_WORKFLOW_CACHE', '0', 'a whole number from 1 to 100000'],
    ['SMTP_URL', 'mail.example', 'smtp://user:password@host:587'],
    ['ARENDE_MAIL_FROM_ADDRESS', 'firm', 'a mail address'],
    ['ARENDE_MAX_UPLOAD_BYTES', '10MB', 'a whole number'],
    ['ARENDE_LOG_LEVEL', 'loud', 'one of debug, info, warn, error, silent'],
  ])('%s=%s is refused with what is expected', (name, value, expected) => {
    const [problem, ...more] = problems({ [name]: value });
    expect(more).toEqual([]);
    expect(problem).toContain(`${name} is "${value}"`);
    expect(problem).toContain(`expected ${expected}`);
  });

  test('all wrong settings are told at once', () => {
    expect(problems({ ARENDE_PORT: 'x', ARENDE_LOG_LEVEL: 'x', SMTP_URL: 'x', TEMPORAL_ADDRESS: 'x' })).toHaveLength(4);
  });

  test('every setting is in the documentation', async () => {
    const documented = await readFile('docs/running.md', 'utf8');
    const sources = await Promise.all(
      ['server/config.ts', 'tools/start/settings.ts'].map((file) => readFile(file, 'utf8')),
    );
    const names = new Set(sources.join('').match(/\b(ARENDE_[A-Z_]*[A-Z]|DATABASE_URL|SMTP_URL|TEMPORAL_ADDRESS)\b/g));
    expect(names.size).toBeGreaterThan(15);
    for (const name of names) expect(documented).toContain(`\`${name}\``);
  });

  test('secrets are never printed', () => {
    const told = problems({
      ARENDE_PAYLOAD_KEY: 'hunter2',
      DATABASE_URL: 'mysql://arende:hunter2@db/arende',
      SMTP_URL: 'user:hunter2@mail.example',
      ARENDE_PUBLIC_URL: 'https://user:hunter2@firm.example',
    });
    expect(told).toHaveLength(4);
    expect(told.join('\n')).not.toContain('hunter2');
  });
});
