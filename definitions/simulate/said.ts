/** What mails say and what goes to other instances, as far as a scenario looks at it. */
import type { Effect, Json, JsonObject, Notice, Text } from '../index.ts';

/** Of every mail of this kind since the last expectation: parts of its words in the language of who gets it. */
export interface Said {
  /** `invoice debtor`. */
  mail: string;
  says?: string[];
  lacks?: string[];
  /** Where its link leads; null: nowhere but to the portal. */
  url?: string | null;
}

/** A call, with a part of what the activity was given. */
export interface Called {
  activity: string;
  input: JsonObject;
}

/** An event for another instance: `to` is its id, or its process and key. */
export interface Sent {
  event: string;
  to: string;
  data: JsonObject;
}

export const sentBy = (effects: Effect[]): Json[] =>
  effects.flatMap((effect) => {
    if (effect.type !== 'send') return [];
    const { event, data, target } = effect;
    return [{ event, to: target ? `${target.definition} ${target.key}` : effect.to, data }];
  });

export function calledProblems(effects: Effect[], { activity, input }: Called): Text[] {
  const given = effects.flatMap((effect) =>
    effect.type === 'call' && effect.activity === activity ? [effect.input] : [],
  );
  const fits = (one: JsonObject): boolean =>
    Object.entries(input).every(([name, value]) => JSON.stringify(one[name]) === JSON.stringify(value));
  if (given.some(fits)) return [];
  const [wanted, found] = [JSON.stringify(input), JSON.stringify(given)];
  return [
    {
      sv: `"${activity}" anropades inte med ${wanted} utan med ${found}.`,
      en: `"${activity}" was not called with ${wanted} but with ${found}.`,
    },
  ];
}

export function saidProblems(notices: Notice[], { mail, says = [], lacks = [], url }: Said): Text[] {
  const meant = notices.filter(({ template, role }) => `${template} ${role}` === mail);
  if (meant.length === 0) return [{ sv: `inget brev är "${mail}".`, en: `no mail is "${mail}".` }];
  return meant.flatMap((notice) => {
    const language = notice.address?.language ?? 'en';
    // Amounts and dates are written with spaces that do not break, which nobody types.
    const words = `${notice.subject[language]} ${notice.body[language]}`.replace(/\s+/g, ' ');
    const quoted = JSON.stringify(words);
    const missing = says.filter((part) => !words.includes(part));
    const stray = lacks.filter((part) => words.includes(part));
    const leads = notice.url ?? null;
    return [
      ...missing.map((part) => ({
        sv: `"${mail}" säger inte "${part}" utan ${quoted}.`,
        en: `"${mail}" does not say "${part}" but ${quoted}.`,
      })),
      ...stray.map((part) => ({ sv: `"${mail}" säger "${part}".`, en: `"${mail}" says "${part}".` })),
      ...(url === undefined || url === leads
        ? []
        : [{ sv: `länken i "${mail}" leder till ${leads}.`, en: `the link of "${mail}" leads to ${leads}.` }]),
    ];
  });
}
