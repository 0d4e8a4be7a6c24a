import type { Definition, StateNode } from '../../../definitions/index.ts';
import { check } from '../../../definitions/language/check.ts';
import { expect } from 'vitest';

export const text = (en: string) => ({ sv: en, en });

/** Actions that the staff may take: a button for each event. */
export const button = (...events: string[]) =>
  Object.fromEntries(events.map((event) => [event, { for: ['staff'], label: text(event) }]));

/** A process of states, with a role and three statuses; not checked. */
export const draft = (states: Record<string, StateNode>, more: Partial<Definition> = {}): Definition => ({
  id: 'chart',
  title: text('Chart'),
  roles: { staff: { title: text('Staff'), members: 'firm' } },
  statuses: {
    a: { label: text('A'), tone: 'neutral', order: 1 },
    b: { label: text('B'), tone: 'info', order: 2 },
    c: { label: text('C'), tone: 'success', order: 3 },
  },
  initial: Object.keys(states)[0]!,
  states,
  ...more,
});

/** The same, once the check has nothing against it. */
export function chart(states: Record<string, StateNode>, more: Partial<Definition> = {}): Definition {
  const definition = draft(states, more);
  expect(check(definition).filter(({ severity }) => severity === 'error')).toEqual([]);
  return definition;
}
