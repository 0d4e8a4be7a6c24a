import { describe, expect, test } from 'vitest';
import { toInstant } from '../../definitions/calendar/index.ts';
import type { Json, JsonObject, Notice } from '../../definitions/index.ts';
import { shipped } from './support/definitions.ts';
import { anna, karin, Run } from './support/run.ts';

const definition = shipped('invoice');
const at = (date: string, time = '09:00') => toInstant(date, time);
const debtor = { name: 'Kund Exempel', email: 'kund@example.com', phone: '', language: 'sv', kind: 'consumer' };
const rates = [
  { from: '2026-01-01', percent: 2 },
  { from: '2026-07-01', percent: 3 },
];

interface Invoice {
  input?: JsonObject;
  settings?: Record<string, Json>;
}

/** 10,000 kronor due on Monday 15 June 2026, attested on 15 May and sent an hour later. */
function invoice({ input = {}, settings = {} }: Invoice = {}): Run {
  const values = Object.entries({ referenceRates: rates, ...settings });
  const draft = new Run(definition, {
    at: at('2026-05-15'),
    period: null,
    input: {
      number: '1001',
      amountMinor: 1_000_000,
      dueDate: '2026-06-15',
      delivery: 'email',
      postage: 'B',
      pdfAttached: false,
      reminderFeeAgreed: true,
      reminderDate: '',
      automaticCollection: false,
      debtor,
      ...input,
    },
    settings: Object.fromEntries(values.map(([name, value]) => [name, { value, origin: 'firm' as const }])),
  });
  return draft.act(anna, 'ATTEST').until(at('2026-05-15', '10:00'));
}

const on = (run: Run, date: string, time?: string) => run.until(at(date, time));
const answer = (run: Run, type: string, data: JsonObject = {}) =>
  run.system(type, data, run.state.calls!.find(({ done }) => done === type)!.id);
const owed = ({ state: { context: c } }: Run): number =>
  ['capitalMinor', 'interestMinor', 'reminderFeeMinor', 'collectionFeeMinor'].reduce(
    (sum, key) => sum + (c[key] as number),
    0,
  );
const told = (run: Run): Notice[] =>
  run.effects.flatMap((effect) => (effect.type === 'notify' && effect.role === 'debtor' ? [effect] : []));

const sent = (run: Run) => run.effects.flatMap((effect) => (effect.type === 'send' ? [effect] : []));

describe('amounts, worked out by hand', () => {
  test('räntelagen 6 §: 10,000 kr over a new half-year is 15 days at 10 % and 10 days at 11 %', () => {
    const run = on(invoice(), '2026-07-10').act(anna, 'REMIND', { fee: true });
    // 1 000 000 · 0.10 · 15 / 365 = 4 109.59 and 1 000 000 · 0.11 · 10 / 365 = 3 013.70 öre.
    expect(run.state.context).toMatchObject({ interestMinor: 7_123, reminderFeeMinor: 6_000 });
    expect(owed(run)).toBe(1_013_123);
  });

  test('a claim at the turn of the year counts each year with its own days, and the debt changes rate', () => {
    const settings = { referenceRates: [...rates, { from: '2028-01-01', percent: 4 }] };
    const input = { dueDate: '2027-12-15' };
    const run = on(invoice({ input, settings }), '2028-01-14').act(anna, 'REMIND', { fee: false });
    // 16 days at 11 % of 365 = 4 821.92; 14 days at 12 % of 366 = 4 590.16 öre.
    expect(run.state.context['interestMinor']).toBe(9_412);
  });

  test('a part payment goes to interest and costs first, then to the capital, which bears interest from then on', () => {
    const run = on(invoice(), '2026-07-10').act(anna, 'REMIND', { fee: true });
    run.system('PAYMENT', { amountMinor: 213_123, date: '2026-07-10' });
    expect(run.state.context).toMatchObject({ capitalMinor: 800_000, interestMinor: 0, reminderFeeMinor: 0 });
    on(run, '2026-08-09').act(anna, 'REMIND', { fee: true });
    // 30 days at 11 % of 800 000 = 7 232.88 öre.
    expect(run.state.context).toMatchObject({ interestMinor: 7_233, reminderFeeMinor: 0 });
    run.system('PAYMENT', { amountMinor: 807_233 });
    expect(run.state).toMatchObject({ done: true, status: 'paid' });
  });

  test('a payment booked late counts from the day on which it was made', () => {
    const run = on(invoice(), '2026-06-30').system('PAYMENT', { amountMinor: 400_000, date: '2026-06-20' });
    // 5 days at 10 % of 1 000 000 = 1 369.86 öre.
    expect(run.state.context).toMatchObject({ accruedMinor: 1_370, interestFrom: '2026-06-20', capitalMinor: 600_000 });
  });

  test.each([
    ['consumer', 18_000],
    ['business', 45_000],
    ['authority', 45_000],
  ])('lag (1981:739): a collection letter to a %s costs %i öre, in place of the reminder fee (X-05)', (kind, cost) => {
    const run = on(invoice({ input: { debtor: { ...debtor, kind } } }), '2026-06-20').act(anna, 'REMIND', {
      fee: true,
    });
    on(run, '2026-06-25').act(anna, 'DEMAND');
    expect(run.state.context).toMatchObject({ reminderFeeMinor: 0, collectionFeeMinor: cost });
  });

  test('fees have a day from which they hold: a new one counts from its own day', () => {
    const settings = {
      reminderFees: [
        { from: '2026-07-01', amountMinor: 7_000 },
        { from: '1982-01-01', amountMinor: 6_000 },
      ],
    };
    const before = on(invoice({ settings }), '2026-06-30').act(anna, 'REMIND', { fee: true });
    const after = on(invoice({ settings }), '2026-07-01').act(anna, 'REMIND', { fee: true });
    expect([before, after].map(({ state }) => state.context['reminderFeeMinor'])).toEqual([6_000, 7_000]);
  });

  test('X-05: however many reminders, one fee; and none without an agreement', () => {
    const days = ['2026-06-20', '2026-07-05', '2026-07-20', '2026-08-10'];
    const feesOf = (run: Run) =>
      days.map((day) => on(run, day).act(karin, 'REMIND', { fee: true }).state.context['reminderFeeMinor']);
    expect(feesOf(invoice())).toEqual([6_000, 6_000, 6_000, 6_000]);
    expect(feesOf(invoice({ input: { reminderFeeAgreed: false } }))).toEqual([0, 0, 0, 0]);
  });

  test('where the sender claims no interest, none is counted', () => {
    const run = on(invoice({ settings: { claimInterest: false } }), '2026-08-31').act(anna, 'REMIND', { fee: true });
    expect(owed(run)).toBe(1_006_000);
  });
});

test('a due date on a Saturday: paying on Monday is in time, and interest counts from Monday', () => {
  const run = on(invoice({ input: { dueDate: '2026-06-13' } }), '2026-06-15', '23:59');
  expect(run.state.status).toBe('dueSoon');
  on(run, '2026-06-16', '00:00');
  expect(run.state).toMatchObject({ status: 'overdue', context: { interestFrom: '2026-06-15' } });
});

test.each([
  ['email', '2026-06-22', 10, '2026-07-02'],
  ['email', '2026-06-22', 8, '2026-06-30'],
  ['post', '2026-06-22', 8, '2026-07-07'],
])('the letter leaves time: by %s on %s with %i days the last day is %s', (delivery, sent, days, last) => {
  const run = on(invoice({ settings: { collectionDays: days } }), sent).act(anna, 'DEMAND', { delivery });
  if (delivery === 'post') answer(run, 'DEMAND_POSTED');
  expect(run.state.deadlines['lastPayment']).toMatchObject({ dueDate: last });
});

test('the debtor is written to at the address and in the language of the invoice', () => {
  const english = { ...debtor, language: 'en' };
  const run = on(invoice({ input: { debtor: english } }), '2026-07-10').act(anna, 'REMIND', { fee: true });
  const [first, reminder] = told(run);
  expect(first).toMatchObject({
    address: { email: 'kund@example.com', language: 'en' },
    channels: ['email'],
    sendAt: null,
  });
  expect(reminder!.body.en).toContain('SEK\u00a010,131.23');
  expect(reminder!.body.sv).toContain('10\u00a0131,23\u00a0kr');
});

/** Every place where an unpaid invoice can stand, and how it comes there. */
const places: Record<string, () => Run> = {
  attested: () => invoice({ input: { delivery: 'post' } }),
  sent: () => invoice(),
  dueSoon: () => on(invoice(), '2026-06-14'),
  overdue: () => on(invoice(), '2026-06-20'),
  reminded: () => on(invoice(), '2026-06-20').act(anna, 'REMIND', { fee: true }),
  'a reminder on its way': () => on(invoice(), '2026-06-20').act(anna, 'REMIND', { fee: true, delivery: 'post' }),
  'a reminder that did not leave': () => on(places['a reminder on its way']!(), '2026-06-23'),
  demanded: () => on(invoice(), '2026-06-22').act(anna, 'DEMAND'),
  'a letter on its way': () => on(invoice(), '2026-06-22').act(anna, 'DEMAND', { delivery: 'post' }),
  'a letter that gave nothing': () => on(places['demanded']!(), '2026-07-20'),
  'on its way to the collector': () => places['a letter that gave nothing']!().act(anna, 'SEND_TO_COLLECTION'),
  'refused by the collector': () => on(places['on its way to the collector']!(), '2026-07-26'),
  collection: () => answer(places['on its way to the collector']!(), 'CLAIM_TAKEN', { reference: 'K-1' }),
  paused: () => on(invoice(), '2026-06-20').act(karin, 'PAUSE'),
  disputed: () => places['reminded']!().act(karin, 'DISPUTE', { reason: 'Fel vara' }),
  manual: () => places['demanded']!().act(anna, 'MANUAL'),
  'not delivered': () => on(invoice({ input: { delivery: 'einvoice' } }), '2026-05-18'),
};

describe.each(Object.entries(places))('I-37, I-63: %s', (place, reached) => {
  test('what is owed is paid: paid', () => {
    const run = reached();
    run.system('PAYMENT', { amountMinor: owed(run) });
    expect(run.state).toMatchObject({ done: true, status: 'paid', context: { overpaidMinor: 0 } });
  });

  test('a part is paid: it stays where it is, and the rest closes it', () => {
    const run = reached();
    const { status, activeStates } = run.state;
    run.system('PAYMENT', { amountMinor: 100_000 });
    expect(run.state).toMatchObject({ status, activeStates });
    run.act(anna, 'REGISTER_PAYMENT', { kronor: owed(run) / 100 });
    expect(run.state).toMatchObject({ done: true, status: 'paid' });
  });

  test('all is credited: fees and interest fall, and nothing is owed', () => {
    const run = reached().act(anna, 'CREDIT', { kronor: 10_000 });
    answer(run, 'CREDITED', { number: '1002', amountMinor: 1_000_000 });
    expect(run.state).toMatchObject({ done: true, status: 'credited' });
    expect(owed(run)).toBe(0);
  });

  test('it is sold, unless the collector has it', () => {
    const run = reached();
    if (place === 'collection') expect(run.refused(anna, 'SELL')).toBe('guard_refused');
    else
      expect(answer(run.act(anna, 'SELL'), 'SOLD', { buyer: 'Demo' }).state).toMatchObject({
        done: true,
        status: 'sold',
      });
  });

  test('paid twice, the second payment is to be paid back', () => {
    const run = reached();
    const sum = owed(run);
    run.system('PAYMENT', { amountMinor: sum + 12_345 });
    expect(run.state).toMatchObject({ done: false, status: 'attention', context: { overpaidMinor: 12_345 } });
    expect(run.tasks).toEqual(['refund']);
    expect(run.act(anna, 'REFUNDED').state).toMatchObject({ status: 'paid' });
  });

  test('nobody does anything for a year: it is still there, and the debtor has not been told twice a day', () => {
    const run = on(reached(), '2027-07-31');
    expect(run.state.done).toBe(false);
    const days = told(run).map(({ localDate }) => localDate);
    expect(new Set(days).size).toBe(days.length);
  });
});

test('I-50 to I-52: a credit invoice and an invoice tell each other what is used, and the rest stays on the larger', () => {
  const both = (creditMinor: number, owedMinor: number) => {
    const invoiced = invoice({ input: { amountMinor: owedMinor } });
    const credit = invoice({ input: { number: '2001', amountMinor: -creditMinor } });
    credit.act(anna, 'SET_OFF', { number: '1001' });
    const offered = sent(credit).at(-1)!;
    expect(offered.target).toEqual({ definition: 'invoice', key: 'client/1001' });
    invoiced.system(offered.event, offered.data);
    const answered = sent(invoiced).at(-1)!;
    expect(answered.to).toBe(offered.data.from);
    credit.system(answered.event, answered.data);
    return [credit, invoiced].map(({ state }) => [state.status, state.context.capitalMinor]);
  };
  expect(both(30_000, 100_000)).toEqual([
    ['used', 0],
    ['sent', 70_000],
  ]);
  expect(both(100_000, 30_000)).toEqual([
    ['credit', -70_000],
    ['paid', 0],
  ]);
  expect(both(50_000, 50_000)).toEqual([
    ['used', 0],
    ['paid', 0],
  ]);
});
