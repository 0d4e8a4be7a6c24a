/** The words on a chart: an event as the button that raises it, a deadline by its title, a duration written out. */
import { step } from '../language/findings.ts';
import { statesOf, type StateAt } from '../language/check/walk.ts';
import type { ActionObject, Definition, Text } from '../language/types.ts';

/** A line in a state or on a transition. */
export interface Note {
  kind: 'task' | 'inner' | 'move' | 'assign' | 'notify' | 'record' | 'file' | 'start' | 'send' | 'call' | 'other';
  text: string;
  /** Title of the role of a task. */
  role: string | null;
  pointer: string;
}

const KNOWN: Record<string, Text> = {
  'period.label': { sv: 'perioden', en: 'the period' },
  'client.name': { sv: 'kunden', en: 'the client' },
};

/** A text without its expressions: what stands in for `${…}` is known first when an instance runs. */
export function readable(text: Text | string | undefined, language: keyof Text): string {
  const whole = typeof text === 'string' ? text : (text?.[language] ?? '');
  return whole
    .replaceAll(/\$\{([^}]*)\}/g, (_, cel: string) => KNOWN[cel.trim()]?.[language] ?? '…')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/…(?:[\s,·–-]*…)+/g, '…')
    .replace(/^…$/, '')
    .trim();
}

/** `sendBack`, `SEND_BACK` and `send-back` as `Send back`. */
export function humanName(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Title of a deadline, or `efter 30 dagar`. */
export function ruleLabel(definition: Definition, rule: string, language: keyof Text): string {
  const deadline = definition.deadlines?.[rule];
  if (deadline) return readable(deadline.title, language) || humanName(rule);
  const words = durationWords(rule, language);
  return words === null ? humanName(rule) : { sv: `efter ${words}`, en: `after ${words}` }[language];
}

const UNITS: { one: Text; many: Text }[] = [
  { one: { sv: 'år', en: 'year' }, many: { sv: 'år', en: 'years' } },
  { one: { sv: 'månad', en: 'month' }, many: { sv: 'månader', en: 'months' } },
  { one: { sv: 'vecka', en: 'week' }, many: { sv: 'veckor', en: 'weeks' } },
  { one: { sv: 'dag', en: 'day' }, many: { sv: 'dagar', en: 'days' } },
  { one: { sv: 'timme', en: 'hour' }, many: { sv: 'timmar', en: 'hours' } },
  { one: { sv: 'minut', en: 'minute' }, many: { sv: 'minuter', en: 'minutes' } },
  { one: { sv: 'sekund', en: 'second' }, many: { sv: 'sekunder', en: 'seconds' } },
];

/** `P1DT12H` as `1 day 12 hours`; null for what is no duration. */
export function durationWords(duration: string, language: keyof Text): string | null {
  const match = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(?:T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/.exec(duration);
  if (!match) return null;
  const parts = match.slice(1).flatMap((part, index) => {
    if (part === undefined) return [];
    const count = Number.parseInt(part, 10);
    return [`${count} ${(count === 1 ? UNITS[index]!.one : UNITS[index]!.many)[language]}`];
  });
  return parts.join(' ');
}

/**
 * The event as the people in this state know it: the button of the nearest task or action that raises it, looked for
 * in the state, around it, within it, then anywhere; else what the definition calls it.
 */
export function eventLabel(definition: Definition, state: StateAt, event: string, language: keyof Text): string {
  const all = statesOf(definition);
  const under = (outer: string[], inner: string[]) => outer.every((name, index) => inner[index] === name);
  const around = all.filter(({ path }) => under(path, state.path)).toReversed();
  const within = all.filter(({ path }) => under(state.path, path));
  for (const { node } of [...around, ...within, ...all]) {
    for (const task of Object.values(node.tasks ?? {})) {
      if (task.event !== event) continue;
      const label = readable(task.submit, language) || readable(task.title, language);
      if (label) return label;
    }
    const action = node.actions?.[event];
    if (action) return readable(action.label, language) || humanName(event);
  }
  return (
    declaredTitle(definition, 'events', event, language) ?? answerLabel(definition, event, language) ?? humanName(event)
  );
}

/** Title of a declared event or activity. */
export function declaredTitle(
  definition: Definition,
  part: 'events' | 'activities',
  name: string,
  language: keyof Text,
): string | null {
  const declared = (definition as unknown as Record<string, Record<string, { title?: Text }> | undefined>)[part];
  return readable(declared?.[name]?.title, language) || null;
}

/** An event that a `call` answers with: the activity, and how it went. */
function answerLabel(definition: Definition, event: string, language: keyof Text): string | null {
  const how: Record<string, Text> = {
    done: { sv: 'klart', en: 'done' },
    failed: { sv: 'misslyckades', en: 'failed' },
    timedOut: { sv: 'inget svar i tid', en: 'no answer in time' },
  };
  for (const { node } of statesOf(definition)) {
    for (const effect of [...allEffects(node)]) {
      if (effect.type !== 'call') continue;
      const answers = new Map(Object.entries(effect.params));
      const key = Object.keys(how).find((name) => answers.get(name) === event);
      if (key) return `${activityTitle(definition, effect.params.activity, language)}: ${how[key]![language]}`;
    }
  }
  return null;
}

const activityTitle = (definition: Definition, activity: string, language: keyof Text) =>
  declaredTitle(definition, 'activities', activity, language) ?? humanName(activity);

function* allEffects(value: unknown): Generator<ActionObject> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* allEffects(item);
    return;
  }
  if ('type' in value && 'params' in value) yield value as ActionObject;
  for (const [key, child] of Object.entries(value)) if (key !== 'states') yield* allEffects(child);
}

/** What happens on the way, one line an effect; what only changes the context is told in one line together. */
export function effectNotes(
  definition: Definition,
  effects: ActionObject | ActionObject[] | undefined,
  pointer: string,
  language: keyof Text,
): Note[] {
  const list = effects === undefined ? [] : Array.isArray(effects) ? effects : [effects];
  return list.map((effect, index): Note => {
    const at = Array.isArray(effects) ? pointer + step(index) : pointer;
    return { kind: kindOfEffect(effect), text: effectText(definition, effect, language), role: null, pointer: at };
  });
}

const kindOfEffect = ({ type }: ActionObject): Note['kind'] =>
  ['assign', 'notify', 'record', 'file', 'start', 'send', 'call'].includes(type) ? type : 'other';

function effectText(definition: Definition, effect: ActionObject, language: keyof Text): string {
  switch (effect.type) {
    case 'assign':
      return Object.keys(effect.params).join(', ');
    case 'notify': {
      const role = definition.roles[effect.params.to];
      const template = definition.templates?.[effect.params.template];
      const subject = template ? readable(template.subject, language) : '';
      const to = role ? readable(role.title, language) : effect.params.to;
      return `${to}: ${subject || humanName(effect.params.template)}`;
    }
    case 'record':
      return readable(effect.params.text, language);
    case 'file':
      return readable(effect.params.name ?? effect.params.path, language) || effect.params.path;
    case 'start':
      return effect.params.definition;
    case 'send':
      return humanName(effect.params.event);
    case 'call':
      return activityTitle(definition, effect.params.activity, language);
    default:
      return humanName((effect as { type: string }).type);
  }
}
