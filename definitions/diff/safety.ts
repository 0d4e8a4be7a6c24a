/** Whether instances that run in the old version can go on in the new one: per state, with the reasons. */
import canonicalize from 'canonicalize';
import { statesOf, transitionsAt, type StateAt } from '../language/check/walk.ts';
import { step } from '../language/findings.ts';
import type { Definition, JsonSchema, TaskDeclaration, Text } from '../language/types.ts';
import { humanName, ruleLabel } from '../draw/words.ts';
import { pathOf, type StateMatch } from './match.ts';
import { both, quoted, roleTitle, titleOf } from './say.ts';

export type ReasonCode =
  | 'id_changed'
  | 'key_changed'
  | 'state_removed'
  | 'state_renamed'
  | 'state_kind_changed'
  | 'regions_changed'
  | 'no_way_out'
  | 'context_removed'
  | 'context_type_changed'
  | 'input_required'
  | 'setting_removed'
  | 'setting_schema_changed'
  | 'task_removed'
  | 'task_added'
  | 'task_role_changed'
  | 'task_event_changed'
  | 'task_form_changed'
  | 'timer_removed'
  | 'timer_added'
  | 'timer_changed'
  | 'event_dropped'
  | 'action_removed';

export interface Reason {
  code: ReasonCode;
  /** `note`: happens by itself and loses nothing. `mapping`: somebody must say where it goes. `loss`: something is gone. */
  weight: 'note' | 'mapping' | 'loss';
  text: Text;
  oldPointer: string | null;
  newPointer: string | null;
}

export interface StateSafety {
  /** Path of an old state in which an instance can stand (one without states of its own). */
  state: string;
  /** `as_is`: goes on where it is. `mapping`: needs a state of the new version. `loses`: see the reasons. */
  fate: 'as_is' | 'mapping' | 'loses';
  /** Where it goes: its own path, the suggested one, or null where nothing is like it. */
  to: string | null;
  reasons: Reason[];
}

export type SafetyClass = 'compatible' | 'needs_mapping' | 'breaking';

export interface Safety {
  class: SafetyClass;
  /** What concerns every instance, wherever it stands. */
  everywhere: Reason[];
  states: StateSafety[];
}

type Make = (
  code: ReasonCode,
  weight: Reason['weight'],
  text: Text,
  oldPointer: string | null,
  newPointer: string | null,
) => Reason;
const reason: Make = (code, weight, text, oldPointer, newPointer) => ({ code, weight, text, oldPointer, newPointer });
const same = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);

export function safety(before: Definition, after: Definition, matches: Map<string, StateMatch>): Safety {
  const everywhere = everywhereReasons(before, after);
  const states = statesOf(before)
    .filter(
      ({ node }) => node.type !== 'history' && node.type !== 'final' && Object.keys(node.states ?? {}).length === 0,
    )
    .map((state) => stateSafety(before, after, state, matches));
  const weights = [...everywhere, ...states.flatMap(({ reasons }) => reasons)].map(({ weight }) => weight);
  const worst = weights.includes('loss') ? 'breaking' : weights.includes('mapping') ? 'needs_mapping' : 'compatible';
  return { class: worst, everywhere, states };
}

function stateSafety(
  before: Definition,
  after: Definition,
  state: StateAt,
  matches: Map<string, StateMatch>,
): StateSafety {
  const own = matches.get(pathOf(state))!;
  const reasons = [...state.ancestors, state].flatMap((one) => {
    const match = matches.get(pathOf(one))!;
    return match.to ? reasonsAt(before, after, match) : one === state ? [removed(match)] : [];
  });
  const fate = reasons.some(({ weight }) => weight === 'loss')
    ? 'loses'
    : reasons.some(({ weight }) => weight === 'mapping')
      ? 'mapping'
      : 'as_is';
  return { state: pathOf(state), fate, to: own.to ? settled(own.to) : null, reasons };
}

/** The state that is entered where a compound one is meant; a parallel one is entered as a whole. */
function settled(state: StateAt): string {
  const path = [...state.path];
  let { node } = state;
  while (node.type !== 'parallel' && node.initial !== undefined && node.states?.[node.initial]) {
    path.push(node.initial);
    node = node.states[node.initial]!;
  }
  return path.join('.');
}

const removed = ({ old }: StateMatch): Reason =>
  reason(
    'state_removed',
    'mapping',
    {
      sv: `Läget ${pathOf(old)} finns inte längre, och inget nytt läge liknar det.`,
      en: `The state ${pathOf(old)} is gone, and no new state is like it.`,
    },
    old.pointer,
    null,
  );

const kindOf = ({ node }: StateAt) =>
  node.type === 'parallel' || node.type === 'final'
    ? node.type
    : Object.keys(node.states ?? {}).length > 0
      ? 'compound'
      : 'atomic';

function reasonsAt(before: Definition, after: Definition, { old, to, how, likeness }: StateMatch): Reason[] {
  if (!to) return [];
  const reasons: Reason[] = [];
  const add: (...args: Parameters<Make>) => void = (...args) => reasons.push(reason(...args));
  const path = pathOf(old);
  if (how !== 'same') {
    const percent = Math.round(likeness * 100);
    add(
      'state_renamed',
      'mapping',
      {
        sv: `Läget ${path} heter nu ${pathOf(to)} (liknar det till ${percent} %).`,
        en: `The state ${path} is now ${pathOf(to)} (${percent}% alike).`,
      },
      old.pointer,
      to.pointer,
    );
  }
  const [kind, nowKind] = [kindOf(old), kindOf(to)];
  if (kind !== nowKind) {
    add(
      'state_kind_changed',
      'mapping',
      {
        sv: `Läget ${path} är inte längre ${kind} utan ${nowKind}.`,
        en: `The state ${path} is no longer ${kind} but ${nowKind}.`,
      },
      old.pointer,
      to.pointer,
    );
  } else if (
    kind === 'parallel' &&
    !same(Object.keys(old.node.states ?? {}).toSorted(), Object.keys(to.node.states ?? {}).toSorted())
  ) {
    add(
      'regions_changed',
      'mapping',
      {
        sv: `Läget ${path} har andra delar bredvid varandra än förut.`,
        en: `The state ${path} has other regions beside each other than before.`,
      },
      old.pointer,
      to.pointer,
    );
  }
  if (kind !== 'final' && ways(old) > 0 && nowKind !== 'final' && ways(to) === 0) {
    add(
      'no_way_out',
      'loss',
      { sv: `Från läget ${pathOf(to)} leder ingenting vidare.`, en: `Nothing leads on from the state ${pathOf(to)}.` },
      old.pointer,
      to.pointer,
    );
  }
  taskReasons(before, after, old, to, add);
  timerReasons(before, after, old, to, add);
  eventReasons(before, old, to, add);
  return reasons;
}

/** How many transitions leave a state or one around it. */
const ways = (state: StateAt): number =>
  [...state.ancestors, state].flatMap(transitionsAt).filter(({ transition }) => transition.target !== undefined)
    .length + (Object.keys(state.node.states ?? {}).length > 0 ? 1 : 0);

type Add = (...args: Parameters<Make>) => void;

function taskReasons(before: Definition, after: Definition, old: StateAt, to: StateAt, add: Add): void {
  const name = (task: TaskDeclaration, key: string) => quoted(titleOf(task, key));
  for (const [key, task] of Object.entries(old.node.tasks ?? {})) {
    const [from, at] = [`${old.pointer}/tasks${step(key)}`, `${to.pointer}/tasks${step(key)}`];
    const title = name(task, key);
    const now = to.node.tasks?.[key];
    if (!now) {
      add(
        'task_removed',
        'loss',
        { sv: `Den öppna uppgiften ${title.sv} försvinner.`, en: `The open task ${title.en} disappears.` },
        from,
        null,
      );
      continue;
    }
    if (now.for !== task.for || now.each !== task.each) {
      const [was, is] = [roleTitle(before, task.for), roleTitle(after, now.for)];
      add(
        'task_role_changed',
        'note',
        {
          sv: `Den öppna uppgiften ${title.sv} går från ${was.sv} till ${is.sv}.`,
          en: `The open task ${title.en} goes from ${was.en} to ${is.en}.`,
        },
        `${from}/for`,
        `${at}/for`,
      );
    }
    if (now.event !== task.event) {
      add(
        'task_event_changed',
        'note',
        {
          sv: `Uppgiften ${title.sv} ger nu händelsen ${now.event} i stället för ${task.event}.`,
          en: `The task ${title.en} now raises ${now.event} instead of ${task.event}.`,
        },
        `${from}/event`,
        `${at}/event`,
      );
    }
    for (const { weight, text } of formReasons(task.form, now.form)) {
      add(
        'task_form_changed',
        weight,
        both((language) => `${title[language]}: ${text[language]}`),
        task.form ? `${from}/form` : null,
        now.form ? `${at}/form` : null,
      );
    }
  }
  for (const [key, task] of Object.entries(to.node.tasks ?? {})) {
    if (Object.hasOwn(old.node.tasks ?? {}, key)) continue;
    const title = name(task, key);
    const whom = roleTitle(after, task.for);
    add(
      'task_added',
      'note',
      { sv: `${whom.sv} får uppgiften ${title.sv}.`, en: `${whom.en} gets the task ${title.en}.` },
      null,
      `${to.pointer}/tasks${step(key)}`,
    );
  }
}

/** What somebody who has the form before them loses: a field they filled in, or a way to send it in as it is. */
function formReasons(
  old: JsonSchema | undefined,
  now: JsonSchema | undefined,
): { weight: Reason['weight']; text: Text }[] {
  const fields = (form: JsonSchema | undefined) => (form?.properties ?? {}) as Record<string, JsonSchema>;
  const required = (form: JsonSchema | undefined) => (form?.required ?? []) as string[];
  const [before, after] = [fields(old), fields(now)];
  const found: { weight: Reason['weight']; text: Text }[] = [];
  for (const [name, schema] of Object.entries(before)) {
    const title = quoted(titleOf(schema, name));
    const fresh = after[name];
    if (!fresh)
      found.push({
        weight: 'loss',
        text: { sv: `fältet ${title.sv} är borta.`, en: `the field ${title.en} is gone.` },
      });
    else if (!same(rules(schema), rules(fresh))) {
      found.push({
        weight: 'loss',
        text: {
          sv: `fältet ${title.sv} godtar något annat än förut.`,
          en: `the field ${title.en} takes something else than before.`,
        },
      });
    }
  }
  for (const name of required(now)) {
    if (required(old).includes(name)) continue;
    const title = quoted(titleOf(after[name], name));
    found.push({
      weight: 'loss',
      text: { sv: `fältet ${title.sv} måste nu fyllas i.`, en: `the field ${title.en} must now be filled in.` },
    });
  }
  for (const [name, schema] of Object.entries(after)) {
    if (Object.hasOwn(before, name) || required(now).includes(name)) continue;
    const title = quoted(titleOf(schema, name));
    found.push({ weight: 'note', text: { sv: `fältet ${title.sv} är nytt.`, en: `the field ${title.en} is new.` } });
  }
  return found;
}

/** A schema without what is only shown. */
function rules(schema: JsonSchema): JsonSchema {
  const { title: _, description: __, default: ___, ...rest } = schema;
  return rest;
}

function timerReasons(before: Definition, after: Definition, old: StateAt, to: StateAt, add: Add): void {
  const label = (definition: Definition, rule: string) =>
    both((language) => `”${ruleLabel(definition, rule, language)}”`);
  for (const rule of Object.keys(old.node.after ?? {})) {
    const [from, at] = [`${old.pointer}/after${step(rule)}`, `${to.pointer}/after${step(rule)}`];
    const said = label(before, rule);
    if (!Object.hasOwn(to.node.after ?? {}, rule)) {
      add(
        'timer_removed',
        'loss',
        {
          sv: `Det som skulle ske vid ${said.sv} sker inte längre.`,
          en: `What was to happen at ${said.en} no longer happens.`,
        },
        from,
        null,
      );
    } else if (!same(before.deadlines?.[rule], after.deadlines?.[rule])) {
      add(
        'timer_changed',
        'note',
        { sv: `Tiden för ${said.sv} räknas om.`, en: `The time of ${said.en} is worked out again.` },
        from,
        at,
      );
    }
  }
  for (const rule of Object.keys(to.node.after ?? {})) {
    if (Object.hasOwn(old.node.after ?? {}, rule)) continue;
    const said = label(after, rule);
    add(
      'timer_added',
      'note',
      { sv: `Något nytt sker vid ${said.sv}.`, en: `Something new happens at ${said.en}.` },
      null,
      `${to.pointer}/after${step(rule)}`,
    );
  }
}

function eventReasons(before: Definition, old: StateAt, to: StateAt, add: Add): void {
  const people = new Set(
    statesOf(before).flatMap(({ node }) => [
      ...Object.values(node.tasks ?? {}).map(({ event }) => event),
      ...Object.keys(node.actions ?? {}),
    ]),
  );
  for (const [event, action] of Object.entries(old.node.actions ?? {})) {
    if (Object.hasOwn(to.node.actions ?? {}, event)) continue;
    const title = quoted(titleOf(action, event));
    add(
      'action_removed',
      'note',
      { sv: `Åtgärden ${title.sv} finns inte längre här.`, en: `The action ${title.en} is no longer there.` },
      `${old.pointer}/actions${step(event)}`,
      null,
    );
  }
  for (const event of Object.keys(old.node.on ?? {})) {
    if (Object.hasOwn(to.node.on ?? {}, event)) continue;
    // Nobody can send it again: the answer to a call that is under way, or word from another instance.
    const weight = people.has(event) ? 'note' : 'loss';
    add(
      'event_dropped',
      weight,
      {
        sv: `Händelsen ${humanName(event)} (${event}) tas inte längre emot.`,
        en: `The event ${humanName(event)} (${event}) is no longer taken.`,
      },
      `${old.pointer}/on${step(event)}`,
      null,
    );
  }
}

const typeOf = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

function everywhereReasons(before: Definition, after: Definition): Reason[] {
  const reasons: Reason[] = [];
  const add: Add = (...args) => reasons.push(reason(...args));
  if (before.id !== after.id) {
    add(
      'id_changed',
      'loss',
      {
        sv: `Det är en annan process: ${after.id} i stället för ${before.id}.`,
        en: `It is another process: ${after.id} instead of ${before.id}.`,
      },
      '/id',
      '/id',
    );
  }
  if (before.key !== after.key) {
    add(
      'key_changed',
      'note',
      {
        sv: 'Det som gör ett ärende unikt är ändrat; det gäller bara nya ärenden.',
        en: 'What makes an instance unique has changed; it holds for new instances only.',
      },
      before.key ? '/key' : null,
      after.key ? '/key' : null,
    );
  }
  const fresh = after.context ?? {};
  for (const [name, value] of Object.entries(before.context ?? {})) {
    const at = `/context${step(name)}`;
    if (!Object.hasOwn(fresh, name)) {
      add(
        'context_removed',
        'loss',
        {
          sv: `Det som ärendet minns som ${name} går förlorat.`,
          en: `What the instance remembers as ${name} is lost.`,
        },
        at,
        null,
      );
    } else if (typeOf(value) !== typeOf(fresh[name]) && value !== null && fresh[name] !== null) {
      add(
        'context_type_changed',
        'loss',
        {
          sv: `${name} är nu ${typeOf(fresh[name])} och var ${typeOf(value)}.`,
          en: `${name} is now ${typeOf(fresh[name])} and was ${typeOf(value)}.`,
        },
        at,
        at,
      );
    }
  }
  const required = ({ input }: Definition) => (input?.required ?? []) as string[];
  for (const name of required(after)) {
    if (required(before).includes(name)) continue;
    add(
      'input_required',
      'loss',
      {
        sv: `Nya ärenden startas med ${name}, som ärenden som pågår saknar.`,
        en: `New instances are started with ${name}, which running ones lack.`,
      },
      null,
      '/input/required',
    );
  }
  for (const [name, setting] of Object.entries(before.settings ?? {})) {
    const at = `/settings${step(name)}`;
    const now = after.settings?.[name];
    const title = quoted(titleOf(setting, name));
    if (!now)
      add(
        'setting_removed',
        'note',
        {
          sv: `Byråers och kunders egna värden för ${title.sv} används inte längre.`,
          en: `The values that firms and clients have set for ${title.en} are no longer used.`,
        },
        at,
        null,
      );
    else if (!same(rules(setting.schema), rules(now.schema))) {
      add(
        'setting_schema_changed',
        'loss',
        {
          sv: `Egna värden för ${title.sv} passar kanske inte längre.`,
          en: `Values that were set for ${title.en} may no longer fit.`,
        },
        `${at}/schema`,
        `${at}/schema`,
      );
    }
  }
  return reasons;
}
