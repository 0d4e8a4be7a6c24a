/** What changes in what people are asked to do, or may do: for whom, with which form, when they hear of it. */
import type { Definition, Text } from '../language/types.ts';
import { at, both, listOf, quoted, roleTitle, stateTitle, titleOf, valueWords } from './say.ts';
import { PARTS, plain, withKeys, type Area, type Context, type Sentence } from './sentence.ts';
import type { StructuralChange } from './structure.ts';

type Bag = Record<string, unknown>;

export function workSentences({ before, after, change }: Context): Sentence[] {
  const { part, keys } = change;
  const [group, name, ...rest] = keys as ['tasks' | 'actions', string, ...(string | number)[]];
  const own = (definition: Definition, state: string | null) =>
    state === null
      ? undefined
      : at(definition, [
          ...state
            .split('.')
            .filter(Boolean)
            .flatMap((one) => ['states', one]),
          group,
          name,
        ]);
  const declared = (own(after, change.newState) ?? own(before, change.oldState) ?? change.oldValue ?? {}) as Bag;
  const title = quoted(titleOf(declared, name));
  const where = quoted(stateTitle(change.newState === null ? before : after, change.newState ?? change.oldState ?? ''));
  const noun = PARTS[part]!;
  const what = both(
    (language) => `${noun[language]} ${title[language]} (${{ sv: 'i', en: 'in' }[language]} ${where[language]})`,
  );
  const area = rest[0] === 'reminders' ? 'reminder' : rest[0] === 'escalation' ? 'escalation' : (part as Area);
  const roles = (definition: Definition, value: unknown) =>
    both((language) =>
      listOf(value)
        .map((role) => roleTitle(definition, role)[language])
        .join(', '),
    );
  if (rest.length === 0) {
    const forWhom = roles(change.change === 'added' ? after : before, declared.for);
    const text =
      change.change === 'added'
        ? { sv: `${what.sv} är ny, för ${forWhom.sv}.`, en: `${what.en} is new, for ${forWhom.en}.` }
        : {
            sv: `${what.sv} tas bort; den var för ${forWhom.sv}.`,
            en: `${what.en} is taken away; it was for ${forWhom.en}.`,
          };
    return [{ area, text }];
  }
  const last = rest.at(-1);
  if (last === 'for' || (last === 'to' && change.change === 'changed')) {
    const [was, is] = [roles(before, change.oldValue), roles(after, change.newValue)];
    return [
      {
        area,
        text: both(
          (language) =>
            `${what[language]} ${last === 'for' ? { sv: 'är nu för', en: 'is now for' }[language] : { sv: 'går nu vidare till', en: 'now goes on to' }[language]} ${is[language]} (${{ sv: 'tidigare', en: 'before:' }[language]} ${was[language]}).`,
        ),
      },
    ];
  }
  if (rest[0] === 'form') return formSentences(what, declared, change, rest.slice(1), area);
  if (rest.length === 1 && (area === 'reminder' || area === 'escalation')) {
    const noun2 = area === 'reminder' ? { sv: 'påminnelser', en: 'reminders' } : { sv: 'eskalering', en: 'escalation' };
    const value = valueWords(change.newValue ?? change.oldValue);
    const verb = change.change === 'added' ? { sv: 'får', en: 'gets' } : { sv: 'har inte längre', en: 'no longer has' };
    return [
      {
        area,
        text: both((language) => `${what[language]} ${verb[language]} ${noun2[language]} (${value[language]}).`),
      },
    ];
  }
  return [{ area, text: plain(withKeys(what, rest), { change }) }];
}

function formSentences(
  what: Text,
  declared: Bag,
  change: StructuralChange,
  keys: (string | number)[],
  area: Area,
): Sentence[] {
  const fields = ((declared.form as Bag | undefined)?.properties ?? {}) as Bag;
  const field = (name: string, schema?: unknown) => quoted(titleOf(schema ?? fields[name], name));
  const required = (name: string) => (((declared.form as Bag | undefined)?.required ?? []) as string[]).includes(name);
  if (keys[0] === 'properties' && keys.length === 2) {
    const name = String(keys[1]);
    const title = field(name, change.newValue ?? change.oldValue);
    if (change.change === 'added') {
      const must = required(name)
        ? { sv: ', som måste fyllas i', en: ', which must be filled in' }
        : { sv: '', en: '' };
      return [
        {
          area,
          text: both(
            (language) =>
              `${what[language]} ${{ sv: 'får fältet', en: 'gets the field' }[language]} ${title[language]}${must[language]}.`,
          ),
        },
      ];
    }
    return [
      {
        area,
        text: both(
          (language) =>
            `${what[language]} ${{ sv: 'har inte längre fältet', en: 'no longer has the field' }[language]} ${title[language]}.`,
        ),
      },
    ];
  }
  if (keys[0] === 'required' && keys.length === 1) {
    const [was, is] = [listOf(change.oldValue) as string[], listOf(change.newValue) as string[]];
    const told = (names: string[], say: Text): Sentence[] =>
      names.map((name) => ({
        area,
        text: both((language) => `${what[language]}: ${field(name)[language]} ${say[language]}.`),
      }));
    const more = told(
      is.filter((name) => !was.includes(name)),
      { sv: 'måste fyllas i', en: 'must be filled in' },
    );
    const less = told(
      was.filter((name) => !is.includes(name) && Object.hasOwn(fields, name)),
      { sv: 'behöver inte fyllas i', en: 'need not be filled in' },
    );
    if (more.length + less.length > 0) return [...more, ...less];
  }
  if (keys[0] === 'properties' && keys.length > 2) {
    const inside = both(
      (language) =>
        `${what[language]}, ${{ sv: 'fältet', en: 'the field' }[language]} ${field(String(keys[1]))[language]}`,
    );
    return [{ area, text: plain(withKeys(inside, keys.slice(2)), { change }) }];
  }
  if (keys.length === 0) {
    const verb =
      change.change === 'added'
        ? { sv: 'får ett formulär', en: 'gets a form' }
        : { sv: 'har inte längre något formulär', en: 'no longer has a form' };
    const names = Object.keys(((change.newValue ?? change.oldValue) as Bag | undefined)?.properties ?? {});
    return [{ area, text: both((language) => `${what[language]} ${verb[language]} (${names.join(', ')}).`) }];
  }
  return [{ area, text: plain(withKeys(what, ['form', ...keys]), { change }) }];
}
