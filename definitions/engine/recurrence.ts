/** Which instances of a recurring process are to be open now. Pure: the opener starts what this names. */
import { addDays, localDate, periodContaining, previousPeriod } from '../calendar/index.ts';
import type { IsoInstant, JsonObject, PeriodLength } from '../language/types.ts';
import type { Compiled } from './compile.ts';
import { renderTemplate } from './template.ts';
import type { InstanceInput, Period } from './types.ts';
import { ambientOf, NO_EVENT } from './variables.ts';

const DEFAULT_KEY = '${client.id}/${period.id}';
const DEFAULT_CATCH_UP = 12;

/** A client as the records know it. `properties` holds what the definition's `client` schema names. */
export interface RecurringClient {
  id: string;
  name: string;
  properties: JsonObject;
  /** First month of the cooperation, `2026-10` (B-08); null: from the month of now. */
  startMonth: string | null;
}

const NOW_UNKNOWN: IsoInstant = '1970-01-01T00:00:00.000Z';
const LENGTHS: PeriodLength[] = ['month', 'quarter', 'fiscalYear'];

function evaluate(compiled: Compiled, source: string, variables: Record<string, unknown>) {
  return compiled.scope(null).evaluate(source, variables, { context: {}, event: NO_EVENT });
}

/** How long the periods of a client are; null: it has none. `variables` hold `client` and `settings`. */
function lengthFor(compiled: Compiled, variables: Record<string, unknown>): PeriodLength | null {
  const every = compiled.definition.recurrence?.every;
  if (every === undefined || typeof every === 'string') return every ?? null;
  const length = evaluate(compiled, every.cel, variables);
  return LENGTHS.find((one) => one === length) ?? null;
}

/** The same for a client of which only properties are known; null also without a recurrence. */
export function periodLength(compiled: Compiled, client: JsonObject): PeriodLength | null {
  const input = { client, settings: {}, input: {}, period: null } as unknown as InstanceInput;
  return lengthFor(compiled, ambientOf(compiled, { input, openedAt: NOW_UNKNOWN, deadlines: {}, now: NOW_UNKNOWN }));
}

/**
 * Periods that are to have an instance for this client, oldest first: opened by now, not before the client's start
 * month, and after a stand-still at most `catchUpPeriods` back.
 */
export function duePeriods(
  compiled: Compiled,
  client: RecurringClient,
  settings: InstanceInput['settings'],
  now: IsoInstant,
): Period[] {
  const { recurrence } = compiled.definition;
  if (!recurrence) return [];
  const input = {
    client: { ...client.properties, id: client.id, name: client.name },
    settings,
    input: {},
    period: null,
  };
  const moment = { input: input as unknown as InstanceInput, openedAt: now, deadlines: {}, now };
  const variables = ambientOf(compiled, moment);
  if (evaluate(compiled, recurrence.when, variables) !== true) return [];
  const every = lengthFor(compiled, variables);
  if (!every) return [];
  const ahead = recurrence.openDaysBeforeEnd;
  const days = typeof ahead === 'number' ? ahead : Number(evaluate(compiled, ahead, variables));
  const fiscalYearEnd = client.properties.fiscalYearEnd;
  const today = localDate(now);
  const first = `${client.startMonth ?? today.slice(0, 7)}-01`;
  const last = addDays(today, days);
  let period = periodContaining(every, last, typeof fiscalYearEnd === 'string' ? fiscalYearEnd : undefined);
  const found: Period[] = [];
  const limit = recurrence.catchUpPeriods ?? DEFAULT_CATCH_UP;
  // The period that holds `last` is open once its end minus the lead has come; earlier ones are open for certain.
  if (period.end > last) period = previousPeriod(period, every);
  while (found.length < limit && period.end >= first) {
    found.unshift(period);
    period = previousPeriod(period, every);
  }
  return found;
}

/** What makes an instance unique within tenant and definition. */
export function renderKey(
  compiled: Compiled,
  instance: { client: JsonObject; period: Period | null; input: JsonObject },
): string {
  const input = { ...instance, settings: {}, firm: { name: '' } } as unknown as InstanceInput;
  const ambient = ambientOf(compiled, { input, openedAt: NOW_UNKNOWN, deadlines: {}, now: NOW_UNKNOWN });
  const variables = { ...ambient, context: {}, event: NO_EVENT };
  // A key holds identifiers: a date in it stays as it is.
  return renderTemplate(compiled.definition.key ?? DEFAULT_KEY, null, compiled.scope(null), variables);
}
