/** What the search says, in both languages. Names of events, states and rules stay as the definition writes them. */
import type { IsoDate, JsonObject, Text } from '../language/types.ts';

export type ExploreCode =
  | 'state_unreachable'
  | 'dead_end'
  | 'task_for_nobody'
  | 'duties_not_separated'
  | 'delay_never_fires'
  | 'deadline_before_opening'
  | 'time_stands_still'
  | 'mail_storm';

const filled = (data: JsonObject, language: keyof Text): string =>
  Object.keys(data).length > 0 ? ` ${language === 'sv' ? 'med' : 'with'} ${JSON.stringify(data)}` : '';
const listed = (names: string[]): string => names.map((name) => `"${name}"`).join(', ');

export const say = {
  state_unreachable: ({ state }: { state: string }): Text => ({
    sv: `Inget leder till "${state}".`,
    en: `Nothing leads to "${state}".`,
  }),
  delay_never_fires: ({ rule, state }: { rule: string; state: string }): Text => ({
    sv: `"${rule}" inträffar aldrig medan ärendet är i "${state}".`,
    en: `"${rule}" never passes while in "${state}".`,
  }),
  dead_end: ({ state }: { state: string }): Text => ({
    sv: `I "${state}" kan ingen göra något mer, inget väntas in och ärendet är inte avslutat.`,
    en: `In "${state}" nobody can do anything any more, nothing is waited for, and the instance is not closed.`,
  }),
  task_for_nobody: ({ task }: { task: string }): Text => ({
    sv: `Ingen får utföra uppgiften "${task}" här.`,
    en: `Nobody may perform the task "${task}" here.`,
  }),
  duties_not_separated: ({ task, role }: { task: string; role: string }): Text => ({
    sv: `Uppgiften "${task}" hålls inte undan från någon: "not" i rollen "${role}" blir tomt.`,
    en: `The task "${task}" is kept from nobody: "not" of the role "${role}" comes out empty.`,
  }),
  deadline_before_opening: (at: { name: string; dueDate: IsoDate; openingDate: IsoDate }): Text => ({
    sv: `Fristen "${at.name}" har redan gått ut (${at.dueDate}) när ärendet öppnas (${at.openingDate}).`,
    en: `The deadline "${at.name}" has passed (${at.dueDate}) when the instance opens (${at.openingDate}).`,
  }),
  time_stands_still: ({ date }: { date: IsoDate }): Text => ({
    sv: `Den ${date} följer steg på steg utan att tiden går.`,
    en: `At ${date} step follows step and time does not pass.`,
  }),
  mail_storm: ({ date, role, most }: { date: IsoDate; role: string; most: number }): Text => ({
    sv: `Den ${date} får rollen "${role}" fler än ${most} mejl fast ingen har gjort något.`,
    en: `On ${date} the role "${role}" gets more than ${most} mails although nobody did anything.`,
  }),
  /** `depth`: of what has not been looked at from the usual opening; null: that has all been seen. */
  stopped: (at: { situations: number; depth: number | null; waiting: number; unmet: string[] }): Text => ({
    sv: [
      `Stannade efter ${at.situations} lägen; ${at.waiting} återstod.`,
      at.depth === null
        ? 'Allt som kan följa på den vanliga öppningen är genomgånget, och av andra öppningar ett urval.'
        : `Allt som tar färre än ${at.depth} steg från den vanliga öppningen är genomgånget, och av resten ett urval.`,
      ...(at.unmet.length > 0 ? [`Dit har sökningen inte nått: ${listed(at.unmet)}.`] : []),
    ].join(' '),
    en: [
      `Stopped after ${at.situations} situations; ${at.waiting} more were waiting.`,
      at.depth === null
        ? 'Everything that can follow on the usual opening is covered, and a selection of other openings.'
        : `Everything within fewer than ${at.depth} acts and waits of the usual opening is covered, and a selection of the rest.`,
      ...(at.unmet.length > 0 ? [`Not met until then: ${listed(at.unmet)}.`] : []),
    ].join(' '),
  }),
  does: ({ who, event, data }: { who: string; event: string; data: JsonObject }): Text => ({
    sv: `${who} gör ${event}${filled(data, 'sv')}`,
    en: `${who} does ${event}${filled(data, 'en')}`,
  }),
  sends: ({ event, data }: { event: string; data: JsonObject }): Text => ({
    sv: `ett system skickar ${event}${filled(data, 'sv')}`,
    en: `a system sends ${event}${filled(data, 'en')}`,
  }),
  answers: ({ activity, data }: { activity: string; data: JsonObject }): Text => ({
    sv: `${activity} svarar${filled(data, 'sv')}`,
    en: `${activity} answers${filled(data, 'en')}`,
  }),
  fails: ({ activity, code }: { activity: string; code: string }): Text => ({
    sv: `${activity} misslyckas: ${code}`,
    en: `${activity} fails: ${code}`,
  }),
  opens: ({ data }: { data: JsonObject }): Text => ({
    sv: `öppnas med ${JSON.stringify(data)}`,
    en: `opens with ${JSON.stringify(data)}`,
  }),
  set: ({ data }: { data: JsonObject }): Text => ({
    sv: `inställningen är ${JSON.stringify(data)}`,
    en: `is set to ${JSON.stringify(data)}`,
  }),
  wait: ({ until, rule }: { until: IsoDate; rule: string | null }): Text => ({
    sv: `vänta till ${until}${rule === null ? '' : ` (${rule})`}`,
    en: `wait until ${until}${rule === null ? '' : ` (${rule})`}`,
  }),
} satisfies Record<ExploreCode, (values: never) => Text> & Record<string, (values: never) => Text>;

/** Waiting twice in a row is waiting once, unless something happened in between. */
export const waitIn = (trace: Text[], said: Text): Text[] =>
  /^wait until \S+$/.test(trace.at(-1)?.en ?? '') ? [...trace.slice(0, -1), said] : [...trace, said];
