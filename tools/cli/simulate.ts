import { localDate, localTime, weekday } from '../../definitions/calendar/index.ts';
import type { Text } from '../../definitions/index.ts';
import { runScenario } from '../../definitions/simulate/scenario.ts';
import { sampleData } from '../../definitions/simulate/sample.ts';
import type { TimelineEntry } from '../../definitions/simulate/timeline.ts';
import { simulateYear } from '../../definitions/simulate/year.ts';
import { dayOf } from './periods.ts';
import { readScenarios } from './test.ts';
import { inputOf, settingsOf } from './values.ts';
import { assignments, definitionOf, languageOf, one, parsed, UsageError, type Command } from './usage.ts';

export const simulateCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    scenario: { type: 'string' },
    from: { type: 'string' },
    months: { type: 'string', default: '12' },
    answer: { type: 'string' },
    setting: { type: 'string', multiple: true },
    client: { type: 'string', multiple: true },
    input: { type: 'string', multiple: true },
    language: { type: 'string' },
  });
  const file = one(positionals, 'file');
  const language = languageOf(values.language);
  const loaded = await definitionOf(file, print);
  if (!loaded) return 1;
  const { definition } = loaded;
  if (values.scenario !== undefined) {
    const problems: string[] = [];
    const scenarios = await readScenarios(values.scenario, problems);
    problems.forEach((problem) => print(problem));
    if (!scenarios) return 1;
    const results = scenarios.scenarios.map((scenario) => runScenario(definition, scenarios.people, scenario));
    if (values.json)
      print(
        JSON.stringify(
          results.map(({ title, rules, failures, timeline }) => ({
            title: title[language],
            rules,
            failures,
            timeline,
          })),
          null,
          2,
        ),
      );
    else {
      for (const { title, failures, timeline } of results) {
        print(`\n# ${title[language]}`);
        timelineLines(timeline, language).forEach((line) => print(line));
        failures.forEach((failure) => print(`✗ ${failure[language]}`));
      }
    }
    return results.some(({ failures }) => failures.length > 0) ? 1 : 0;
  }
  const from = dayOf(values.from ?? `${new Date().toISOString().slice(0, 7)}-01`);
  const year = simulateYear({
    definition,
    from,
    months: whole(values.months, 'months', 1, 60),
    answerAfterDays: values.answer === undefined ? null : whole(values.answer, 'answer', 0, 400),
    client: assignments(values.client),
    settings: settingsOf(definition, values.setting),
    ...(values.input && { input: { ...sampleData(definition.input, from), ...inputOf(definition, values.input) } }),
  });
  if (values.json) print(JSON.stringify(year, null, 2));
  else timelineLines(year.timeline, language).forEach((line) => print(line));
  return 0;
};

function whole(text: string, name: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`--${name} is a whole number from ${min} to ${max}.`);
}

const DAYS: Text[] = [
  { sv: 'mån', en: 'Mon' },
  { sv: 'tis', en: 'Tue' },
  { sv: 'ons', en: 'Wed' },
  { sv: 'tor', en: 'Thu' },
  { sv: 'fre', en: 'Fri' },
  { sv: 'lör', en: 'Sat' },
  { sv: 'sön', en: 'Sun' },
];
const KINDS: Record<TimelineEntry['kind'], Text> = {
  opened: { sv: 'öppnas', en: 'opens' },
  act: { sv: 'gör', en: 'act' },
  timer: { sv: 'tid', en: 'time' },
  system: { sv: 'system', en: 'system' },
  change: { sv: 'ändring', en: 'change' },
  record: { sv: 'notering', en: 'record' },
  task: { sv: 'uppgift', en: 'task' },
  mail: { sv: 'mejl', en: 'mail' },
  effect: { sv: 'effekt', en: 'effect' },
};

const moment = (instant: string): string => `${localDate(instant)} ${localTime(instant)}`;

/** A line an entry; the day is written once. */
function timelineLines(timeline: TimelineEntry[], language: keyof Text): string[] {
  let day = '';
  const said = new Set<string>();
  return timeline.map((entry) => {
    const head = entry.date === day ? ' '.repeat(14) : `${entry.date} ${DAYS[weekday(entry.date) - 1]![language]}`;
    day = entry.date;
    const who = entry.who ? (entry.kind === 'act' ? ` (${entry.who[language]})` : ` → ${entry.who[language]}`) : '';
    const status =
      ['opened', 'act', 'timer', 'system'].includes(entry.kind) && entry.status ? ` [${entry.status}]` : '';
    const due = entry.dueDate ? ` ${language === 'sv' ? 'senast' : 'due'} ${entry.dueDate}` : '';
    const reasons = entry.why.map((text) => text[language]).join(' → ');
    // With the task it has been said why; each of its mails need not say it again.
    const why = reasons !== '' && !(entry.kind === 'mail' && said.has(reasons)) ? ` (${reasons})` : '';
    said.add(reasons);
    const merged = entry.merged ? (language === 'sv' ? ' (i samma mejl)' : ' (in the same mail)') : '';
    const sent = entry.sendAt ? ` (${language === 'sv' ? 'skickas' : 'goes out'} ${moment(entry.sendAt)})` : '';
    return `${head.padEnd(14)} ${entry.time} ${KINDS[entry.kind][language].padEnd(8)} ${entry.text[language]}${who}${status}${due}${why}${sent}${merged}`;
  });
}
