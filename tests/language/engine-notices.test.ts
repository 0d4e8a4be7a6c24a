import { describe, expect, test } from 'vitest';
import { check } from '../../definitions/language/check.ts';
import { explore } from '../../definitions/explore/explore.ts';
import { localDate, localTime, toInstant } from '../../definitions/calendar/index.ts';
import { runScenario } from '../../definitions/simulate/scenario.ts';
import type { Definition, Notice } from '../../definitions/index.ts';
import { fixture, fixtureText } from './support/definitions.ts';
import { karin, lars, Run } from './support/run.ts';

const definition = fixture('notices');
const at = (moment: string) => toInstant(moment.slice(0, 10), moment.slice(11));
const debtor = { name: 'Gunnar Exempel', email: 'gunnar@kund.example', phone: '', language: 'en' };
const input = { reference: 'a', debtor, parties: [] };

function opened(moment = '2026-11-02 09:00', more: Partial<ConstructorParameters<typeof Run>[1]> = {}): Run {
  return new Run(definition, { period: null, at: at(moment), input, ...more });
}
const notices = (run: Run): Notice[] => run.effects.flatMap((effect) => (effect.type === 'notify' ? [effect] : []));
const sent = (run: Run) =>
  notices(run).map(({ sendAt }) => (sendAt === null ? 'at once' : `${localDate(sendAt)} ${localTime(sendAt)}`));

test('the fixture has no finding', () => {
  expect(check(fixtureText('notices'))).toEqual([]);
});

describe('quiet hours', () => {
  test('what is said at 22:00 goes out at 07:00, with the date of that day; what is urgent goes out at once', () => {
    const run = opened('2026-11-02 09:00', { settings: { noticeDigest: { value: 'now', origin: 'firm' } } });
    run.until(at('2026-11-03 22:00')).system('NEWS', { balance: 10 }).system('ALARM');
    run.until(at('2026-11-04 07:00')).system('NEWS', { balance: 20 });
    expect(sent(run)).toEqual(['2026-11-04 07:00', 'at once', 'at once']);
    expect(notices(run).map(({ localDate: date }) => date)).toEqual(['2026-11-04', '2026-11-03', '2026-11-04']);
  });

  test('they hold for reminders; an escalation may say otherwise', () => {
    const run = opened('2026-11-02 21:00').act(karin, 'PREPARE').until(at('2026-11-13 12:00'));
    expect(
      notices(run).map(({ category, role, channels, localDate: date }) => [category, role, channels, date]),
    ).toEqual([
      ['notice', 'reviewer', ['email', 'portal'], '2026-11-03'],
      ['escalation', 'office', ['email', 'portal'], '2026-11-03'],
      ['reminder', 'office', ['email'], '2026-11-12'],
    ]);
    expect(sent(run)).toEqual(['2026-11-03 07:00', 'at once', '2026-11-12 07:00']);
  });

  test('a definition without them sends everything at once', () => {
    const { quietHours: _quiet, ...rest } = definition;
    const run = new Run(rest as Definition, { period: null, at: at('2026-11-07 23:00'), input }).system('INVOICE');
    expect(sent(run)).toEqual(['at once']);
  });
});

describe('digests', () => {
  test.each([
    ['weekly', '2026-11-09 10:00'],
    ['daily', '2026-11-04 10:00'],
    ['monthly', '2026-12-07 10:00'],
    ['now', 'at once'],
  ])('P-16, P-20: %s, as the client’s setting says', (value, expected) => {
    const run = opened('2026-11-02 09:00', { settings: { noticeDigest: { value, origin: 'client' } } });
    run.until(at('2026-11-03 12:00')).system('NEWS', { balance: 12.5 });
    expect(sent(run)).toEqual([expected]);
    expect(notices(run)[0]).toMatchObject({ digest: value === 'now' ? null : value, subject: { sv: 'Saldo 12,5 kr' } });
  });

  test('P-21: never means that nobody is told', () => {
    const run = opened('2026-11-02 09:00', { settings: { noticeDigest: { value: 'never', origin: 'client' } } });
    expect(notices(run.system('NEWS', { balance: 1 }))).toEqual([]);
  });

  test('what the setting should not have been goes out at once rather than not at all', () => {
    const run = opened('2026-11-02 09:00', { settings: { noticeDigest: { value: 'yearly', origin: 'client' } } });
    expect(sent(run.system('NEWS', { balance: 1 }))).toEqual(['at once']);
  });

  test('the check refuses a setting that may be anything else', () => {
    const text = fixtureText('notices').replace(
      '"enum": ["now", "daily", "weekly", "monthly", "never"]',
      '"minLength": 1',
    );
    expect(check(text).map(({ code, suggestion }) => [code, suggestion?.en ?? null])).toEqual([
      ['digest_unknown', 'Give its schema "enum": ["now","daily","weekly","monthly","never"].'],
    ]);
  });
});

describe('who is told', () => {
  test('who may not do the task is kept from being told of it', () => {
    const run = opened().act(lars, 'PREPARE');
    expect(notices(run)[0]).toMatchObject({ role: 'reviewer', excludedIds: ['lars'] });
  });

  test('somebody outside the directory, in their language, by mail and text message', () => {
    const [notice] = notices(opened().system('INVOICE'));
    expect(notice).toMatchObject({ userId: null, address: { ...debtor, phone: null }, channels: ['email', 'sms'] });
  });

  test('each of a list, once; with nobody in it, nobody', () => {
    const parties = ['Anna', 'Bo'].map((id) => ({ id, email: `${id}@kund.example` }));
    const run = opened('2026-11-02 09:00', { input: { ...input, parties } }).system('INVITE');
    expect(notices(run).map(({ address, subject, channels }) => [address!.email, subject.en, channels])).toEqual([
      ['Anna@kund.example', 'Please sign, Anna', ['email']],
      ['Bo@kund.example', 'Please sign, Bo', ['email']],
    ]);
    expect(notices(opened().system('INVITE'))).toEqual([]);
  });

  test('the portal alone is told at once, also at night', () => {
    const run = opened('2026-11-02 23:00').system('NOTED');
    expect(notices(run)).toMatchObject([{ channels: ['portal'], sendAt: null, digest: null }]);
  });

  test('somebody outside the directory cannot act', () => {
    const broken = fixtureText('notices').replace('"for": "office", "title"', '"for": "debtor", "title"');
    const run = new Run(JSON.parse(broken), { period: null, at: at('2026-11-02 09:00'), input });
    expect(run.refused({ userId: 'x', name: 'X', groups: ['client', 'firm', 'admin'] }, 'PREPARE')).toBe(
      'role_missing',
    );
    expect(run.system('PREPARE').tasks).toEqual(['review']);
  });
});

describe('trying it out', () => {
  const people = { karin: { name: 'Karin', groups: ['firm' as const] } };
  const scenario = (mails: string[]) => ({
    title: 'A week of news',
    rules: ['P-22'],
    input,
    opens: '2026-11-02 09:00',
    steps: [
      { at: '2026-11-03 12:00', system: 'NEWS', data: { balance: 1 } },
      { at: '2026-11-05 12:00', system: 'NEWS', data: { balance: 2 } },
      { at: '2026-11-05 22:00', system: 'INVOICE' },
      { at: '2026-11-07 12:00', system: 'NOTED' },
      { at: '2026-11-08 12:00', system: 'NEWS', data: { balance: 3 } },
      { at: '2026-11-08 12:00', expect: { mails } },
    ],
  });

  test('P-22: a scenario names when each goes out', () => {
    const monday = '2026-11-09 10:00 news client';
    const mails = [monday, monday, '2026-11-06 07:00 plain debtor', '2026-11-07 plain client (portal)', monday];
    expect(runScenario(definition, people, scenario(mails)).failures).toEqual([]);
  });

  test('the timeline shows what is held back, and which go as one mail', () => {
    const { timeline } = runScenario(definition, people, scenario([]));
    const mails = timeline.filter(({ kind }) => kind === 'mail');
    expect(mails.map(({ date, sendAt, digest, merged }) => [date, sendAt, digest, merged])).toEqual([
      ['2026-11-03', at('2026-11-09 10:00'), 'weekly', false],
      ['2026-11-05', at('2026-11-09 10:00'), 'weekly', true],
      ['2026-11-05', at('2026-11-06 07:00'), null, false],
      ['2026-11-07', null, null, false],
      ['2026-11-08', at('2026-11-09 10:00'), 'weekly', true],
    ]);
  });

  test('a storm is what goes out on a day: a digest of many is one mail, the portal none', () => {
    const four = (params: object) => ({
      ...definition,
      states: {
        ...definition.states,
        open: {
          ...definition.states.open,
          after: { P1D: 'review' },
          exit: Array.from({ length: 4 }, () => ({
            type: 'notify' as const,
            params: { template: 'plain', to: 'client', ...params },
          })),
        },
      },
    });
    const storms = (params: object) =>
      explore({ definition: four(params) as Definition, from: '2026-11-02' }).findings.filter(
        ({ code }) => code === 'mail_storm',
      ).length;
    expect(storms({})).toBe(1);
    expect(storms({ digest: 'weekly' })).toBe(0);
    expect(storms({ channels: ['portal'] })).toBe(0);
  });
});
