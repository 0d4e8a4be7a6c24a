/** What goes into a migration and what is said about it. */
import type { Compiled } from '../engine/compile.ts';
import type { StepResult } from '../engine/types.ts';
import type { IsoDate, IsoInstant, JsonObject, Text } from '../language/types.ts';

/** What to do where the new version has no place of the same name. */
export interface Mapping {
  /** Dotted path of a state of the old version to one of the new; it holds for the states below it as well. */
  states?: Record<string, string>;
  /** A role that went away to the one that takes over its tasks. */
  roles?: Record<string, string>;
  /** Values for fields of the context: instead of the default of a new one, or where the type has changed. */
  context?: JsonObject;
  /** Run the entry actions of states that are entered. Default: no. */
  runEntry?: boolean;
}

/** Two versions of one definition, and how to get from one to the other. */
export interface Migration {
  from: Compiled;
  to: Compiled;
  /** Number and hash of `to`, which the instance is pinned to afterwards. */
  target: { version: number; hash: string };
  mapping: Mapping;
  actor: { userId: string; name: string } | null;
}

export type MigrationProblemCode =
  | 'already_there'
  | 'instance_closed'
  | 'other_definition'
  | 'state_gone'
  | 'mapping_target_unknown'
  | 'mapping_conflict'
  | 'completed_inside'
  | 'context_type'
  | 'role_gone'
  | 'call_unanswered'
  | 'input_invalid'
  | 'setting_invalid'
  | 'not_computable';

export interface MigrationProblem {
  code: MigrationProblemCode;
  text: Text;
  /** The state, role, field, activity or setting that it is about. */
  subject: string | null;
}

/** Either the migrated instance, or everything that stands in the way. */
export type MigrationPlan = { result: StepResult; problems: [] } | { result: null; problems: MigrationProblem[] };

export interface TaskRef {
  statePath: string;
  name: string;
  title: Text;
  role: string;
  dueDate: IsoDate | null;
}

export interface MailRef {
  role: string;
  /** Set when the role is one person. */
  userId: string | null;
  subject: Text;
  category: 'notice' | 'reminder' | 'escalation';
  date: IsoDate;
}

interface Named {
  instanceId: string;
  label: Text;
}
interface BeforeAfter {
  before: IsoDate | null;
  after: IsoDate | null;
}
type DeadlineMove = BeforeAfter & { name: string; title: Text };
type DueDateMove = BeforeAfter & { task: TaskRef };

/** What would become of one live instance. */
export interface Fate extends Named {
  client: { id: string; name: string } | null;
  fromVersion: number;
  /** Paths of the active states now. */
  states: string[];
  status: string | null;
  /** `stays`: it runs on that text already, or has ended. */
  outcome: 'moves' | 'refused' | 'stays';
  problems: MigrationProblem[];
  toStates: string[];
  deadlines: DeadlineMove[];
  tasksAppearing: TaskRef[];
  tasksDisappearing: TaskRef[];
  /** With nobody answering: what only one of the two versions sends. */
  mailsAppearing: MailRef[];
  mailsDisappearing: MailRef[];
  /** Everything that each version sends, by role and person, for the summary. */
  mailCounts: { role: string; userId: string | null; before: number; after: number }[];
  /** Tasks that both versions have or will open, with another due date. */
  dueDates: DueDateMove[];
  /** False where looking ahead was left out or had to stop. */
  lookedAhead: boolean;
}

export interface Counted<T> {
  total: number;
  /** The first 100. */
  items: T[];
}

/** What a new version would do to everything that runs. */
export interface BlastRadius {
  instances: { examined: number; lookedAhead: number; move: number; refused: number; stay: number };
  states: {
    path: string;
    exists: boolean;
    status: string | null;
    instances: number;
    move: number;
    refused: number;
  }[];
  problems: (MigrationProblem & { instances: number; examples: Named[] })[];
  deadlines: Counted<DeadlineMove & Named>;
  tasksAppearing: Counted<TaskRef & { instances: number; examples: Named[] }>;
  tasksDisappearing: Counted<TaskRef & { instances: number; examples: Named[] }>;
  dueDates: Counted<DueDateMove & Named>;
  people: {
    role: string;
    title: Text;
    userId: string | null;
    change: 'newly' | 'no_longer' | 'differently';
    mailsBefore: number;
    mailsAfter: number;
    instances: number;
    examples: Named[];
  }[];
}

export interface LookAhead {
  now: IsoInstant;
  /** Null: not at all. */
  until: IsoInstant | null;
}
