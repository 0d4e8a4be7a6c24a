export { addBankDays, isBankDay, nextBankDay, previousBankDay } from './bank-days.ts';
export {
  addDays,
  addMonths,
  daysBetween,
  isIsoDate,
  isWeekend,
  lastOfMonth,
  monthOf,
  weekday,
  yearOf,
} from './dates.ts';
export { dueMoment, type DeadlineEnv } from './deadlines.ts';
export { durationFrom } from './durations.ts';
export { CalendarError, DeadlineError, type CalendarErrorCode, type DeadlineErrorCode } from './errors.ts';
export { calendarVersion, holidayOn, holidaysOf, type Holiday } from './holidays.ts';
export { nextPeriod, periodContaining, periodFromId, periodLabel, previousPeriod, type Every } from './periods.ts';
export { afterQuietHours, nextDigest } from './send-times.ts';
export { dateText } from './texts.ts';
export { localDate, localTime, startOfDay, toInstant } from './zone.ts';
