/** What the rest of the house uses of the language: compile a definition, open and step an instance, ask what is allowed. */
export { affordances, refusal, RefusedError } from './engine/allowed.ts';
export { ANSWERED_LATER, isAnsweredLater } from './engine/calls.ts';
export { compile, CompileError, type Compiled } from './engine/compile.ts';
export { factsOf, type FactValue } from './engine/facts.ts';
export { formErrors, type FieldError } from './engine/forms.ts';
export { definitionHash } from './engine/hash.ts';
export { duePeriods, periodLength, renderKey, type RecurringClient } from './engine/recurrence.ts';
export { outsideRefusal } from './engine/outside.ts';
export { mayStart, startForm, startInput } from './engine/start.ts';
export { type MailWords, mailWords } from './engine/notices.ts';
export { open, step } from './engine/step.ts';
export { nextTimer } from './engine/timers.ts';
export { documentFields } from './engine/walk.ts';
export { resolvedSettings } from './engine/variables.ts';
export { planMigration } from './versions/plan.ts';
export type * from './engine/types.ts';
export type * from './language/types.ts';
