/** What a person reads of a simulation: what happened on which day, to whom, and why that day. */
import { localDate, localTime } from '../calendar/index.ts';
import type { Compiled } from '../engine/compile.ts';
import type { Channel, DigestFrequency, IsoDate, IsoInstant, Text } from '../language/types.ts';
import type { Effect, InstanceState, Notice, Task } from '../index.ts';
import type { Moment } from './instance.ts';

export interface TimelineEntry {
  at: IsoInstant;
  /** Civil date and time in Stockholm. */
  date: IsoDate;
  time: string;
  instanceId: string;
  kind: 'opened' | 'act' | 'timer' | 'system' | 'change' | 'record' | 'task' | 'mail' | 'effect';
  text: Text;
  /** Who did it, who gets the task, who is told. */
  who: Text | null;
  status: string | null;
  /** Of a mail. */
  category: 'notice' | 'reminder' | 'escalation' | null;
  /** How people are told; empty where nobody is. */
  channels: Channel[];
  /** The digest that a mail waits for. */
  digest: DigestFrequency | null;
  /** Goes with an earlier one to the same people as one mail: a reminder of the same day, a notice of the same digest. */
  merged: boolean;
  dueDate: IsoDate | null;
  /** How the due date was worked out, a line a step; of a mail, that of the task it is about. Empty where there is none. */
  why: Text[];
  /** What the mail says. */
  body: Text | null;
  /** When a mail goes out, where quiet hours or a digest hold it back. */
  sendAt: IsoInstant | null;
}

const EFFECTS: Record<Exclude<Effect['type'], 'notify'>, (effect: never) => Text> = {
  file: (effect: Extract<Effect, { type: 'file' }>) => both(`→ ${effect.path}`),
  start: (effect: Extract<Effect, { type: 'start' }>) => both(`→ ${effect.definition}`),
  send: (effect: Extract<Effect, { type: 'send' }>) => both(`→ ${effect.to}: ${effect.event}`),
  call: (effect: Extract<Effect, { type: 'call' }>) => both(`→ ${effect.activity}`),
};
const both = (text: string): Text => ({ sv: text, en: text });

/** Everything that happened to some instances, in the order of time. */
export function timelineOf(compiled: Compiled, moments: Moment[]): TimelineEntry[] {
  const mails = new Set<string>();
  return moments
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .flatMap((moment) => entriesOf(compiled, moment, mails));
}

/** What joins one mail has the same name; null for a mail of its own. */
export function mailNameOf(notice: Notice, role: string): string | null {
  const people = [role, notice.userId ?? notice.address?.email ?? ''].join(' ');
  if (notice.category === 'reminder') return `reminder ${notice.localDate} ${people}`;
  return notice.digest && `${notice.digest} ${notice.sendAt} ${people}`;
}

/** The entries of one step, in the order in which people would tell it. */
function entriesOf(compiled: Compiled, moment: Moment, mails: Set<string>): TimelineEntry[] {
  const { state } = moment;
  const at = {
    at: moment.at,
    date: localDate(moment.at),
    time: localTime(moment.at),
    instanceId: state.input.instanceId,
  };
  const bare = {
    ...at,
    who: null,
    status: state.status,
    category: null,
    channels: [],
    digest: null,
    merged: false,
    dueDate: null,
    why: [],
    body: null,
    sendAt: null,
  };
  const role = (name: string): Text => compiled.definition.roles[name]?.title ?? both(name);
  const entries: TimelineEntry[] = [];
  for (const line of moment.log) {
    if (line.kind === 'notified' || line.kind === 'migrated') continue;
    const text = line.kind === 'opened' ? state.label : line.text;
    entries.push({ ...bare, kind: line.kind, text, who: line.actor ? both(line.actor.name) : null });
  }
  for (const task of moment.opened) {
    const why = task.dueDate ? reasons(compiled, task, state) : [];
    entries.push({ ...bare, kind: 'task', text: task.title, who: role(task.role), dueDate: task.dueDate, why });
  }
  for (const effect of moment.effects) {
    if (effect.type === 'notify') {
      const { subject: text, body, category, taskId, channels, digest } = effect;
      const task = state.tasks.find(({ id }) => id === taskId);
      const why = task ? reasons(compiled, task, state) : [];
      const sendAt = effect.sendAt && effect.sendAt > moment.at ? effect.sendAt : null;
      const who = role(effect.role);
      const name = mailNameOf(effect, who.sv);
      const merged = name !== null && mails.has(name);
      if (name !== null) mails.add(name);
      entries.push({ ...bare, kind: 'mail', text, who, category, channels, digest, merged, why, body, sendAt });
    } else entries.push({ ...bare, kind: 'effect', text: EFFECTS[effect.type](effect as never) });
  }
  return entries;
}

function reasons(compiled: Compiled, task: Task, state: InstanceState): Text[] {
  const name = compiled.nodes.get(task.statePath)?.node.tasks?.[task.name]?.due;
  const all = (name === undefined ? [] : (state.deadlines[name]?.provenance ?? [])).map(({ text }) => text);
  // A deadline that is counted from another begins with the day on which that one ended.
  return all.filter((text, index) => text.en !== all[index - 1]?.en);
}
