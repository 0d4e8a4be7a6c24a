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
} from '../index.ts';
import { suggestName } from '../language/near.ts';
import { SimulatedInstance } from './instance.ts';
import { timelineOf, type TimelineEntry } from './timeline.ts';
import { validator } from './validator.ts';

export interface Expectation {
  status?: string | null;
  closed?: boolean;
  label?: string;
  tasks?: Record<string, IsoDate | null>;
  mails?: string[];
  files?: string[];
  calls?: string[];
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
  title: string;
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
  title: string;
  rules: string[];
  /** Sentences; empty when everything happened as it must. */
  failures: string[];
  timeline: TimelineEntry[];
}

/** What is wrong with a file of scenarios, a sentence each. */
export function scenarioProblems(value: unknown): string[] {
  return scenarioFindings(value).map(({ pointer, message }) => `${pointer || '/'} ${message}`);
}

/** The same, each with the JSON pointer to what it is about. */
export function scenarioFindings(value: unknown): { pointer: string; message: string }[] {
  if (value !== null && typeof value === 'object' && 'states' in value) {
    return [{ pointer: '', message: 'This is a definition. Its scenarios stand in a file of their own.' }];
  }
  const validate = validator();
  if (validate(value)) return [];
  return validate.errors!.map(({ instancePath, message, params, keyword, parentSchema }) => {
    const { additionalProperty: key } = params as { additionalProperty?: string };
    if (key !== undefined) {
      const near = suggestName(key, Object.keys((parentSchema?.properties ?? {}) as object)) ?? '';
      return { pointer: instancePath, message: `"${key}" is not a key that can stand here. ${near}`.trim() };
    }
    if (keyword === 'pattern' && /[/](at|opens)$/.test(instancePath)) {
      return { pointer: instancePath, message: 'Write a day and a time, for example "2026-11-05 09:00".' };
    }
    return { pointer: instancePath, message: `This ${message ?? keyword}.` };
  });
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
  const failures: string[] = [];
  for (const name of Object.keys(scenario.settings ?? {})) {
    const known = Object.keys(definition.settings ?? {});
    if (!known.includes(name)) failures.push(`There is no setting "${name}". ${suggestName(name, known) ?? ''}`.trim());
  }
  // What is empty is not set.
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''));
  for (const { pointer, text } of definition.input ? formErrors(definition.input, given) : []) {
    if (input[pointer.slice(1)] !== '') failures.push(`The input does not fit: ${pointer} ${text.en}`);
  }
  let seen = 0;
  for (const [index, step] of scenario.steps.entries()) {
    const fail = (sentence: string) => failures.push(`Step ${index + 1}, ${step.at}: ${sentence}`);
    if (instant(step.at) < instance.now) {
      fail('it stands before the step above it in time.');
      break;
    }
    instance.until(instant(step.at));
    if (step.act !== undefined) {
      const person = step.by === undefined ? undefined : people[step.by];
      if (!person) {
        fail(`"by" must name one of the people: ${Object.keys(people).join(', ')}.`);
        continue;
      }
      const refused = instance.act({ userId: step.by!, ...person }, step.act, step.data ?? {});
      if (refused?.code === step.refused) continue;
      if (refused) fail(`${step.act} by ${step.by} was refused: ${refused.code}. ${refused.text.en}`);
      else fail(`${step.act} by ${step.by} was done, though it must be refused: ${step.refused}.`);
    } else if (step.system !== undefined) instance.system(step.system, step.data ?? {});
    else if (step.answer !== undefined || step.fails !== undefined) {
      const activity = step.answer ?? step.fails!;
      const failure = { code: step.code ?? 'failed', message: step.message ?? 'It failed.' };
      const answered = instance.answer(activity, step.answer === undefined ? failure : { data: step.data ?? {} });
      if (!answered) fail(`no call of "${activity}" is open.`);
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
      compare(instance, people, step.expect, instance.moments.slice(seen), fail);
      seen = instance.moments.length;
    }
  }
  return {
    title: scenario.title,
    rules: scenario.rules ?? [],
    failures,
    timeline: timelineOf(compiled, instance.moments),
  };
}

/** `2026-11-02 reminder client`; with the time where it was held back, and the channels where no mail is among them. */
function mailOf({ template, role, sendAt, channels }: Notice, at: IsoInstant): string {
  const goesOut = sendAt ? `${localDate(sendAt)} ${localTime(sendAt)}` : localDate(at);
  const how = channels.includes('email') ? '' : ` (${channels.join(', ')})`;
  return `${goesOut} ${template} ${role}${how}`;
}

function compare(
  instance: SimulatedInstance,
  people: ScenarioFile['people'],
  expected: Expectation,
  moments: SimulatedInstance['moments'],
  fail: (sentence: string) => void,
): void {
  const { compiled, state, now } = instance;
  const same = (what: string, found: Json, wanted: Json | undefined): void => {
    if (wanted === undefined || JSON.stringify(sorted(found)) === JSON.stringify(sorted(wanted))) return;
    fail(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}.`);
  };
  const pick = (all: Record<string, Json>, wanted: JsonObject | undefined): JsonObject =>
    Object.fromEntries(Object.keys(wanted ?? {}).map((name) => [name, all[name] ?? null]));
  same('the status', state.status, expected.status);
  same('closed', state.done, expected.closed);
  same('the label', state.label.en, expected.label);
  same('open tasks', Object.fromEntries(state.tasks.map(({ name, dueDate }) => [name, dueDate])), expected.tasks);
  const mails = moments.flatMap(({ at, effects }) =>
    effects.flatMap((effect) => (effect.type === 'notify' ? [mailOf(effect, at)] : [])),
  );
  same('the mails', mails, expected.mails);
  const effects = moments.flatMap((moment) => moment.effects);
  const files = effects.flatMap((effect) => (effect.type === 'file' ? [`${effect.documentId} ${effect.path}`] : []));
  same('the files', files, expected.files);
  const calls = effects.flatMap((effect) => (effect.type === 'call' ? [effect.activity] : []));
  same('the calls', calls, expected.calls);
  const facts = Object.fromEntries(factsOf(compiled, state, now).map(({ name, value }) => [name, value as Json]));
  same('the facts', pick(facts, expected.facts), expected.facts);
  same('the context', pick(state.context, expected.context), expected.context);
  for (const [id, events] of Object.entries(expected.may ?? {})) {
    const person = people[id];
    if (!person) {
      fail(`"${id}" is none of the people.`);
      continue;
    }
    const actor: Actor = { userId: id, ...person };
    const allowed = affordances(compiled, state, actor, now).filter((offer) => offer.allowed);
    const names = [...new Set(allowed.map(({ event }) => event))];
    same(`what ${id} may do`, names.toSorted(), events.toSorted());
  }
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
