/** What the actions of a step do: to the instance, to its history, and to the world as effects. */
import type { IsoInstant, JsonObject, Text } from '../language/types.ts';
import { openCall } from './calls.ts';
import type { ChartAction } from './chart.ts';
import type { Ambient, Compiled } from './compile.ts';
import { notice } from './notices.ts';
import { enterTasks } from './tasks.ts';
import { ruleMoment } from './timers.ts';
import type { Effect, InstanceState, LogLine } from './types.ts';
import { renderText, type Event } from './variables.ts';

export interface Applying {
  event: Event;
  now: IsoInstant;
  ambient: Ambient;
  effects: Effect[];
  log: LogLine[];
}

export function apply(compiled: Compiled, state: InstanceState, action: ChartAction, at: Applying): void {
  const evaluate = (source: string) =>
    compiled.scope(at.event.type || null).evaluate(source, at.ambient, { context: state.context, event: at.event });
  const evaluateAll = (sources: Record<string, string> | undefined): JsonObject =>
    Object.fromEntries(Object.entries(sources ?? {}).map(([name, source]) => [name, evaluate(source)]));
  const render = (text: Text) => renderText(compiled, text, at.ambient, state.context, at.event);
  const inSwedish = (template: string): string => render({ sv: template, en: template }).sv;
  switch (action.type) {
    case 'arende.entered':
      enterTasks(compiled, state, action.params.path, at);
      break;
    case 'arende.exited':
      state.tasks = state.tasks.filter((task) => task.statePath !== action.params.path);
      break;
    case 'xstate.raise': {
      const type = action.params.event.type;
      const rule = compiled.delays.get(type)?.rule;
      const dueAt = rule === undefined ? null : ruleMoment(compiled, rule, state.deadlines, at.now);
      if (rule !== undefined && dueAt)
        state.timers.push({ id: action.params.id, kind: 'after', dueAt, ref: type, rule });
      break;
    }
    case 'xstate.cancel':
      state.timers = state.timers.filter((timer) => timer.id !== action.params.sendId);
      break;
    case 'notify':
      at.effects.push(...notice(compiled, state, action.params, 'notice', null, at));
      break;
    case 'record':
      at.log.push({ ...at.log[0]!, kind: 'record', event: 'record', text: render(action.params.text), data: null });
      break;
    case 'file': {
      const path = inSwedish(action.params.path);
      const name = action.params.name ? inSwedish(action.params.name) : null;
      for (const id of [evaluate(action.params.document)].flat()) {
        at.effects.push({ type: 'file', documentId: String(id), path, name });
      }
      break;
    }
    case 'start':
      at.effects.push({
        type: 'start',
        definition: action.params.definition,
        input: evaluateAll(action.params.input),
        key: action.params.key ? inSwedish(action.params.key) : null,
      });
      break;
    case 'send':
      at.effects.push({
        type: 'send',
        to: action.params.to === undefined ? null : String(evaluate(action.params.to)),
        target:
          action.params.definition === undefined
            ? null
            : { definition: action.params.definition, key: inSwedish(action.params.key ?? '') },
        event: action.params.event,
        data: evaluateAll(action.params.data),
      });
      break;
    case 'call':
      openCall(state, action.params, evaluateAll(action.params.input), at);
      break;
    case 'assign':
      break;
  }
}
