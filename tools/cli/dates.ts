import { lastDayOf, periodsBetween } from './periods.ts';
import { compile, periodLength } from '../../definitions/index.ts';
import { dueDates } from '../../definitions/simulate/dates.ts';
import { suggestName } from '../../definitions/language/near.ts';
import { inputOf, settingsOf } from './values.ts';
import { assignments, definitionOf, one, parsed, UsageError, type Command } from './usage.ts';

export const datesCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    deadline: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    setting: { type: 'string', multiple: true },
    client: { type: 'string', multiple: true },
    input: { type: 'string', multiple: true },
  });
  const file = one(positionals, 'file');
  const { deadline, from, to } = values;
  if (!deadline || !from || !to) throw new UsageError('Give --deadline NAME, --from YYYY-MM and --to YYYY-MM.');
  if (from > to) throw new UsageError(`--from ${from} is after --to ${to}.`);
  const loaded = await definitionOf(file, print);
  if (!loaded) return 1;
  const { definition } = loaded;
  const names = Object.keys(definition.deadlines ?? {});
  if (!names.includes(deadline)) {
    throw new UsageError(`There is no deadline "${deadline}". ${suggestName(deadline, names) ?? ''}`.trim());
  }
  const client = assignments(values.client);
  const fiscalYearEnd = typeof client.fiscalYearEnd === 'string' ? client.fiscalYearEnd : undefined;
  const every = periodLength(compile(definition), client) ?? 'month';
  const periods = periodsBetween(every, `${from}-01`, lastDayOf(to), fiscalYearEnd);
  const rows = dueDates({
    definition,
    deadline,
    periods,
    client,
    settings: settingsOf(definition, values.setting),
    input: inputOf(definition, values.input),
  });
  if (values.json) print(JSON.stringify(rows, null, 2));
  else {
    for (const { period, moment } of rows) {
      if (!moment) print(`${period}  no date yet: what it is counted from is not known when an instance opens`);
      else
        print(
          `${period}  ${moment.dueDate}  ${moment.dueAt}  ${moment.provenance.map(({ text }) => text.en).join(' → ')}`,
        );
    }
  }
  return 0;
};
