/** What concerns every running instance, wherever it stands: what it remembers, was started with, and is set by. */
import { step } from '../language/findings.ts';
import type { Definition } from '../language/types.ts';
import { reason, rules, same, type Add, type Reason } from './reasons.ts';
import { quoted, titleOf } from './say.ts';

const typeOf = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

export function everywhereReasons(before: Definition, after: Definition): Reason[] {
  const reasons: Reason[] = [];
  const add: Add = (...args) => reasons.push(reason(...args));
  if (before.id !== after.id) {
    add(
      'id_changed',
      'loss',
      {
        sv: `Det är en annan process: ${after.id} i stället för ${before.id}.`,
        en: `It is another process: ${after.id} instead of ${before.id}.`,
      },
      '/id',
      '/id',
    );
  }
  if (before.key !== after.key) {
    add(
      'key_changed',
      'note',
      {
        sv: 'Det som gör ett ärende unikt är ändrat; det gäller bara nya ärenden.',
        en: 'What makes an instance unique has changed; it holds for new instances only.',
      },
      before.key ? '/key' : null,
      after.key ? '/key' : null,
    );
  }
  const fresh = after.context ?? {};
  for (const [name, value] of Object.entries(before.context ?? {})) {
    const at = `/context${step(name)}`;
    if (!Object.hasOwn(fresh, name)) {
      add(
        'context_removed',
        'loss',
        {
          sv: `Det som ärendet minns som ${name} går förlorat.`,
          en: `What the instance remembers as ${name} is lost.`,
        },
        at,
        null,
      );
    } else if (typeOf(value) !== typeOf(fresh[name]) && value !== null && fresh[name] !== null) {
      add(
        'context_type_changed',
        'loss',
        {
          sv: `${name} är nu ${typeOf(fresh[name])} och var ${typeOf(value)}.`,
          en: `${name} is now ${typeOf(fresh[name])} and was ${typeOf(value)}.`,
        },
        at,
        at,
      );
    }
  }
  const required = ({ input }: Definition) => (input?.required ?? []) as string[];
  for (const name of required(after)) {
    if (required(before).includes(name)) continue;
    add(
      'input_required',
      'loss',
      {
        sv: `Nya ärenden startas med ${name}, som ärenden som pågår saknar.`,
        en: `New instances are started with ${name}, which running ones lack.`,
      },
      null,
      '/input/required',
    );
  }
  for (const [name, setting] of Object.entries(before.settings ?? {})) {
    const at = `/settings${step(name)}`;
    const now = after.settings?.[name];
    const title = quoted(titleOf(setting, name));
    if (!now)
      add(
        'setting_removed',
        'note',
        {
          sv: `Byråers och kunders egna värden för ${title.sv} används inte längre.`,
          en: `The values that firms and clients have set for ${title.en} are no longer used.`,
        },
        at,
        null,
      );
    else if (!same(rules(setting.schema), rules(now.schema))) {
      add(
        'setting_schema_changed',
        'loss',
        {
          sv: `Egna värden för ${title.sv} passar kanske inte längre.`,
          en: `Values that were set for ${title.en} may no longer fit.`,
        },
        `${at}/schema`,
        `${at}/schema`,
      );
    }
  }
  return reasons;
}
