/** Scenarios: who does what when, and what must have happened then. */
import { localDate, localTime, periodFromId, toInstant } from '../calendar/index.ts';
import { formErrors } from '../engine/forms.ts';
import {
  affordances,
  compile,
  definitionHash,
  factsOf,
  renderKey,
  type Actor,
  type Definition,
  type Group,
  type InstanceInput,
  type IsoDate,
  type IsoInstant,
  type Json,
  type JsonObject,
  type Notice,
  type Text,
} from '../index.ts';
import { suggestName } from '../language/near.ts';
import { inBoth } from '../language/swedish.ts';
import { eventsOf, effectsOf, walk } from '../engine/walk.ts';
import { SimulatedInstance } from './instance.ts';
import { calledProblems, saidProblems, sentBy, type Called, type Said, type Sent } from './said.ts';
import { timelineOf, type TimelineEntry } from './timeline.ts';
import { titleOf } from './title.ts';
import { validator } from './validator.ts';

export interface Expectation {
  status?: string | null;
  closed?: boolean;
  label?: string;
  tasks?: Record<string, IsoDate | null>;
  mails?: string[];
  files?: string[];
  calls?: string[];
  called?: Called[];
  said?: Said[];
  sends?: Sent[];
  may?: Record<string, string[]>;
  facts?: JsonObject;
  context?: JsonObject;
}

export interface ScenarioStep {
  /** Civil date and time in Stockholm, `2026-11-05 09:00`. */
  at: string;
  act?: string;
  by?: string;
  data?: JsonObject;
  refused?: string;
  system?: string;
  /** An activity whose oldest open call is answered with `data`. */
  answer?: string;
  /** An activity whose oldest open call fails with `code` and `message`. */
  fails?: string;
  code?: string;
  message?: string;
  change?: { settings?: Record<string, Json>; client?: JsonObject; movedDeadlines?: Record<string, IsoDate | null> };
  expect?: Expectation;
}

export interface Scenario {
  /** In one language, or in both. */
  title: string | Text;
  rules?: string[];
  period?: string;
  client?: JsonObject;
  settings?: Record<string, Json>;
  input?: JsonObject;
  opens: string;
  steps: ScenarioStep[];
}

export interface ScenarioFile {
  people: Record<string, { name: string; groups: Group[]; vacant?: Group[] }>;
  scenarios: Scenario[];
}

export interface ScenarioResult {
  title: Text;
  rules: string[];
  /** Sentences; empty when everything happened as it must. */
  failures: Text[];
  /** The scenario with what happened as what must happen; null where that would not make it hold. */
  accepted: Scenario | null;
  timeline: TimelineEntry[];
}

/** What is wrong with a file of scenarios, each with the JSON pointer to what it is about. */
export function scenarioFindings(value: unknown): { pointer: string; message: Text }[] {
  if (value !== null && typeof value === 'object' && 'states' in value) {
    const message = {
      sv: 'Det här är en processdefinition. Scenarierna står i en egen fil.',
      en: 'This is a definition. Its scenarios stand in a file of their own.',
    };
    return [{ pointer: '', message }];
  }
  const validate = validator();
  if (validate(value)) return [];
  return validate.errors!.map(({ instancePath: pointer, message, params, keyword, parentSchema }) => {
    const { additionalProperty: key } = params as { additionalProperty?: string };
    if (key !== undefined) {
      const near = nearTo(key, Object.keys((parentSchema?.properties ?? {}) as object));
      const sv = `"${key}" är ingen nyckel som kan stå här.${near.sv}`;
      return { pointer, message: { sv, en: `"${key}" is not a key that can stand here.${near.en}` } };
    }
    if (keyword === 'pattern' && /[/](at|opens)$/.test(pointer)) {
      const sv = 'Skriv en dag och en tid, till exempel "2026-11-05 09:00".';
      return { pointer, message: { sv, en: 'Write a day and a time, for example "2026-11-05 09:00".' } };
    }
    const { missingProperty: missing } = params as { missingProperty?: string };
    const sv = missing === undefined ? 'Värdet passar inte här.' : `Nyckeln "${missing}" saknas här.`;
    return { pointer, message: { sv, en: `This ${message ?? keyword}.` } };
  });
}

/** ` Did you mean "late"?` to put behind a sentence; empty where nothing is near. */
function nearTo(name: string, known: string[]): Text {
  const suggestion = suggestName(name, known);
  if (suggestion === null) return { sv: '', en: '' };
  const { sv, en } = inBoth(suggestion);
  return { sv: ` ${sv}`, en: ` ${en}` };
}

const instant = (moment: string): IsoInstant => toInstant(moment.slice(0, 10), moment.slice(11));

/** Runs one scenario. A definition that cannot be compiled, or a rule that cannot be worked out, throws. */
export function runScenario(
  definition: Definition,
  people: ScenarioFile['people'],
  scenario: Scenario,
): ScenarioResult {
  const compiled = compile(definition);
  const period = scenario.period === undefined ? null : periodFromId(scenario.period);
  const client = { name: 'Demo AB', ...scenario.client, id: 'client' };
  const input = scenario.input ?? {};
  const settingsOf = (values: Record<string, Json> = {}): InstanceInput['settings'] =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, origin: 'client' as const }]));
  const key = renderKey(compiled, { client, period, input });
  const instance = new SimulatedInstance(
    compiled,
    {
      tenantId: 'scenario',
      instanceId: key,
      definition: { id: definition.id, version: 1, hash: definitionHash(definition) },
      key,
      clientId: client.id,
      client,
      firm: { name: 'Demo Redovisning AB' },
      period,
      input,
      settings: settingsOf(scenario.settings),
    },
    instant(scenario.opens),
  );
  const failures: Text[] = [];
  for (const name of Object.keys(scenario.settings ?? {})) {
    const known = Object.keys(definition.settings ?? {});
    if (known.includes(name)) continue;
    const near = nearTo(name, known);
    const sv = `Det finns ingen inställning "${name}".${near.sv}`;
    failures.push({ sv, en: `There is no setting "${name}".${near.en}` });
  }
  // What is empty is not set.
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''));
  for (const { pointer, text } of definition.input ? formErrors(definition.input, given) : []) {
    if (input[pointer.slice(1)] === '') continue;
    const sv = `Det som ärendet startas med passar inte: ${pointer} ${text.sv}`;
    failures.push({ sv, en: `The input does not fit: ${pointer} ${text.en}` });
  }
  let seen = 0;
  let differences = 0;
  const accepted = [...scenario.steps];
  for (const [index, step] of scenario.steps.entries()) {
    const fail = ({ sv, en }: Text) =>
      failures.push({ sv: `Steg ${index + 1}, ${step.at}: ${sv}`, en: `Step ${index + 1}, ${step.at}: ${en}` });
    if (instant(step.at) < instance.now) {
      fail({ sv: 'det ligger före steget ovanför i tiden.', en: 'it stands before the step above it in time.' });
      break;
    }
    instance.until(instant(step.at));
    const unknown = unknownName(definition, step);
    if (unknown) {
      fail(unknown);
      continue;
    }
    if (step.act !== undefined) {
      const person = step.by === undefined ? undefined : people[step.by];
      if (!person) {
        const names = Object.keys(people).join(', ');
        fail({ sv: `"by" ska vara någon av: ${names}.`, en: `"by" must name one of the people: ${names}.` });
        continue;
      }
      const refused = instance.act({ userId: step.by!, ...person }, step.act, step.data ?? {});
      if (refused?.code === step.refused) continue;
      const { act, by } = step;
      if (refused) {
        const sv = `${act} av ${by} nekades: ${refused.code}. ${refused.text.sv}`;
        fail({ sv, en: `${act} by ${by} was refused: ${refused.code}. ${refused.text.en}` });
      } else {
        const sv = `${act} av ${by} gick igenom, fast det skulle nekas: ${step.refused}.`;
        fail({ sv, en: `${act} by ${by} was done, though it must be refused: ${step.refused}.` });
      }
    } else if (step.system !== undefined) instance.system(step.system, step.data ?? {});
    else if (step.answer !== undefined || step.fails !== undefined) {
      const activity = step.answer ?? step.fails!;
      const failure = { code: step.code ?? 'failed', message: step.message ?? 'It failed.' };
      const answered = instance.answer(activity, step.answer === undefined ? failure : { data: step.data ?? {} });
      if (!answered) fail({ sv: `inget anrop av "${activity}" väntar.`, en: `no call of "${activity}" is open.` });
    } else if (step.change) {
      const { settings, client: properties, movedDeadlines } = step.change;
      const changed = properties && { ...instance.state.input.client, ...properties };
      instance.change({
        ...(settings && { settings: settingsOf(settings) }),
        ...(changed && { client: changed }),
        ...(movedDeadlines && { movedDeadlines }),
      });
    }
    if (step.expect) {
      const found = compare(instance, people, step.expect, instance.moments.slice(seen), fail, (sentence) => {
        differences += 1;
        fail(sentence);
      });
      accepted[index] = { ...step, expect: { ...step.expect, ...found } };
      seen = instance.moments.length;
    }
  }
  return {
    title: titleOf(scenario),
    rules: scenario.rules ?? [],
    failures,
    accepted: failures.length === differences ? { ...scenario, steps: accepted } : null,
    timeline: timelineOf(compiled, instance.moments),
  };
}

/** A name that the definition does not have: nothing would happen, and a scenario would pass that tries nothing. */
function unknownName(definition: Definition, { act, refused, system, answer, fails }: ScenarioStep): Text | null {
  const event = refused === 'event_unknown' ? undefined : (act ?? system);
  const states = [...walk(definition)].map(({ node }) => node);
  if (event !== undefined) {
    const known = [...new Set(states.flatMap(eventsOf))];
    const near = nearTo(event, known);
    if (!known.includes(event))
      return { sv: `Det finns ingen händelse "${event}".${near.sv}`, en: `There is no event "${event}".${near.en}` };
  }
  const activity = answer ?? fails;
  if (activity === undefined) return null;
  const called = states.flatMap(effectsOf).flatMap((one) => (one.type === 'call' ? [one.params.activity] : []));
  const near = nearTo(activity, [...new Set(called)]);
  if (called.includes(activity)) return null;
  const en = `Nothing calls the activity "${activity}".${near.en}`;
  return { sv: `Inget anropar aktiviteten "${activity}".${near.sv}`, en };
}

/** `2026-11-02 reminder client`; with the time where it was held back, and the channels where no mail is among them. */
function mailOf({ template, role, sendAt, channels }: Notice, at: IsoInstant): string {
  const goesOut = sendAt ? `${localDate(sendAt)} ${localTime(sendAt)}` : localDate(at);
  const how = channels.includes('email') ? '' : ` (${channels.join(', ')})`;
  return `${goesOut} ${template} ${role}${how}`;
}

/** Gives what was found of what is expected. `differ` is told where the two differ, `fail` whatever else is wrong. */
function compare(
  instance: SimulatedInstance,
  people: ScenarioFile['people'],
  expected: Expectation,
  moments: SimulatedInstance['moments'],
  fail: (sentence: Text) => void,
  differ: (sentence: Text) => void,
): Expectation {
  const { compiled, state, now } = instance;
  const actual: Record<string, Json> = {};
  const same = (key: keyof Expectation, what: Text, found: Json): void => {
    const wanted = expected[key] as Json | undefined;
    if (wanted === undefined) return;
    actual[key] = found;
    told(what, found, wanted);
  };
  const told = (what: Text, found: Json, wanted: Json): void => {
    if (JSON.stringify(sorted(found)) === JSON.stringify(sorted(wanted))) return;
    const [is, not] = [JSON.stringify(found), JSON.stringify(wanted)];
    differ({ sv: `${what.sv} är ${is}, inte ${not}.`, en: `${what.en} is ${is}, not ${not}.` });
  };
  const pick = (all: Record<string, Json>, wanted: JsonObject | undefined): JsonObject =>
    Object.fromEntries(Object.keys(wanted ?? {}).map((name) => [name, all[name] ?? null]));
  same('status', { sv: 'statusen', en: 'the status' }, state.status);
  same('closed', { sv: 'avslutat', en: 'closed' }, state.done);
  same('label', { sv: 'namnet på engelska', en: 'the label' }, state.label.en);
  const tasks = Object.fromEntries(state.tasks.map(({ name, dueDate }) => [name, dueDate]));
  same('tasks', { sv: 'öppna uppgifter', en: 'open tasks' }, tasks);
  const mails = moments.flatMap(({ at, effects }) =>
    effects.flatMap((effect) => (effect.type === 'notify' ? [mailOf(effect, at)] : [])),
  );
  same('mails', { sv: 'breven', en: 'the mails' }, mails);
  const effects = moments.flatMap((moment) => moment.effects);
  const files = effects.flatMap((effect) => (effect.type === 'file' ? [`${effect.documentId} ${effect.path}`] : []));
  same('files', { sv: 'dokumenten', en: 'the files' }, files);
  const calls = effects.flatMap((effect) => (effect.type === 'call' ? [effect.activity] : []));
  same('calls', { sv: 'anropen', en: 'the calls' }, calls);
  same('sends', { sv: 'det som skickats vidare', en: 'what was sent' }, sentBy(effects));
  for (const called of expected.called ?? []) calledProblems(effects, called).forEach(fail);
  const notices = effects.filter((effect) => effect.type === 'notify');
  for (const problem of (expected.said ?? []).flatMap((said) => saidProblems(notices, said))) fail(problem);
  const facts = Object.fromEntries(factsOf(compiled, state, now).map(({ name, value }) => [name, value as Json]));
  same('facts', { sv: 'uppgifterna i listor', en: 'the facts' }, pick(facts, expected.facts));
  same('context', { sv: 'minnet', en: 'the context' }, pick(state.context, expected.context));
  const may: Record<string, string[]> = {};
  for (const [id, events] of Object.entries(expected.may ?? {})) {
    const person = people[id];
    if (!person) {
      fail({ sv: `"${id}" är ingen av personerna.`, en: `"${id}" is none of the people.` });
      continue;
    }
    const actor: Actor = { userId: id, ...person };
    const allowed = affordances(compiled, state, actor, now).filter((offer) => offer.allowed);
    may[id] = [...new Set(allowed.map(({ event }) => event))].toSorted();
    told({ sv: `det som ${id} får göra`, en: `what ${id} may do` }, may[id], events.toSorted());
  }
  return { ...actual, ...(expected.may && { may }) };
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key]!)]),
  );
}
