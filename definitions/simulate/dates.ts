/** A deadline over many periods, with how each date was worked out. */
import { addDays, startOfDay } from '../calendar/index.ts';
import { ambientOf, computeDeadlines } from '../engine/variables.ts';
import {
  compile,
  definitionHash,
  type Definition,
  type DueMoment,
  type InstanceInput,
  type Json,
  type JsonObject,
  type Period,
} from '../index.ts';

export interface DueDatesOptions {
  definition: Definition;
  deadline: string;
  periods: Period[];
  client?: JsonObject;
  settings?: Record<string, Json>;
  input?: JsonObject;
}

/** One row a period. `moment` is null while the deadline has no date: what it is counted from is not known at the opening. */
export function dueDates(options: DueDatesOptions): { period: string; moment: DueMoment | null }[] {
  const { definition, deadline, periods } = options;
  const compiled = compile(definition);
  const hash = definitionHash(definition);
  const settings: InstanceInput['settings'] = Object.fromEntries(
    Object.entries(options.settings ?? {}).map(([name, value]) => [name, { value, origin: 'client' as const }]),
  );
  return periods.map((period) => {
    const input: InstanceInput = {
      tenantId: 'simulation',
      instanceId: period.id,
      definition: { id: definition.id, version: 1, hash },
      key: period.id,
      clientId: 'client',
      client: { name: 'Demo AB', ...options.client, id: 'client' },
      firm: { name: 'Demo Redovisning AB' },
      period,
      input: options.input ?? {},
      settings,
    };
    const openedAt = startOfDay(addDays(period.end, -daysAhead(input)));
    const instance = { input, openedAt, context: (definition.context ?? {}) as JsonObject, movedDeadlines: {} };
    return { period: period.id, moment: computeDeadlines(compiled, instance, openedAt)[deadline] ?? null };
  });

  function daysAhead(input: InstanceInput): number {
    const ahead = definition.recurrence?.openDaysBeforeEnd ?? 0;
    if (typeof ahead === 'number') return ahead;
    const now = startOfDay(input.period!.end);
    const ambient = ambientOf(compiled, { input, openedAt: now, deadlines: {}, now });
    const variables = { ...ambient, context: {}, event: { type: '', data: {}, actor: { id: '', name: '' } } };
    return Number(compiled.scope(null).evaluate(ahead, variables));
  }
}
