export type CalendarErrorCode =
  | 'invalid_date'
  | 'invalid_time'
  | 'invalid_instant'
  | 'invalid_duration'
  | 'invalid_period'
  | 'invalid_fiscal_year_end'
  | 'out_of_range';

/** A value that is no date, time, instant, duration or period. `message` is a sentence for the log. */
export class CalendarError<Code extends string = CalendarErrorCode> extends Error {
  override name = 'CalendarError';
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

export type DeadlineErrorCode =
  CalendarErrorCode | 'no_period' | 'no_fiscal_year' | 'unknown_base' | 'at_with_cut_off' | 'cut_off_empty';

/** A deadline rule that cannot be worked out for this instance. */
export class DeadlineError extends CalendarError<DeadlineErrorCode> {
  override name = 'DeadlineError';
}
