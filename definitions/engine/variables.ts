/** The values that expressions see, and texts filled in with them. */
import { dueMoment, localDate, periodLabel } from '../calendar/index.ts';
import type { DeadlineRule, IsoDate, IsoInstant, Json, JsonObject, Text } from '../language/types.ts';
import { CompileError, type Ambient, type Compiled } from './compile.ts';
import { remembered } from './remembered.ts';
import { renderTemplate } from './template.ts';
import type { DueMoment, InstanceInput, SettingValue } from './types.ts';

export interface Event {
  type: string;
  data: JsonObject;
  actor: { id: string; name: string };
  /** What the performed task was for, of a task with `each`. */
  item: Json;
}
export const NO_EVENT: Event = { type: '', data: {}, actor: { id: '', name: '' }, item: null };

/** Every setting with its value and where it came from: instance, else client, else firm, else definition. */
export function resolvedSettings(compiled: Compiled, input: InstanceInput): Record<string, SettingValue> {
  const entries = Object.entries(compiled.settingDefaults).map(([name, value]): [string, SettingValue] => [
    name,
    input.settings[name] ?? { value: value as Json, origin: 'definition' },
  ]);
  return Object.fromEntries(entries);
}

interface Moment {
  input: InstanceInput;
  openedAt: IsoInstant;
  deadlines: Record<string, DueMoment>;
  now: IsoInstant;
}

/** What stays the same for an instance. */
const fixedOf = remembered((compiled: Compiled, input: InstanceInput) => {
  const settings = Object.entries(resolvedSettings(compiled, input));
  return {
    instance: { id: input.instanceId },
    settings: Object.fromEntries(settings.map(([name, setting]) => [name, setting.value])),
    period: input.period && { ...input.period, label: input.period.id },
  };
});

const momentsOf = (deadlines: Record<string, DueMoment>) => ({
  deadlines: Object.fromEntries(Object.entries(deadlines).map(([name, moment]) => [name, moment.dueAt])),
  dates: Object.fromEntries(Object.entries(deadlines).map(([name, moment]) => [name, moment.dueDate])),
});
const momentsIn = remembered((_: Compiled, deadlines: Record<string, DueMoment>) => momentsOf(deadlines));

/** What expressions see beside `context` and `event`. */
export function ambientOf(compiled: Compiled, { input, openedAt, deadlines, now }: Moment): Ambient {
  const { instance, settings, period } = fixedOf(compiled, input);
  const moments = momentsIn(compiled, deadlines);
  return {
    instance,
    item: null,
    input: input.input,
    settings,
    client: input.client,
    firm: input.firm,
    period,
    deadlines: moments.deadlines,
    dates: moments.dates,
    now,
    today: localDate(now),
    opened: localDate(openedAt),
  };
}

/** A text in both languages, with `period.label` in each language's words. */
export function renderText(
  compiled: Compiled,
  text: Text,
  ambient: Ambient,
  context: JsonObject,
  event: Event = NO_EVENT,
): Text {
  if (!text.sv.includes('${') && !text.en.includes('${')) return { sv: text.sv, en: text.en };
  const scope = compiled.scope(event.type || null);
  const period = ambient.period as { id: string; start: string; end: string } | null;
  const label = period ? periodLabel(period) : null;
  const inLanguage = (language: keyof Text) =>
    renderTemplate(text[language], language, scope, ambient, {
      context,
      event,
      period: period && { ...period, label: label![language] },
    });
  return { sv: inLanguage('sv'), en: inLanguage('en') };
}

/** The last day of the fiscal year that the period's end (or the opening) falls in; null if the client has none. */
function fiscalYearEnd(input: InstanceInput, openedAt: IsoInstant): IsoDate | null {
  const monthDay = input.client.fiscalYearEnd;
  if (typeof monthDay !== 'string' || !/^\d{2}-\d{2}$/.test(monthDay)) return null;
  const from = input.period?.end ?? localDate(openedAt);
  const thisYear = `${from.slice(0, 4)}-${monthDay}`;
  const year = Number(from.slice(0, 4)) + (thisYear >= from ? 0 : 1);
  if (monthDay !== '02-29') return `${year}-${monthDay}`;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return leap ? `${year}-02-29` : `${year}-02-28`;
}

/** Thrown where the expression behind a deadline gives no date yet: the meeting is not booked. */
const NO_DATE_YET = new Error('no date yet');

/** Whether the rules read what changes from step to step: what the instance remembers, and the time. */
const deadlineReads = remembered((_: Compiled, rules: Record<string, DeadlineRule>) => {
  const text = JSON.stringify(Object.values(rules).map(({ title: _title, ...rule }) => rule));
  return { context: /\b(context|decisions)\b/.test(text), now: /\b(now|today|decisions)\b/.test(text) };
});

interface Opened {
  input: InstanceInput;
  openedAt: IsoInstant;
  context: JsonObject;
  movedDeadlines: Record<string, IsoDate>;
}

interface WorkedOut extends Opened {
  now: IsoInstant;
  deadlines: Record<string, DueMoment>;
}

/** What was worked out last for an instance: most steps change nothing that its deadlines follow from. */
const lastOf = remembered((_compiled: Compiled, _input: InstanceInput): { workedOut?: WorkedOut } => ({}));

/**
 * All deadlines of an instance, each with its provenance. A deadline that cannot be worked out yet (its expression
 * gives an empty text) is left out. Throws CompileError when rules refer to each other in a circle.
 */
export function computeDeadlines(compiled: Compiled, instance: Opened, now: IsoInstant): Record<string, DueMoment> {
  const rules = compiled.definition.deadlines;
  if (!rules) return {};
  const last = lastOf(compiled, instance.input);
  const reads = deadlineReads(compiled, rules);
  const known = last.workedOut;
  if (
    known?.openedAt === instance.openedAt &&
    known.movedDeadlines === instance.movedDeadlines &&
    (!reads.context || known.context === instance.context) &&
    (!reads.now || known.now === now)
  ) {
    return known.deadlines;
  }
  const { input, openedAt, context, movedDeadlines } = instance;
  const deadlines = workOutAll(compiled, rules, instance, now);
  last.workedOut = { input, openedAt, context, movedDeadlines, now, deadlines };
  return deadlines;
}

function workOutAll(
  compiled: Compiled,
  rules: Record<string, DeadlineRule>,
  instance: Opened,
  now: IsoInstant,
): Record<string, DueMoment> {
  const done: Record<string, DueMoment> = {};
  let ambient: Ambient | null = null;
  // An expression in a rule sees the deadlines that stand before it in the definition.
  const evaluate = (source: string) => {
    ambient ??= ambientOf(compiled, { input: instance.input, openedAt: instance.openedAt, deadlines: {}, now });
    const own = {
      ...(/\b(deadlines|dates)\b/.test(source) && momentsOf(done)),
      context: instance.context,
      event: NO_EVENT,
    };
    return compiled.scope(null).evaluate(source, ambient, own);
  };
  const busy = new Set<string>();

  const workOut = (name: string): DueMoment => {
    const known = done[name];
    if (known) return known;
    const rule = rules[name];
    if (!rule) throw new CompileError('deadline_unknown', '/deadlines', `There is no deadline "${name}".`);
    if (busy.has(name))
      throw new CompileError('deadline_circle', `/deadlines/${name}`, `The deadline "${name}" depends on itself.`);
    busy.add(name);
    const moment = dueMoment(moved(rule, instance.movedDeadlines[name]), {
      period: instance.input.period,
      openedAt: instance.openedAt,
      fiscalYearEnd: fiscalYearEnd(instance.input, instance.openedAt),
      number: (value) => (typeof value === 'number' ? value : Number(evaluate(value))),
      date: (source) => {
        const value = String(evaluate(source) ?? '');
        if (value === '') throw NO_DATE_YET;
        return value;
      },
      deadline: workOut,
    });
    busy.delete(name);
    done[name] = moment;
    return moment;
  };
  for (const name of Object.keys(rules)) {
    try {
      workOut(name);
    } catch (error) {
      busy.clear();
      if (error !== NO_DATE_YET) throw error;
    }
  }
  return done;
}

/** A moved deadline keeps its time of day and loses its rule. */
function moved(rule: DeadlineRule, date: IsoDate | undefined): DeadlineRule {
  if (!date) return rule;
  return { title: rule.title, from: { cel: JSON.stringify(date) }, ...(rule.at && { at: rule.at }) };
}
