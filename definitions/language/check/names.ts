/** Names that refer to something: roles, statuses, templates, deadlines; and what nothing refers to. */
import type { Definition, JsonObject } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import type { FindingCode } from '../catalogue.ts';
import { suggestName } from '../near.ts';
import { durationHint, durationProblem } from './duration.ts';
import { effectsAt, statesOf, transitionsAt, type StateAt } from './walk.ts';

type Section = 'roles' | 'statuses' | 'templates' | 'deadlines';
const UNKNOWN: Record<Section, FindingCode> = {
  roles: 'role_unknown',
  statuses: 'status_unknown',
  templates: 'template_unknown',
  deadlines: 'deadline_unknown',
};
const CALLED: Record<Section, string> = {
  roles: 'role',
  statuses: 'status',
  templates: 'template',
  deadlines: 'deadline',
};

/** `raw`: the definition as written, so that a name is known even where what it names has its own fault. */
export function checkNames(definition: Definition, raw: JsonObject, report: Reporter): void {
  const names = (section: Section): string[] => {
    const value = raw[section];
    return value && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  };
  const used: Record<Section, Set<string>> = {
    roles: new Set(),
    statuses: new Set(),
    templates: new Set(),
    deadlines: new Set(),
  };
  const refer = (section: Section, name: string, pointer: string): void => {
    used[section].add(name);
    if (names(section).includes(name)) return;
    const message = `There is no ${CALLED[section]} "${name}".`;
    report(pointer, { code: UNKNOWN[section], message, suggestion: suggestName(name, names(section)) });
  };
  const delay = (rule: string, pointer: string, key: boolean): void => {
    if (names('deadlines').includes(rule)) return;
    const problem = durationProblem(rule, 50);
    if (problem === null) return;
    const named = `"${rule}" is neither a deadline nor an ISO 8601 duration such as P7D.`;
    report(pointer, {
      code: 'after_unknown',
      message: /^P[\dT]/.test(rule) ? problem : named,
      suggestion: durationHint(rule) ?? suggestName(rule, names('deadlines')),
      key,
    });
  };

  const itemless = (name: string, pointer: string): void => {
    const role = Object.hasOwn(definition.roles, name) ? definition.roles[name]! : null;
    if (
      !role ||
      ![role.person ?? '', ...(role.not ?? []), ...Object.values(role.address ?? {})].some((source) =>
        /\bitem\b/.test(source),
      )
    )
      return;
    const message = `The role "${name}" names "item", and here is none.`;
    report(pointer, { code: 'item_missing', message, suggestion: 'Add "each", or use another role.' });
  };

  const states = statesOf(definition);
  for (const state of states) {
    const { node, pointer } = state;
    if (node.status !== undefined) refer('statuses', node.status, `${pointer}/status`);
    for (const [name, task] of Object.entries(node.tasks ?? {})) {
      const at = `${pointer}/tasks${step(name)}`;
      refer('roles', task.for, `${at}/for`);
      if (task.each === undefined) itemless(task.for, `${at}/for`);
      if (task.due !== undefined) refer('deadlines', task.due, `${at}/due`);
      if (task.reminders) {
        refer('templates', task.reminders.template, `${at}/reminders/template`);
        if (task.reminders.to !== undefined) {
          refer('roles', task.reminders.to, `${at}/reminders/to`);
          if (task.each === undefined) itemless(task.reminders.to, `${at}/reminders/to`);
        }
        if (task.due === undefined) {
          const message = `The task "${name}" has reminders and no due date to count from.`;
          report(`${at}/reminders`, { code: 'reminders_without_due', message, suggestion: 'Add "due".', key: true });
        }
      }
      if (task.escalation) {
        refer('roles', task.escalation.to, `${at}/escalation/to`);
        refer('templates', task.escalation.template, `${at}/escalation/template`);
        delay(task.escalation.after, `${at}/escalation/after`, false);
      }
    }
    for (const [event, action] of Object.entries(node.actions ?? {})) {
      for (const [index, role] of action.for.entries()) {
        refer('roles', role, `${pointer}/actions${step(event)}/for/${index}`);
        itemless(role, `${pointer}/actions${step(event)}/for/${index}`);
      }
    }
    for (const rule of Object.keys(node.after ?? {})) delay(rule, `${pointer}/after${step(rule)}`, true);
    for (const { effect, pointer: at } of effectsAt(state)) {
      if (effect.type !== 'notify') continue;
      refer('templates', effect.params.template, `${at}/params/template`);
      refer('roles', effect.params.to, `${at}/params/to`);
      if (effect.params.each === undefined) itemless(effect.params.to, `${at}/params/to`);
    }
  }
  for (const [index, role] of (definition.startable?.for ?? []).entries()) {
    refer('roles', role, `/startable/for/${index}`);
  }
  checkRoles(definition, report);
  checkStatuses(definition, states, report);
  checkDeadlines(definition, refer, report);
  const unused = [
    ['roles', 'role_unused'],
    ['statuses', 'status_unused'],
    ['templates', 'template_unused'],
  ] as const;
  for (const [section, code] of unused) {
    for (const name of names(section)) {
      if (used[section].has(name)) continue;
      report(`/${section}${step(name)}`, {
        code,
        message: `Nothing uses the ${CALLED[section]} "${name}".`,
        key: true,
      });
    }
  }
}

function checkRoles(definition: Definition, report: Reporter): void {
  for (const [name, role] of Object.entries(definition.roles)) {
    const at = `/roles${step(name)}`;
    if (role.members === 'person' && role.person === undefined) {
      const message = `The role "${name}" is one person, and "person" does not say who.`;
      report(at, { code: 'role_person_missing', message, suggestion: 'Add "person": "context.…".', key: true });
    }
    if (role.members !== 'person' && role.person !== undefined) {
      const message = `The role "${name}" names a person, but its members are "${role.members}".`;
      report(`${at}/person`, {
        code: 'role_person_missing',
        message,
        suggestion: 'Write "members": "person".',
        key: true,
      });
    }
  }
}

function checkStatuses(definition: Definition, states: StateAt[], report: Reporter): void {
  const byOrder = new Map<number, string>();
  for (const [name, status] of Object.entries(definition.statuses)) {
    const other = byOrder.get(status.order);
    if (other === undefined) byOrder.set(status.order, name);
    else {
      const message = `"${name}" has the same order as "${other}".`;
      report(`/statuses${step(name)}/order`, { code: 'status_order_repeated', message });
    }
  }
  for (const state of states) {
    const { node, ancestors, path, pointer } = state;
    const resting = path.length > 0 && Object.keys(node.states ?? {}).length === 0 && node.type !== 'history';
    const around = [...ancestors, state];
    if (!resting || around.some((at) => at.node.status !== undefined || at.node.type === 'parallel')) continue;
    const passing = transitionsAt(state).some((at) => at.kind === 'always' && at.transition.guard === undefined);
    if (passing) continue;
    const message = `An instance in "${path.join('.')}" stands in no column of the board.`;
    report(pointer, { code: 'status_missing', message, suggestion: 'Add "status".', key: true });
  }
}

function checkDeadlines(
  definition: Definition,
  refer: (section: Section, name: string, pointer: string) => void,
  report: Reporter,
): void {
  const deadlines = definition.deadlines ?? {};
  const base = new Map<string, string>();
  for (const [name, rule] of Object.entries(deadlines)) {
    const at = `/deadlines${step(name)}`;
    const from = rule.from ?? 'period.end';
    if (typeof from === 'object' && 'deadline' in from) {
      refer('deadlines', from.deadline, `${at}/from/deadline`);
      base.set(name, from.deadline);
    }
    if (rule.at !== undefined && rule.nextCutOff !== undefined) {
      const message = `The deadline "${name}" has both "at" and "nextCutOff".`;
      report(`${at}/nextCutOff`, {
        code: 'deadline_contradiction',
        message,
        suggestion: 'Keep one of them.',
        key: true,
      });
    }
    if ((from === 'period.start' || from === 'period.end') && !definition.recurrence) {
      const message = `The deadline "${name}" starts from the period, but nothing gives the process one.`;
      const hint = 'Add "recurrence", or start from "opened".';
      report(rule.from === undefined ? at : `${at}/from`, {
        code: 'deadline_needs_period',
        message,
        suggestion: hint,
        key: rule.from === undefined,
      });
    }
  }
  const reported = new Set<string>();
  for (const start of base.keys()) {
    const trail = [start];
    let next = base.get(start);
    while (next !== undefined && !trail.includes(next)) {
      trail.push(next);
      next = base.get(next);
    }
    if (next !== start || trail.some((name) => reported.has(name))) continue;
    for (const name of trail) reported.add(name);
    const message = `The deadline "${start}" depends on itself: ${[...trail, start].join(' → ')}.`;
    report(`/deadlines${step(start)}/from/deadline`, { code: 'deadline_circle', message });
  }
}
