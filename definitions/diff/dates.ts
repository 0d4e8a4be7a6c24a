/** Deadlines that fall on another day in the new version, worked out for the periods to come. */
import { CalendarError, nextPeriod, periodContaining } from '../calendar/index.ts';
import { compile, periodLength } from '../index.ts';
import type { DueMoment, Period } from '../engine/types.ts';
import type { Definition, IsoDate, IsoInstant, Json, JsonObject } from '../language/types.ts';
import { dueDates } from '../simulate/dates.ts';

export interface MovedDate {
  period: string;
  oldDate: IsoDate | null;
  newDate: IsoDate | null;
  oldDueAt: IsoInstant | null;
  newDueAt: IsoInstant | null;
}

export interface DatesOptions {
  today: IsoDate;
  client?: JsonObject;
  settings?: Record<string, Json>;
}

export const PERIODS = 12;

/** By deadline, the periods in which it moves. A deadline that stands in one version only is not here. */
export function movedDates(before: Definition, after: Definition, options: DatesOptions): Map<string, MovedDate[]> {
  const moved = new Map<string, MovedDate[]>();
  const periods = periodsFrom(before, after, options);
  for (const deadline of Object.keys(before.deadlines ?? {})) {
    if (!Object.hasOwn(after.deadlines ?? {}, deadline)) continue;
    const [old, fresh] = [before, after].map((definition) => datesOf(definition, deadline, periods, options));
    const rows = periods.flatMap(({ id }, index): MovedDate[] => {
      const [a, b] = [old?.[index] ?? null, fresh?.[index] ?? null];
      if (a?.dueAt === b?.dueAt) return [];
      return [
        {
          period: id,
          oldDate: a?.dueDate ?? null,
          newDate: b?.dueDate ?? null,
          oldDueAt: a?.dueAt ?? null,
          newDueAt: b?.dueAt ?? null,
        },
      ];
    });
    if (rows.length > 0) moved.set(deadline, rows);
  }
  return moved;
}

function periodsFrom(before: Definition, after: Definition, { today, client }: DatesOptions): Period[] {
  const lengthIn = (definition: Definition) => periodLength(compile(definition), client ?? {});
  const every = lengthIn(after) ?? lengthIn(before) ?? 'month';
  const fiscalYearEnd = typeof client?.fiscalYearEnd === 'string' ? client.fiscalYearEnd : undefined;
  const periods = [periodContaining(every, today, fiscalYearEnd)];
  while (periods.length < PERIODS) periods.push(nextPeriod(periods.at(-1)!, every));
  return periods;
}

/** Null where the rule cannot be worked out for a client of which nothing is known. */
function datesOf(
  definition: Definition,
  deadline: string,
  periods: Period[],
  { client, settings }: DatesOptions,
): (DueMoment | null)[] | null {
  try {
    return dueDates({
      definition,
      deadline,
      periods,
      client: { fiscalYearEnd: '12-31', ...client },
      ...(settings && { settings }),
    }).map(({ moment }) => moment);
  } catch (error) {
    if (error instanceof CalendarError) return null;
    throw error;
  }
}
