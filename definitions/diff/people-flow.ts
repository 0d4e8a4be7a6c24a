/** What changes in how a process goes on: its ways, their conditions, and what happens on them. */
import { eventLabel, ruleLabel } from '../draw/words.ts';
import { statesOf } from '../language/check/walk.ts';
import type { Definition } from '../language/types.ts';
import { both, listOf, quoted, roleTitle, stateTitle, titleOf, valueWords } from './say.ts';
import { plain, withKeys, type Area, type Context, type Sentence } from './sentence.ts';
import type { StructuralChange } from './structure.ts';

/** `Skicka in in ”Väntar”`: the event or rule behind a transition, and its state. */
export function flowSentences({ before, after, change }: Context): Sentence[] {
  const definition = change.change === 'removed' ? before : after;
  const state = (change.change === 'removed' ? change.oldState : change.newState) ?? '';
  const here = statesOf(definition).find(({ path }) => path.join('.') === state)!;
  const where = quoted(stateTitle(definition, state));
  const [slot, name] = change.keys;
  const head = both((language) => {
    const label =
      slot === 'on'
        ? eventLabel(definition, here, String(name), language)
        : slot === 'after'
          ? ruleLabel(definition, String(name), language)
          : {
              entry: { sv: 'på vägen in', en: 'on the way in' },
              exit: { sv: 'på vägen ut', en: 'on the way out' },
              always: { sv: 'direkt', en: 'at once' },
              onDone: { sv: 'när allt är klart', en: 'when all is done' },
            }[String(slot) as 'entry'][language];
    return `${label} (${{ sv: 'i', en: 'in' }[language]} ${where[language]})`;
  });
  const inEffect = change.part === 'effect';
  if (!inEffect) {
    const targets = transitionTargets(change);
    if (targets && change.keys.at(-1) !== 'guard') {
      const title = (version: Definition, target: string | undefined) =>
        target === undefined
          ? { sv: 'samma läge', en: 'the same state' }
          : quoted(stateTitle(version, target.replace(/^#/, '')));
      const [was, is] = [title(before, targets.old), title(after, targets.new)];
      if (change.change === 'added')
        return [
          {
            area: 'flow',
            text: { sv: `Ny väg: ${head.sv} leder till ${is.sv}.`, en: `New way: ${head.en} leads to ${is.en}.` },
          },
          ...effectsWithin({ before, after, change }),
        ];
      if (change.change === 'removed')
        return [
          {
            area: 'flow',
            text: {
              sv: `En väg tas bort: ${head.sv} leder inte längre till ${was.sv}.`,
              en: `A way is taken away: ${head.en} no longer leads to ${was.en}.`,
            },
          },
          ...effectsWithin({ before, after, change }),
        ];
      return [
        {
          area: 'flow',
          text: {
            sv: `${head.sv} leder nu till ${is.sv} (tidigare ${was.sv}).`,
            en: `${head.en} now leads to ${is.en} (before: ${was.en}).`,
          },
        },
      ];
    }
    const what =
      change.keys.at(-1) === 'guard'
        ? { sv: `Villkoret för ${head.sv}`, en: `The condition of ${head.en}` }
        : withKeys(head, change.keys.slice(3));
    return [{ area: 'flow', text: plain(what, { change }) }];
  }
  const effects = effectsWithin({ before, after, change });
  if (effects.length > 0)
    return effects.map(({ area, text }) => ({
      area,
      text: both((language) => `${head[language]}: ${text[language]}`),
    }));
  const kind = effectAt(change, before, after);
  const area: Area = kind === 'notify' ? 'notice' : 'other';
  const last = change.keys.at(-1);
  if (kind === 'notify' && (last === 'to' || last === 'template')) {
    const title = (version: Definition, value: unknown) =>
      last === 'to'
        ? quoted(roleTitle(version, value))
        : quoted(titleOf(version.templates?.[String(value)], String(value)));
    const [was, is] = [title(before, change.oldValue), title(after, change.newValue)];
    const what = {
      to: { sv: 'meddelandet går nu till', en: 'the message now goes to' },
      template: { sv: 'meddelandet är nu', en: 'the message is now' },
    }[last];
    return [
      {
        area,
        text: both(
          (language) =>
            `${head[language]}: ${what[language]} ${is[language]} (${{ sv: 'tidigare', en: 'before:' }[language]} ${was[language]}).`,
        ),
      },
    ];
  }
  return [
    {
      area,
      text: plain(
        withKeys(
          head,
          change.keys.slice(2).filter((key) => typeof key === 'string' && key !== 'actions' && key !== 'params'),
        ),
        { change },
      ),
    },
  ];
}

type Bag = Record<string, unknown>;

/** Null where the change is not of a whole transition or its target. */
function transitionTargets({ keys, oldValue, newValue }: StructuralChange): { old?: string; new?: string } | null {
  if (keys.at(-1) === 'target') return { old: oldValue as string, new: newValue as string };
  const target = (value: unknown) => (listOf(value)[0] as { target?: string } | undefined)?.target;
  const depth = keys[0] === 'always' || keys[0] === 'onDone' ? 2 : 3;
  return keys.length <= depth ? { old: target(oldValue)!, new: target(newValue)! } : null;
}

/** The notices of a value that was added or taken away, a sentence each; other effects by their type. */
export function effectsWithin({ before, after, change }: Context): Sentence[] {
  if (change.change === 'changed') return [];
  const added = change.change === 'added';
  const definition = added ? after : before;
  const found: Bag[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const bag = value as Bag;
    if (typeof bag.type === 'string' && 'params' in bag) found.push(bag);
    else Object.values(bag).forEach(visit);
  };
  visit(added ? change.newValue : change.oldValue);
  return found.map(({ type, params }): Sentence => {
    const of = params as Bag;
    if (type === 'notify') {
      const template = quoted(titleOf(definition.templates?.[String(of.template)], String(of.template)));
      const to = roleTitle(definition, of.to);
      return {
        area: 'notice',
        text: added
          ? { sv: `${to.sv} får meddelandet ${template.sv}.`, en: `${to.en} gets the message ${template.en}.` }
          : {
              sv: `${to.sv} får inte längre meddelandet ${template.sv}.`,
              en: `${to.en} no longer gets the message ${template.en}.`,
            },
      };
    }
    const what = valueWords(of);
    return {
      area: 'other',
      text: added
        ? {
            sv: `nytt i processen (${String(type)}): ${what.sv}.`,
            en: `new in the process (${String(type)}): ${what.en}.`,
          }
        : {
            sv: `tas bort ur processen (${String(type)}): ${what.sv}.`,
            en: `taken out of the process (${String(type)}): ${what.en}.`,
          },
    };
  });
}

/** Type of the effect that a change lies in. */
function effectAt(
  { keys, oldPointer, newPointer }: StructuralChange,
  before: Definition,
  after: Definition,
): string | null {
  const until = keys.indexOf('params');
  const back = until < 0 ? 0 : keys.length - until;
  const [pointer, definition] = newPointer ? [newPointer, after] : [oldPointer!, before];
  const names = pointer
    .split('/')
    .slice(1, back === 0 ? undefined : -back)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const value = names.reduce<unknown>((bag, name) => (bag as Bag | undefined)?.[name], definition);
  const type = (value as Bag | undefined)?.type;
  return typeof type === 'string' ? type : null;
}
