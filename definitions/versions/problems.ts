/** Why an instance cannot be moved: one sentence each, in both languages, that says what to do. */
import type { MigrationProblem, MigrationProblemCode } from './types.ts';

const make =
  <Args extends string[]>(code: MigrationProblemCode, sv: (...args: Args) => string, en: (...args: Args) => string) =>
  (...args: Args): MigrationProblem => ({
    code,
    text: { sv: sv(...args), en: en(...args) },
    subject: args[0] ?? null,
  });

export const problem = {
  alreadyThere: make(
    'already_there',
    () => 'Ärendet går redan på den versionen.',
    () => 'This case runs on that version already.',
  ),
  closed: make(
    'instance_closed',
    () => 'Ärendet är avslutat.',
    () => 'This case is closed.',
  ),
  otherDefinition: make(
    'other_definition',
    (id: string, other: string) => `Ärendet hör till ”${id}”, inte till ”${other}”.`,
    (id: string, other: string) => `This case belongs to "${id}", not to "${other}".`,
  ),
  stateGone: make(
    'state_gone',
    (path: string) => `Läget ”${path}” finns inte i den nya versionen. Ange vilket läge det motsvarar.`,
    (path: string) => `The new version has no state "${path}". Say which state takes its place.`,
  ),
  targetUnknown: make(
    'mapping_target_unknown',
    (path: string, target: string) => `”${path}” ska bli ”${target}”, men det läget finns inte i den nya versionen.`,
    (path: string, target: string) => `"${path}" is to become "${target}", which is no state of the new version.`,
  ),
  conflict: make(
    'mapping_conflict',
    (path: string, target: string) =>
      `”${path}” skulle hamna i ”${target}”, men ärendet är samtidigt i ett läge som utesluter det. Välj ett annat.`,
    (path: string, target: string) =>
      `"${path}" would become "${target}", but the case is at the same time in a state that excludes it. Choose another.`,
  ),
  completedInside: make(
    'completed_inside',
    (path: string) => `”${path}” skulle vara avslutat utan att det som följer sker. Välj läget som följer i stället.`,
    (path: string) =>
      `"${path}" would be complete without what follows happening. Choose the state that follows instead.`,
  ),
  contextType: make(
    'context_type',
    (field: string) => `Uppgiften ”${field}” har en annan typ i den nya versionen. Ange ett värde för den.`,
    (field: string) => `The field "${field}" has another type in the new version. Give a value for it.`,
  ),
  roleGone: make(
    'role_gone',
    (role: string, task: string, now: string) =>
      `Uppgiften ”${task}” är för rollen ”${role}”, som inte finns längre. Ange att ”${now}” tar över.`,
    (role: string, task: string, now: string) =>
      `The task "${task}" is for the role "${role}", which is gone. Say that "${now}" takes over.`,
  ),
  callUnanswered: make(
    'call_unanswered',
    (activity: string, event: string) =>
      `Ärendet väntar på svar från ”${activity}”, men den nya versionen tar inte emot ”${event}”. Vänta på svaret.`,
    (activity: string, event: string) =>
      `The case waits for "${activity}" to answer, but the new version does not take "${event}". Wait for the answer.`,
  ),
  inputInvalid: make(
    'input_invalid',
    (pointer: string, sv: string) => `Det som ärendet startades med passar inte den nya versionen: ${pointer} ${sv}.`,
    (pointer: string, _sv: string) => `What the case was started with does not fit the new version: ${pointer}.`,
  ),
  settingInvalid: make(
    'setting_invalid',
    (name: string) => `Inställningen ”${name}” har ett värde som den nya versionen inte tillåter. Ändra den först.`,
    (name: string) => `The setting "${name}" has a value that the new version does not allow. Change it first.`,
  ),
  notComputable: make(
    'not_computable',
    (reason: string) => `Den nya versionen går inte att räkna ut för ärendet: ${reason}`,
    (reason: string) => `The new version cannot be worked out for this case: ${reason}`,
  ),
};
