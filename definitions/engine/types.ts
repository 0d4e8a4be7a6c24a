/** What the pure core works on: an instance's whole state, the events that move it, and what comes out. */
import type {
  Channel,
  DigestFrequency,
  IsoDate,
  IsoInstant,
  Json,
  JsonObject,
  JsonSchema,
  Text,
  Tone,
} from '../language/types.ts';

/** A period of a recurring process. `id`: `2026-10`, `2026-Q3` or `2025-05--2026-04`. Dates inclusive. */
export interface Period {
  id: string;
  start: IsoDate;
  end: IsoDate;
}

/** One step of how a moment was worked out, for "why this day?". */
export interface Provenance {
  /** `base`, `months`, `day`, `dayInMonth`, `days`, `roll`, `bankDays`, `at`, `cutOff`, `moved`. */
  rule: string;
  date: IsoDate;
  text: Text;
}

export interface DueMoment {
  /** The civil date that people are shown. */
  dueDate: IsoDate;
  /** The instant at which it has passed. */
  dueAt: IsoInstant;
  provenance: Provenance[];
}

export interface SettingValue {
  value: Json;
  origin: 'definition' | 'firm' | 'client' | 'instance';
}

/** What an instance is started with. The records (client, settings) are a copy from the moment of starting. */
export interface InstanceInput {
  tenantId: string;
  instanceId: string;
  definition: { id: string; version: number; hash: string };
  key: string;
  clientId: string | null;
  /** Properties of the client, as the definition's `client` schema names them; `id` and `name` always. */
  client: JsonObject;
  firm: { name: string };
  period: Period | null;
  input: JsonObject;
  /** Values above the definition's own defaults, with where they came from. */
  settings: Record<string, SettingValue>;
}

export interface Task {
  /** Unique within the instance; a state entered again has a new id. */
  id: string;
  name: string;
  /** Path of the state that the task belongs to, `work.review`. */
  statePath: string;
  role: string;
  /** Set when the role is one person. */
  assigneeId: string | null;
  /** Users who may not perform it (separation of duties). */
  excludedIds: string[];
  title: Text;
  /** Null where the definition has none or it came out empty. */
  description: Text | null;
  event: string;
  /** Of a task with `each`: the item that it is for, as it was after the last step, and what names it. */
  itemId?: string | null;
  item?: Json;
  dueDate: IsoDate | null;
  dueAt: IsoInstant | null;
  openedAt: IsoInstant;
  remindersSent: number;
  escalatedTo: string | null;
}

export interface Timer {
  id: string;
  kind: 'after' | 'reminder' | 'escalation' | 'call';
  dueAt: IsoInstant;
  /** For `after`: the XState event type to raise. For `call`: its id. For the others: the task id. */
  ref: string;
  /** The deadline or duration that it stands for. */
  rule: string;
}

/** A call that has not been answered. */
export interface OpenCall {
  /** Unique within the instance. */
  id: string;
  activity: string;
  openedAt: IsoInstant;
  /** When an answer is no longer taken; null: it is waited for. */
  dueAt: IsoInstant | null;
  done: string | null;
  failed: string | null;
  timedOut: string | null;
}

/** The truth about one running instance. Plain JSON; survives continue-as-new and is projected as it is. */
export interface InstanceState {
  schemaVersion: 1;
  input: InstanceInput;
  /** Counts the steps that changed the instance, from 1 (opened). */
  sequence: number;
  /** The sequence at which state or context last changed; reminders do not count. An act may be `stale` against it. */
  movedSequence: number;
  openedAt: IsoInstant;
  /** XState's persisted snapshot. */
  snapshot: Json;
  context: JsonObject;
  /** Dotted paths of the active atomic states. */
  activeStates: string[];
  status: string | null;
  statusSince: IsoInstant;
  label: Text;
  done: boolean;
  closedAt: IsoInstant | null;
  deadlines: Record<string, DueMoment>;
  /** Deadlines that somebody moved by hand, to their new civil date. */
  movedDeadlines: Record<string, IsoDate>;
  tasks: Task[];
  timers: Timer[];
  /** Absent while there is none. */
  calls?: OpenCall[];
}

/** The directory groups a user stands in for this instance's client, as the server knows them. */
export type Group = 'client' | 'firm' | 'responsible' | 'admin';

export interface Actor {
  userId: string;
  name: string;
  groups: Group[];
  /** Groups that nobody stands in for this client (no responsible consultant yet): substitutes step in. */
  vacant?: Group[];
}

/** What people do. */
export interface ActEvent {
  kind: 'act';
  type: string;
  data: JsonObject;
  actor: Actor;
  /** The task it performs, when it performs one. */
  taskId?: string;
  /** Refuse if the instance has moved on from what the person saw. */
  expectedSequence?: number;
}
/** The earliest timer is due. */
export interface TimerEvent {
  kind: 'timer';
  timerId: string;
}
/** The result of an effect, an event of another instance, or of a system over the API. */
export interface SystemEvent {
  kind: 'system';
  type: string;
  data: JsonObject;
  /** The call that it answers. An answer to a call that is no longer open is left alone. */
  callId?: string;
}
/** Settings or client properties changed, or a deadline was moved by hand; everything that depends on them moves. */
export interface ChangeEvent {
  kind: 'change';
  settings?: Record<string, SettingValue>;
  client?: JsonObject;
  /** Deadline name to its new civil date; null takes a move back. */
  movedDeadlines?: Record<string, IsoDate | null>;
  actor?: Actor;
}
export type InstanceEvent = ActEvent | TimerEvent | SystemEvent | ChangeEvent;

/** A person outside the directory. */
export interface Address {
  name: string;
  email: string;
  phone: string | null;
  language: 'sv' | 'en';
}

/** Somebody is told something. */
export interface Notice {
  type: 'notify';
  template: string;
  role: string;
  /** Set when the role is one person. */
  userId: string | null;
  /** Users who are not told, because they may not do what it is about (separation of duties). */
  excludedIds: string[];
  /** Set when the role is an address. */
  address: Address | null;
  channels: Channel[];
  /** When mail and text message go out: at the end of the quiet hours, with the digest. Null: at once. */
  sendAt: IsoInstant | null;
  /** The mail goes out as one with what else the same person has for the same digest. */
  digest: DigestFrequency | null;
  subject: Text;
  body: Text;
  link: Text | null;
  /** Where the link leads, as far as the definition says: whoever writes the mail judges whether it is an address. */
  url?: string;
  /** How the recipient says no to more of it, and what that is called. */
  unsubscribe?: { event: string; title: Text };
  /** `reminder`: at most one mail per person and local day. */
  category: 'notice' | 'reminder' | 'escalation';
  taskId: string | null;
  /** Local date, by the instance's clock, of the day on which it goes out, for the one-a-day rule. */
  localDate: IsoDate;
}

export type Effect =
  | Notice
  | { type: 'file'; documentId: string; path: string; name: string | null }
  | { type: 'start'; definition: string; input: JsonObject; key: string | null }
  | {
      type: 'send';
      /** Id of the instance; null where `target` names it. */
      to: string | null;
      target: { definition: string; key: string } | null;
      event: string;
      data: JsonObject;
    }
  | {
      type: 'call';
      activity: string;
      input: JsonObject;
      /** Null where nothing waits for the answer. */
      callId: string | null;
      dueAt: IsoInstant | null;
      done: string | null;
      failed: string | null;
    };

/** A line of the instance's history, as people read it. */
export interface LogLine {
  kind: 'opened' | 'act' | 'timer' | 'system' | 'change' | 'record' | 'notified' | 'migrated';
  at: IsoInstant;
  event: string;
  actor: { userId: string; name: string } | null;
  fromStatus: string | null;
  toStatus: string | null;
  text: Text;
  /** The form that was sent in, for those who may see it. */
  data: JsonObject | null;
}

export interface StepResult {
  state: InstanceState;
  effects: Effect[];
  log: LogLine[];
}

export type RefusalCode =
  | 'instance_closed'
  | 'stale'
  | 'task_gone'
  | 'event_unknown'
  | 'event_not_now'
  | 'role_missing'
  | 'separation_of_duties'
  | 'guard_refused'
  | 'form_invalid'
  | 'limit_exceeded';

export interface Refusal {
  code: RefusalCode;
  text: Text;
  /** For `form_invalid`: JSON pointer in the form to what is wrong. */
  fields?: { pointer: string; text: Text }[];
}

/** What a user may do with an instance now; where refused, why. Actions of roles that the user lacks are left out. */
export interface Affordance {
  event: string;
  label: Text;
  /** The task it performs; null for an action outside tasks. */
  taskId: string | null;
  form: JsonSchema | null;
  confirm: Text | null;
  tone: Tone;
  /** Where it leads on the board, as far as that is known before the form is filled in. */
  toStatus: string | null;
  allowed: boolean;
  refusal: Refusal | null;
}
