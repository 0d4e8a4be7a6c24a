/**
 * The definition language as TypeScript types: what a process is, as an administrator writes it.
 * The JSON Schema beside this file (`definition.schema.json`) is what checks a text; these types
 * describe a text that passed. The base is XState v5's JSON shape; what Arende adds is optional.
 */

/** A text in the two languages of the product. May hold `${CEL}` where the schema says "template". */
export interface Text {
  sv: string;
  en: string;
}

/** CEL source. Type-checked at publish time against the definition's own schemas. */
export type Cel = string;
/** An instant, ISO 8601 in UTC with milliseconds: `2026-11-05T23:00:00.000Z`. */
export type IsoInstant = string;
/** A civil date in Europe/Stockholm: `2026-11-05`. */
export type IsoDate = string;
/** A wall-clock time in Europe/Stockholm, `08:00`; `24:00` is midnight at the end of the day. */
export type WallTime = string;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
/** JSON Schema 2020-12 for a form or an input; `title` and `description` may be a Text. */
export type JsonSchema = { [key: string]: unknown };

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export interface Status {
  label: Text;
  tone: Tone;
  /** Column order on the board, ascending. */
  order: number;
  /** What the status means, for the help text on the board. */
  description?: Text;
}

/** How somebody is told: a mail, an entry on the list of notifications in the portal, a text message. */
export type Channel = 'email' | 'portal' | 'sms';
/** `daily`: weekdays at 10:00, `weekly`: Mondays, `monthly`: the first Monday, in Stockholm (decision 6). */
export type DigestFrequency = 'daily' | 'weekly' | 'monthly';

/** When nobody is disturbed: what would go out then waits until the end. */
export interface QuietHours {
  from: WallTime;
  to: WallTime;
  /** Saturdays and Sundays are quiet all day. Default false. */
  weekends?: boolean;
}

/** Where a person outside the directory is reached: a debtor, a party to an agreement. Each is CEL that gives a text. */
export interface AddressDeclaration {
  name: Cel;
  email: Cel;
  phone?: Cel;
  /** `sv` or `en`; anything else is read as `sv`. */
  language?: Cel;
}

/** Who is meant by a role: a group of the directory, one person that the instance remembers, or an address. */
export interface Role {
  title: Text;
  /** `client`: users of the client; `firm`: staff who work with the client; `responsible`: its responsible
   *  consultant; `admin`: administrators of the firm; `person`: the user id that `person` gives;
   *  `address`: somebody outside the directory, who is told and can do nothing here. */
  members: 'client' | 'firm' | 'responsible' | 'admin' | 'person' | 'address';
  /** CEL that gives a user id; for `members: person`. */
  person?: Cel;
  /** For `members: address`. */
  address?: AddressDeclaration;
  /** Who stands in when nobody of `members` is there (for example no responsible consultant yet). */
  substitutes?: 'firm' | 'admin';
  /** CEL expressions that each give a user id who may not act in this role (separation of duties). */
  not?: Cel[];
}

export interface SettingDeclaration {
  title: Text;
  description?: Text;
  /** JSON Schema of the value. */
  schema: JsonSchema;
  default: Json;
}

/**
 * A rule for a moment. Worked out in the order of its keys: base, months, day, days, roll, bankDays, at.
 * Numbers may be CEL source that gives a number (`"settings.lastHandInDay"`).
 */
export interface DeadlineRule {
  title: Text;
  /** Where to start: a moment of the period, the day the instance opened, another deadline, or CEL that gives a
   *  date string or timestamp. Default `period.end`. */
  from?: 'period.start' | 'period.end' | 'fiscalYear.end' | 'opened' | { deadline: string } | { cel: Cel };
  /** Whole months to add to the base's month. */
  months?: number | Cel;
  /** Day of the month; a month that is too short gives its last day. */
  day?: number | Cel;
  /** Another day in some months, by month number: `{ "1": 17, "8": 17 }`. */
  dayInMonth?: Record<string, number>;
  /** Calendar days to add (negative: subtract). */
  days?: number | Cel;
  /** What to do when the day is no bank day. Default `none`. */
  roll?: 'next' | 'previous' | 'none';
  /** Bank days to add (negative: subtract), after the roll. */
  bankDays?: number | Cel;
  /** Local time of day at which the moment falls. Default `24:00`: the whole day counts. */
  at?: WallTime;
  /** The next of these local times on a bank day, at or after the base (cut-offs such as 08:00, 10:00). Excludes `at`. */
  nextCutOff?: WallTime[];
}

export type PeriodLength = 'month' | 'quarter' | 'fiscalYear';

export interface Recurrence {
  /** Or CEL over `client` and `settings` that gives one of these; anything else: the client has no such period. */
  every: PeriodLength | { cel: Cel };
  /** CEL over `client`, true for clients that have this process. */
  when: Cel;
  /** How many days before the period's end the instance opens (negative: after). */
  openDaysBeforeEnd: number | Cel;
  /** After a stand-still, at most this many past periods are opened per client. Default 12. */
  catchUpPeriods?: number;
}

/** What is known when a person starts an instance. `side`: `firm` or `client`; `date`: today in Europe/Stockholm. */
export type StartFill = 'id' | 'side' | 'user' | 'name' | 'date';

/** How people start an instance by themselves. */
export interface Startable {
  /** Role names; any of them may. Roles of groups: before there is an instance nobody is a person in it. */
  for: string[];
  /** Text of the button. */
  label: Text;
  /** Properties of `input` that are not asked for, and with what they are filled. The form asks for the rest. */
  fill?: Record<string, StartFill>;
}

export interface Reminders {
  template: string;
  /** Days before the task's due date, 0 = on it: `[3, 0]`, or CEL that gives such a list. */
  daysBefore: number[] | Cel;
  /** After the due date, every n-th day; 0 = never. */
  thenEvery?: number | Cel;
  /** Local time of day. Default `08:00`. */
  at?: WallTime;
  /** A reminder never goes out on a Saturday or Sunday; it moves to the next weekday. Default true. */
  weekdaysOnly?: boolean;
  /** Role that is told instead of the one that the task is for. */
  to?: string;
  /** As of a notice. */
  channels?: Channel[];
  quietHours?: boolean;
}

export interface Escalation {
  /** A deadline, or an ISO 8601 duration from the opening of the task. */
  after: string;
  /** Role that is told, and may perform the task from then on. */
  to: string;
  template: string;
  /** As of a notice. */
  channels?: Channel[];
  quietHours?: boolean;
}

/** Work for a person. It lives exactly as long as its state; with `each`, while its item is in the list, too. */
export interface TaskDeclaration {
  /** CEL that gives a list: one task per item. Items are texts, or objects with a text `id`; texts see `item`. */
  each?: Cel;
  /** Role name. */
  for: string;
  title: Text;
  description?: Text;
  /** The event that performing it raises. */
  event: string;
  /** Text of the button. */
  submit?: Text;
  form?: JsonSchema;
  /** Name of a deadline. */
  due?: string;
  reminders?: Reminders;
  escalation?: Escalation;
}

/** An event that people may raise outside tasks. */
export interface ActionDeclaration {
  /** Role names; any of them may. */
  for: string[];
  label: Text;
  form?: JsonSchema;
  confirm?: Text;
  tone?: Tone;
  /** Shown beside the refused action when the transition's guard says no. */
  refusedBecause?: Text;
}

export interface MailTemplate {
  subject: Text;
  /** Paragraphs separated by a blank line. Templates; never confidential content, the mail links to the portal. */
  body: Text;
  /** Text of the link button. */
  link?: Text;
  /** Template for the address that the button leads to, instead of the portal. */
  url?: string;
  /** The event by which the recipient says no to more of it; the mail has a link for that. */
  unsubscribe?: string;
}

export type ActionObject =
  | { type: 'assign'; params: Record<string, Cel> }
  | { type: 'notify'; params: NotifyParams }
  | { type: 'record'; params: { text: Text } }
  /** `document` gives an id or a list of ids. */
  | { type: 'file'; params: { document: Cel; path: string; name?: string } }
  | { type: 'start'; params: { definition: string; input: Record<string, Cel>; key?: string } }
  | { type: 'send'; params: SendParams }
  | { type: 'call'; params: CallParams };

/** Whom: `to` gives the id of an instance, or `definition` and `key` (template) name it. */
export interface SendParams {
  to?: Cel;
  definition?: string;
  key?: string;
  event: string;
  data?: Record<string, Cel>;
}

/** The answer comes back as an event: `done` with the result, `failed` with `{ code, message }`, `timedOut` with nothing. */
export interface CallParams {
  activity: string;
  input?: Record<string, Cel>;
  done?: string;
  failed?: string;
  /** ISO 8601 duration after which an answer is no longer taken. */
  timeout?: string;
  timedOut?: string;
}

export interface NotifyParams {
  /** CEL that gives a list: a notice for each item of it. The role and the template see `item`. */
  each?: Cel;
  template: string;
  /** Role name. */
  to: string;
  /** Default: mail and portal; for an address, mail. */
  channels?: Channel[];
  /** False: goes out in quiet hours too. */
  quietHours?: boolean;
  /** Kept for the next digest; `now`: not kept; `never`: nobody is told. Or CEL that gives one of these. Default `now`. */
  digest?: DigestFrequency | 'now' | 'never' | Cel;
}

export interface Transition {
  target?: string;
  guard?: Cel;
  actions?: ActionObject | ActionObject[];
  reenter?: boolean;
  description?: string;
}
export type Transitions = string | Transition | Transition[];

export interface StateNode {
  type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  history?: 'shallow' | 'deep';
  target?: string;
  initial?: string;
  states?: Record<string, StateNode>;
  on?: Record<string, Transitions>;
  always?: Transitions;
  /** Key: name of a deadline, or an ISO 8601 duration. */
  after?: Record<string, Transitions>;
  onDone?: Transitions;
  entry?: ActionObject | ActionObject[];
  exit?: ActionObject | ActionObject[];
  description?: string;
  /** Name in `statuses`. */
  status?: string;
  tasks?: Record<string, TaskDeclaration>;
  /** Key: event name; allowed while in this state (and, on the root, in every state). */
  actions?: Record<string, ActionDeclaration>;
}

/** An event that no person raises: from a system, or from another instance. */
export interface EventDeclaration {
  title: Text;
  /** JSON Schema of `event.data`. */
  data?: JsonSchema;
}

/** What `call` may ask for: the port of an activity. */
export interface ActivityDeclaration {
  title: Text;
  input?: JsonSchema;
  /** JSON Schema of `event.data` in the event `done`. */
  result?: JsonSchema;
}

/** A decision table. Expressions read its outputs as `decisions.name.output`; with `collect`, a list of such objects. */
export interface DecisionTable {
  title: Text;
  description?: Text;
  /** `first`: the first rule that fits; `unique`: no two may fit; `collect`: all that fit. */
  hitPolicy: 'first' | 'unique' | 'collect';
  inputs: Record<string, Cel>;
  outputs: Record<string, JsonSchema>;
  rules: DecisionRule[];
  /** When no rule fits. */
  otherwise?: Record<string, Cel>;
}

export interface DecisionRule {
  /** Unary tests of DMN by input: `>= 1000`, `"a", "b"`, `[1..5)`, `not("x")`, `-`. Left out: any value. */
  when: Record<string, string>;
  then: Record<string, Cel>;
  description?: string;
}

/** A fact about an instance that lists show in a column of their own: when the client handed in, an amount. */
export interface Fact {
  title: Text;
  value: Cel;
  format: 'text' | 'number' | 'date' | 'dateTime';
}

export interface Definition extends StateNode {
  $schema?: string;
  /** kebab-case name, the same in all versions. */
  id: string;
  title: Text;
  /** Template for one instance's name in lists. Default: title and period. */
  label?: Text;
  summary?: Text;
  /** Short name of the working area (a tab of the client): `bookkeeping`, `payroll`, `vat`, … */
  area?: string;
  input?: JsonSchema;
  /** Template; what makes an instance unique within tenant and definition. Default `${client.id}/${period.id}`. */
  key?: string;
  /** Properties of the client that expressions may use, as JSON Schema. */
  client?: JsonSchema;
  settings?: Record<string, SettingDeclaration>;
  recurrence?: Recurrence;
  /** Left out: systems, other processes and the calendar start it, and no person. */
  startable?: Startable;
  events?: Record<string, EventDeclaration>;
  activities?: Record<string, ActivityDeclaration>;
  decisions?: Record<string, DecisionTable>;
  roles: Record<string, Role>;
  statuses: Record<string, Status>;
  deadlines?: Record<string, DeadlineRule>;
  templates?: Record<string, MailTemplate>;
  quietHours?: QuietHours;
  facts?: Record<string, Fact>;
  context?: JsonObject;
  initial: string;
  states: Record<string, StateNode>;
}
