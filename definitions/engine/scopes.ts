/** Which names expressions see, and of which type: what the definition declares, and what each event brings. */
import type { DecisionTable, Definition, JsonSchema } from '../language/types.ts';
import { celTypeOf, celTypeOfValue, Scope, TIMESTAMP, type CelType } from './cel.ts';
import { decide } from './decisions.ts';
import { effectsOf, walk } from './walk.ts';

const FAILURE: JsonSchema = { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } };
const NOTHING: JsonSchema = { type: 'object', properties: {} };

interface Bringing {
  /** Schemas of what events bring; null: somebody raises it with whatever it likes. */
  schema: JsonSchema | null;
  event: string;
}

/** Everything that raises an event, with what it brings. */
function bringings(definition: Definition): Bringing[] {
  const found: Bringing[] = [];
  for (const [event, { data }] of Object.entries(definition.events ?? {}))
    found.push({ event, schema: data ?? NOTHING });
  for (const { node } of walk(definition)) {
    for (const { event, form } of Object.values(node.tasks ?? {})) found.push({ event, schema: form ?? NOTHING });
    for (const [event, { form }] of Object.entries(node.actions ?? {})) found.push({ event, schema: form ?? NOTHING });
    for (const effect of effectsOf(node)) {
      if (effect.type !== 'call') continue;
      const { activity, done, failed, timedOut } = effect.params;
      const port = definition.activities?.[activity];
      if (done) found.push({ event: done, schema: port ? (port.result ?? NOTHING) : null });
      if (failed) found.push({ event: failed, schema: FAILURE });
      if (timedOut) found.push({ event: timedOut, schema: NOTHING });
    }
  }
  return found;
}

/** The union of schemas: a field that two of them type differently is dynamic. */
function merged(schemas: JsonSchema[]): Record<string, CelType> {
  const fields: Record<string, CelType> = {};
  for (const schema of schemas) {
    const type = celTypeOf(schema);
    if (typeof type === 'string' || Array.isArray(type)) continue;
    for (const [name, child] of Object.entries(type)) {
      const same = !(name in fields) || JSON.stringify(fields[name]) === JSON.stringify(child);
      fields[name] = same ? child : 'dyn';
    }
  }
  return fields;
}

const outputsOf = ({ outputs }: DecisionTable): Record<string, CelType> =>
  Object.fromEntries(Object.entries(outputs).map(([name, schema]) => [name, celTypeOf(schema)]));

/** Variables that every expression of the definition sees. */
export function commonTypes(definition: Definition): Record<string, CelType> {
  const names = Object.keys(definition.deadlines ?? {});
  const settings = Object.entries(definition.settings ?? {});
  const decisions = Object.entries(definition.decisions ?? {});
  const objectType = (schema: JsonSchema | undefined): Record<string, CelType> => {
    const type = celTypeOf(schema ?? NOTHING);
    return typeof type === 'object' && !Array.isArray(type) ? type : {};
  };
  return {
    context: celTypeOfValue(definition.context ?? {}),
    input: objectType(definition.input),
    settings: Object.fromEntries(settings.map(([name, setting]) => [name, celTypeOf(setting.schema)])),
    client: { ...objectType(definition.client), id: 'string', name: 'string' },
    firm: { name: 'string' },
    instance: { id: 'string' },
    period: { id: 'string', start: 'string', end: 'string', label: 'string' },
    deadlines: Object.fromEntries(names.map((name) => [name, TIMESTAMP])),
    dates: Object.fromEntries(names.map((name) => [name, 'string'])),
    decisions: Object.fromEntries(
      decisions.map(([name, table]): [string, CelType] => [
        name,
        table.hitPolicy === 'collect' ? [outputsOf(table)] : outputsOf(table),
      ]),
    ),
    now: TIMESTAMP,
    today: 'string',
    opened: 'string',
  };
}

/**
 * The scopes of a definition, made when asked for. At run time `event.data` has the fields of every form, empty where
 * the event did not bring them: an expression of an entry or a text is reached by many events.
 */
export function scopesOf(definition: Definition): (eventType: string | null) => Scope {
  const always = commonTypes(definition);
  const all = bringings(definition);
  const anyData = merged(all.map(({ schema }) => schema).filter((schema) => schema !== null));
  const perItem = new Set<string>();
  for (const { node } of walk(definition)) {
    for (const task of Object.values(node.tasks ?? {})) if (task.each !== undefined) perItem.add(task.event);
  }
  const scopes = new Map<string | null, Scope>();
  const scopeOf = (eventType: string | null): Scope => {
    const event = eventType === null || eventType.startsWith('xstate.') ? null : eventType;
    let scope = scopes.get(event);
    if (!scope) {
      const schemas = all.filter((one) => event === null || one.event === event).map(({ schema }) => schema);
      const untyped = event !== null && (schemas.length === 0 || schemas.includes(null));
      const data = untyped ? 'map<string, dyn>' : merged(schemas.filter((schema) => schema !== null));
      const item: Record<string, CelType> = event !== null && perItem.has(event) ? { item: 'dyn' } : {};
      const common = { ...always, ...item };
      const withData = (type: CelType, more: Record<string, CelType>) => ({
        ...common,
        event: { type: 'string', data: type, actor: { id: 'string', name: 'string' }, ...more },
      });
      const running = (type: CelType) => ({ ...withData(type, { item: 'dyn' }), item: 'dyn' });
      const whole = typeof data === 'string' ? anyData : { ...anyData, ...data };
      scope = new Scope(withData(data, item), {
        running: running(typeof data === 'string' ? data : whole),
        whole: running(whole),
        decide: (table, variables, own) =>
          decide(definition.decisions![table]!, (source) => scopeOf(null).evaluate(source, variables, own)),
      });
      scopes.set(event, scope);
    }
    return scope;
  };
  return scopeOf;
}
