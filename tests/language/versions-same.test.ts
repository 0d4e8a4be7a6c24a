import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, localDate, toInstant } from '../../definitions/calendar/index.ts';
import { affordances, compile, definitionHash, type Actor, type Definition } from '../../definitions/index.ts';
import { sampleData } from '../../definitions/simulate/sample.ts';
import { lookAhead } from '../../definitions/versions/forward.ts';
import { planMigration } from '../../definitions/versions/plan.ts';
import { shipped, shippedIds } from './support/definitions.ts';
import { Run } from './support/run.ts';
import { first } from './support/versions.ts';

const PEOPLE: Actor[] = [
  { userId: 'anna', name: 'Anna Exempel', groups: ['client'] },
  { userId: 'karin', name: 'Karin Konsult', groups: ['firm', 'responsible'] },
  { userId: 'eva', name: 'Eva Chef', groups: ['firm', 'admin'] },
];
const seed = Number(process.env.ARENDE_TEST_SEED ?? Date.now() % 2 ** 31);
const from = '2026-10-20T07:00:00.000Z';

/** Lives some days, somebody doing something that is offered now and then. */
function lived(definition: Definition, days: { wait: number; press: number }[]): Run {
  const input = sampleData(definition.input, '2026-10-20');
  const run = new Run(definition, { at: from, client: { fiscalYearEnd: '12-31' }, input });
  for (const { wait, press } of days) {
    run.until(toInstant(addDays(localDate(run.now), wait), '09:00'));
    if (run.state.done) return run;
    const offers = PEOPLE.flatMap((actor) =>
      affordances(run.compiled, run.state, actor, run.now).flatMap((offer) =>
        offer.allowed ? [{ actor, offer }] : [],
      ),
    );
    const chosen = offers[press % Math.max(offers.length, 1)];
    if (!chosen) continue;
    const data = sampleData(chosen.offer.form, localDate(run.now));
    if (run.refused(chosen.actor, chosen.offer.event, data) === null) run.act(chosen.actor, chosen.offer.event, data);
  }
  return run;
}

test.each([...shippedIds, 'hand-in'])(
  `wherever an instance of %s stands, a version that differs in nothing but its summary changes nothing (seed ${seed})`,
  (id) => {
    const definition = id === 'hand-in' ? first : shipped(id);
    const to = { ...definition, summary: { sv: 'Samma igen', en: 'The same again' } };
    const compiled = compile(to);
    const target = { version: 2, hash: definitionHash(to) };
    const day = fc.record({ wait: fc.integer({ min: 0, max: 20 }), press: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(day, { maxLength: 8 }), (days) => {
        const { state, now, compiled: before } = lived(definition, days);
        if (state.done) return;
        const { result, problems } = planMigration(
          { from: before, to: compiled, target, mapping: {}, actor: null },
          state,
          now,
        );
        expect(problems).toEqual([]);
        const { input: _moved, sequence: _next, timers, snapshot, ...rest } = result!.state;
        const { input: _input, sequence: _sequence, timers: oldTimers, snapshot: oldSnapshot, ...old } = state;
        expect(rest).toEqual(old);
        expect(snapshot).toEqual(oldSnapshot);
        expect(result!.effects).toEqual([]);
        const sorted = (list: typeof timers) => list.map((timer) => JSON.stringify(timer)).sort();
        expect(sorted(timers)).toEqual(sorted(oldTimers));
        const until = toInstant(addDays(localDate(now), 120), '00:00');
        expect(lookAhead(compiled, result!.state, until, now)).toEqual(lookAhead(before, state, until, now));
      }),
      { numRuns: 15, seed },
    );
  },
  60_000,
);
