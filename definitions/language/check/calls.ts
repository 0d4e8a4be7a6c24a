/** Calls and events between systems: ports that exist, inputs that fit, addresses that lead somewhere. */
import type { CallParams, Definition, SendParams } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { suggestName } from '../near.ts';
import { durationHint, durationProblem } from './duration.ts';
import { effectsAt, statesOf } from './walk.ts';

export function checkCalls(definition: Definition, report: Reporter): void {
  const called = new Set<string>();
  const states = statesOf(definition);
  for (const { effect, pointer } of states.flatMap(effectsAt)) {
    if (effect.type === 'call') {
      called.add(effect.params.activity);
      checkCall(definition, effect.params, `${pointer}/params`, report);
    } else if (effect.type === 'send') checkSend(effect.params, `${pointer}/params`, report);
  }
  for (const name of Object.keys(definition.activities ?? {})) {
    if (called.has(name)) continue;
    const message = `Nothing calls the activity "${name}".`;
    report(`/activities${step(name)}`, { code: 'activity_unused', message, key: true });
  }
  const handled = new Set(states.flatMap(({ node }) => Object.keys(node.on ?? {})));
  for (const name of Object.keys(definition.events ?? {})) {
    if (handled.has(name)) continue;
    const message = `No state handles the event "${name}".`;
    const suggestion = suggestName(name, handled);
    report(`/events${step(name)}`, { code: 'event_unhandled', message, suggestion, key: true });
  }
}

function checkCall(definition: Definition, params: CallParams, at: string, report: Reporter): void {
  const { activity, input = {}, timeout, timedOut } = params;
  if (timeout !== undefined) {
    const message = durationProblem(timeout, 10);
    if (message) report(`${at}/timeout`, { code: 'timeout_wrong', message, suggestion: durationHint(timeout) });
    else if (timedOut === undefined) {
      const message = 'When the time-out passes, nothing happens: no answer is taken any more, and no event comes.';
      report(`${at}/timeout`, { code: 'timeout_wrong', message, suggestion: 'Add "timedOut".', key: true });
    }
  } else if (timedOut !== undefined) {
    const message = `"${timedOut}" never comes: the call has no "timeout".`;
    report(`${at}/timedOut`, { code: 'timeout_wrong', message, suggestion: 'Add "timeout": "PT2H".', key: true });
  }
  if (!definition.activities) return;
  const names = Object.keys(definition.activities);
  const port = Object.hasOwn(definition.activities, activity) ? definition.activities[activity] : undefined;
  if (!port) {
    const message = `There is no activity "${activity}".`;
    report(`${at}/activity`, { code: 'activity_unknown', message, suggestion: suggestName(activity, names) });
    return;
  }
  const known = Object.keys((port.input?.properties ?? {}) as object);
  for (const name of Object.keys(input).filter((key) => !known.includes(key))) {
    const message = `The activity "${activity}" takes no "${name}".`;
    const suggestion = suggestName(name, known);
    report(`${at}/input${step(name)}`, { code: 'call_input_wrong', message, suggestion, key: true });
  }
  for (const name of ((port.input?.required ?? []) as string[]).filter((key) => !Object.hasOwn(input, key))) {
    const message = `The activity "${activity}" needs "${name}".`;
    const suggestion = `Add "${name}" to "input".`;
    report(`${at}/${params.input ? 'input' : 'activity'}`, {
      code: 'call_input_wrong',
      message,
      suggestion,
      key: true,
    });
  }
}

function checkSend({ to, definition, key }: SendParams, at: string, report: Reporter): void {
  const named = definition !== undefined || key !== undefined;
  if (to !== undefined ? !named : definition !== undefined && key !== undefined) return;
  const message =
    to !== undefined
      ? 'The instance is named twice: by "to", and by "definition" and "key".'
      : 'It is not said which instance gets the event.';
  const suggestion = 'Give "to", or "definition" and "key" together.';
  report(at, { code: 'send_target_wrong', message, suggestion, key: true });
}
