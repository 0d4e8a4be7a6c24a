import { diff, type DefinitionDiff } from '../../definitions/diff/diff.ts';
import type { Reason } from '../../definitions/diff/reasons.ts';
import type { Text } from '../../definitions/index.ts';
import { dayOf } from './periods.ts';
import { assignments, definitionOf, languageOf, parsed, UsageError, type Command } from './usage.ts';

export const diffCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    language: { type: 'string' },
    from: { type: 'string' },
    client: { type: 'string', multiple: true },
    setting: { type: 'string', multiple: true },
  });
  const [oldFile, newFile, ...more] = positionals;
  if (!oldFile || !newFile || more.length > 0) throw new UsageError('Name two files, the old one first.');
  const language = languageOf(values.language);
  const before = await definitionOf(oldFile, print);
  const after = await definitionOf(newFile, print);
  if (!before || !after) return 1;
  const found = diff(before.definition, after.definition, {
    today: dayOf(values.from ?? new Date().toISOString().slice(0, 10)),
    client: assignments(values.client),
    settings: assignments(values.setting),
  });
  if (values.json) print(JSON.stringify(found, null, 2));
  else diffLines(found, language).forEach((line) => print(line));
  return found.safety.class === 'compatible' ? 0 : 1;
};

const SAY = {
  none: { sv: 'Inget skiljer.', en: 'Nothing differs.' },
  people: { sv: 'Vad som ändras för människor', en: 'What changes for people' },
  structure: { sv: 'Vad som ändras i texten', en: 'What changes in the text' },
  safety: { sv: 'Ärenden som pågår', en: 'Running instances' },
  compatible: { sv: 'compatible: kan flyttas som de är.', en: 'compatible: can be moved as they are.' },
  needs_mapping: {
    sv: 'needs_mapping: någon måste säga vart några av dem ska.',
    en: 'needs_mapping: somebody must say where some of them go.',
  },
  breaking: { sv: 'breaking: några förlorar något.', en: 'breaking: some lose something.' },
  as_is: { sv: 'går vidare', en: 'goes on' },
  mapping: { sv: 'flyttas till', en: 'is moved to' },
  loses: { sv: 'förlorar något', en: 'loses something' },
  somewhere: { sv: '? (välj ett läge)', en: '? (choose a state)' },
} satisfies Record<string, Text>;

function diffLines({ people, structure, safety }: DefinitionDiff, language: keyof Text): string[] {
  if (people.length === 0 && structure.length === 0) return [SAY.none[language]];
  const reasonLine = ({ code, weight, text }: Reason) =>
    `      ${{ note: ' ', mapping: '→', loss: '✗' }[weight]} ${code} ${text[language]}`;
  return [
    `# ${SAY.people[language]}`,
    ...people.flatMap(({ text, dates }) => [
      `  ${text[language]}`,
      ...(dates ?? []).map(({ period, oldDate, newDate, oldDueAt, newDueAt }) =>
        oldDate === newDate
          ? `      ${period}  ${oldDueAt} → ${newDueAt}`
          : `      ${period}  ${oldDate ?? '–'} → ${newDate ?? '–'}`,
      ),
    ]),
    '',
    `# ${SAY.structure[language]}`,
    ...structure.map(({ change, part, oldPointer, newPointer }) => {
      const where =
        oldPointer === newPointer ? oldPointer : [oldPointer, newPointer].filter((one) => one !== null).join(' → ');
      return `  ${change} ${part} ${where || '/'}`;
    }),
    '',
    `# ${SAY.safety[language]}: ${SAY[safety.class][language]}`,
    ...safety.everywhere.map(reasonLine),
    ...safety.states.flatMap(({ state, fate, to, reasons }) => {
      const target = to !== state ? ` → ${to ?? SAY.somewhere[language]}` : '';
      return [`  ${state}: ${SAY[fate][language]}${target}`, ...reasons.map(reasonLine)];
    }),
  ];
}
