/** What people will notice: every difference of the text as a sentence, and deadlines with the dates that move. */
import type { Definition, StateNode, Text } from '../language/types.ts';
import { humanName } from '../draw/words.ts';
import type { MovedDate } from './dates.ts';
import { effectsWithin, flowSentences } from './people-flow.ts';
import { workSentences } from './people-work.ts';
import { AREAS, PARTS, plain, withKeys, type Area, type Context, type Sentence } from './sentence.ts';
import { at, both, keyWords, quoted, stateTitle, titleOf, valueWords } from './say.ts';
import type { StructuralChange } from './structure.ts';

export interface PeopleChange {
  area: Area;
  text: Text;
  oldPointer: string | null;
  newPointer: string | null;
  /** Of a deadline that moves. */
  dates?: MovedDate[];
}

export function peopleChanges(
  before: Definition,
  after: Definition,
  changes: StructuralChange[],
  moved: Map<string, MovedDate[]>,
): PeopleChange[] {
  const dates = [...moved].map(([name, rows]): PeopleChange => ({
    area: 'deadline',
    text: movedText(titleOf(after.deadlines?.[name], name), rows),
    oldPointer: `/deadlines/${name}`,
    newPointer: `/deadlines/${name}`,
    dates: rows,
  }));
  const said = changes.flatMap((change): PeopleChange[] =>
    sentences({ before, after, change }).map((sentence) => ({
      ...sentence,
      oldPointer: change.oldPointer,
      newPointer: change.newPointer,
    })),
  );
  return [...dates, ...said];
}

function movedText(title: Text, rows: MovedDate[]): Text {
  const { period, oldDate, newDate, oldDueAt, newDueAt } = rows[0]!;
  const day = (date: string | null, instant: string | null, none: string) =>
    date === null ? none : oldDate === newDate ? instant! : date;
  return both((language) => {
    const none = { sv: 'inget datum', en: 'no date' }[language];
    const example = `${period}: ${day(oldDate, oldDueAt, none)} → ${day(newDate, newDueAt, none)}`;
    return language === 'sv'
      ? `${quoted(title).sv} flyttas i ${rows.length} av de 12 kommande perioderna (${example}).`
      : `${quoted(title).en} moves in ${rows.length} of the next 12 periods (${example}).`;
  });
}

function sentences(context: Context): Sentence[] {
  const { change } = context;
  if (change.part === 'state') return [stateSentence(context), ...withinState(context)];
  if (['transition', 'guard', 'effect'].includes(change.part)) return flowSentences(context);
  if (change.part === 'task' || change.part === 'action') return workSentences(context);
  const part = PARTS[change.part];
  if (part && change.keys.length >= 2) return [declaredSentence(context, part)];
  const name = change.keys.map(String).join('.');
  return [{ area: AREAS[change.part] ?? 'other', text: plain(humanWords(name), context) }];
}

const humanWords = (name: string): Text => {
  const known: Record<string, Text> = {
    recurrence: { sv: 'Att processen öppnas av sig själv', en: 'That the process opens by itself' },
    startable: { sv: 'Att någon kan öppna ett ärende själv', en: 'That people can open an instance' },
    quietHours: { sv: 'Tysta timmar', en: 'Quiet hours' },
    initial: { sv: 'Var det börjar', en: 'Where it begins' },
    context: { sv: 'Det som ärendet minns', en: 'What the instance remembers' },
    input: { sv: 'Det som ärendet startas med', en: 'What the instance is started with' },
    client: { sv: 'Det som behöver vara känt om kunden', en: 'What needs to be known of the client' },
    key: { sv: 'Det som gör ärendet unikt', en: 'What makes the instance unique' },
    title: { sv: 'Processens namn', en: 'The name of the process' },
    label: { sv: 'Ärendets namn i listor', en: 'The name of the instance in lists' },
    summary: { sv: 'Beskrivningen av processen', en: 'The description of the process' },
    area: { sv: 'Fliken', en: 'The tab' },
  };
  const [first = '', ...rest] = name.split('.');
  const tail = rest.map(keyWords);
  return both((language) =>
    [known[first]?.[language] ?? humanName(first), ...tail.map((text) => text[language])].join(', '),
  );
};

function declaredSentence({ before, after, change }: Context, part: Text): Sentence {
  const [group, name, ...rest] = change.keys as [string, string, ...(string | number)[]];
  const declared = (definition: Definition) => at(definition, [group, name]);
  const title = quoted(titleOf(declared(after) ?? declared(before), name));
  const what = both((language) => `${part[language]} ${title[language]}`);
  const area = AREAS[change.part] ?? 'other';
  if (rest.length === 0) {
    const extra =
      change.part === 'setting' ? (change.newValue as { default?: unknown } | undefined)?.default : undefined;
    const by = extra === undefined ? null : valueWords(extra);
    const text =
      change.change === 'added'
        ? {
            sv: `${what.sv} är ny${by ? ` (förval ${by.sv})` : ''}.`,
            en: `${what.en} is new${by ? ` (default ${by.en})` : ''}.`,
          }
        : { sv: `${what.sv} tas bort.`, en: `${what.en} is taken away.` };
    return { area, text };
  }
  return { area, text: plain(withKeys(what, rest), { change }) };
}

function stateSentence({ before, after, change }: Context): Sentence {
  const old = change.oldState === null ? null : quoted(stateTitle(before, change.oldState));
  const fresh = change.newState === null ? null : quoted(stateTitle(after, change.newState));
  const where = (fresh ?? old)!;
  const own = (path: string | null) => `(${path ?? ''})`;
  if (change.keys.length === 0) {
    if (change.change === 'added')
      return {
        area: 'flow',
        text: {
          sv: `Läget ${where.sv} ${own(change.newState)} är nytt.`,
          en: `The state ${where.en} ${own(change.newState)} is new.`,
        },
      };
    if (change.change === 'removed')
      return {
        area: 'flow',
        text: {
          sv: `Läget ${where.sv} ${own(change.oldState)} tas bort.`,
          en: `The state ${where.en} ${own(change.oldState)} is taken away.`,
        },
      };
    return {
      area: 'flow',
      text: {
        sv: `Läget ${old!.sv} ${own(change.oldState)} blir ${where.sv} ${own(change.newState)}.`,
        en: `The state ${old!.en} ${own(change.oldState)} becomes ${where.en} ${own(change.newState)}.`,
      },
    };
  }
  if (change.keys[0] === 'status') {
    const label = (definition: Definition, name: unknown) =>
      name === undefined ? valueWords(undefined) : quoted(titleOf(definition.statuses[String(name)], String(name)));
    const [was, is] = [label(before, change.oldValue), label(after, change.newValue)];
    const own2 = change.newState ?? '';
    return {
      area: 'status',
      text: {
        sv: `Läget ${own2} står nu i kolumnen ${is.sv} på tavlan (tidigare ${was.sv}).`,
        en: `The state ${own2} now stands in the column ${is.en} on the board (before: ${was.en}).`,
      },
    };
  }
  const what = { sv: `Läget ${where.sv} ${own(change.newState)}`, en: `The state ${where.en} ${own(change.newState)}` };
  return { area: 'flow', text: plain(withKeys(what, change.keys), { change }) };
}

/** The work and the notices that come or go with a whole state. */
function withinState({ before, after, change }: Context): Sentence[] {
  if (change.keys.length > 0 || change.change === 'renamed') return [];
  const added = change.change === 'added';
  const found: Sentence[] = [];
  const visit = (node: StateNode, path: string): void => {
    for (const [group, part] of [
      ['tasks', 'task'],
      ['actions', 'action'],
    ] as const) {
      for (const [name, value] of Object.entries(node[group] ?? {})) {
        const own: StructuralChange = {
          ...change,
          part,
          keys: [group, name],
          ...(added ? { newState: path, newValue: value } : { oldState: path, oldValue: value }),
        };
        found.push(...workSentences({ before, after, change: own }));
      }
    }
    for (const [name, child] of Object.entries(node.states ?? {})) visit(child, `${path}.${name}`);
  };
  visit((added ? change.newValue : change.oldValue) as StateNode, (added ? change.newState : change.oldState)!);
  return [...found, ...effectsWithin({ before, after, change }).filter(({ area }) => area === 'notice')];
}
