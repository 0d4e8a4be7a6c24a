/** The sentences of an instance's history. */
import type { Text } from '../language/types.ts';
import { activePaths, taskDeclaration, type Compiled } from './compile.ts';
import { declarationsOf } from './walk.ts';
import type { DueMoment, InstanceState } from './types.ts';

export const LOG_TEXTS = {
  opened: { sv: 'Öppnades', en: 'Opened' },
  waited: { sv: 'Väntetiden gick ut', en: 'The waiting time ran out' },
  passed: (title: Text): Text => ({ sv: `${title.sv} har passerat`, en: `${title.en} has passed` }),
  unanswered: (activity: Text): Text => ({
    sv: `${activity.sv}: inget svar i tid`,
    en: `${activity.en}: no answer in time`,
  }),
  reminded: (task: Text, who: Text): Text => ({
    sv: `Påminnelse till ${who.sv.toLowerCase()}: ${task.sv}`,
    en: `Reminder to ${who.en.toLowerCase()}: ${task.en}`,
  }),
  escalated: (task: Text, who: Text): Text => ({
    sv: `Gick vidare till ${who.sv.toLowerCase()}: ${task.sv}`,
    en: `Passed on to ${who.en.toLowerCase()}: ${task.en}`,
  }),
} as const;

/** What an event is called where it happened: the task's button or title, the action's label, else the event itself. */
export function eventTitle(compiled: Compiled, state: InstanceState, event: string, taskId?: string): Text {
  const task = state.tasks.find((candidate) => (taskId ? candidate.id === taskId : candidate.event === event));
  const declaration = task && taskDeclaration(compiled, task);
  if (task && declaration) return declaration.submit ?? task.title;
  const value = (state.snapshot as { value?: unknown } | null)?.value;
  for (const path of activePaths(value).reverse()) {
    const action = compiled.nodes.get(path)?.node.actions?.[event];
    if (action) return action.label;
  }
  const declared = compiled.definition.events?.[event];
  if (declared) return declared.title;
  const elsewhere = declarationsOf(compiled.definition, event);
  return elsewhere.actions[0]?.label ?? elsewhere.tasks[0]?.title ?? { sv: event, en: event };
}

/** Which deadlines moved, and to when. */
export function changeText(
  compiled: Compiled,
  before: Record<string, DueMoment>,
  after: Record<string, DueMoment>,
): Text {
  const moved = Object.keys(after).filter((name) => before[name]?.dueAt !== after[name]!.dueAt);
  if (moved.length === 0) return { sv: 'Inställningar ändrades', en: 'Settings changed' };
  const titles = compiled.definition.deadlines ?? {};
  const list = (language: keyof Text, arrow: string) =>
    moved.map((name) => `${titles[name]!.title[language]} ${arrow} ${after[name]!.dueDate}`).join(', ');
  return { sv: list('sv', 'flyttades till'), en: list('en', 'moved to') };
}
