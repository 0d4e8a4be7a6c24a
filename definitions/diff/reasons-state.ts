/** What an instance that stands in a state has before it, and would lose: tasks, timers, events that are under way. */
import { humanName, ruleLabel } from '../draw/words.ts';
import { statesOf, type StateAt } from '../language/check/walk.ts';
import { step } from '../language/findings.ts';
import type { Definition, JsonSchema, TaskDeclaration, Text, Transitions } from '../language/types.ts';
import { rules, same, type Add, type Reason } from './reasons.ts';
import { both, quoted, roleTitle, titleOf } from './say.ts';

export function taskReasons(before: Definition, after: Definition, old: StateAt, to: StateAt, add: Add): void {
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

/** Whether two transitions do the same, wherever the states that they lead to stand now. */
export type SameWay = (old: Transitions, now: Transitions) => boolean;

export function timerReasons(
  before: Definition,
  after: Definition,
  old: StateAt,
  to: StateAt,
  sameWay: SameWay,
  add: Add,
): void {
  const fresh = Object.keys(to.node.after ?? {}).filter((rule) => !Object.hasOwn(old.node.after ?? {}, rule));
  const label = (definition: Definition, rule: string) =>
    both((language) => `”${ruleLabel(definition, rule, language)}”`);
  for (const rule of Object.keys(old.node.after ?? {})) {
    const [from, at] = [`${old.pointer}/after${step(rule)}`, `${to.pointer}/after${step(rule)}`];
    const said = label(before, rule);
    const moved = Object.hasOwn(to.node.after ?? {}, rule)
      ? undefined
      : fresh.find((other) => sameWay(old.node.after![rule]!, to.node.after![other]!));
    if (moved !== undefined) {
      fresh.splice(fresh.indexOf(moved), 1);
      const now = label(after, moved);
      add(
        'timer_changed',
        'note',
        {
          sv: `Det som skulle ske vid ${said.sv} sker i stället vid ${now.sv}.`,
          en: `What was to happen at ${said.en} happens at ${now.en} instead.`,
        },
        from,
        `${to.pointer}/after${step(moved)}`,
      );
    } else if (!Object.hasOwn(to.node.after ?? {}, rule)) {
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
  for (const rule of fresh) {
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

export function eventReasons(before: Definition, old: StateAt, to: StateAt, add: Add): void {
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
