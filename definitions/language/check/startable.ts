/** Whether people can start an instance as the definition says. */
import type { Definition, JsonSchema } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { suggestName } from '../near.ts';

export function checkStartable(definition: Definition, report: Reporter): void {
  const { startable, roles, input } = definition;
  for (const [index, name] of (startable?.for ?? []).entries()) {
    const members = Object.hasOwn(roles, name) ? roles[name]!.members : null;
    const at = `/startable/for/${index}`;
    if (members === 'address') {
      const message = `"${name}" is outside the directory and cannot do anything here.`;
      report(at, { code: 'address_cannot_act', message, suggestion: 'Name a role of users.' });
    }
    if (members === 'person') {
      const message = `"${name}" is one person, whom only an instance knows that has been started.`;
      report(at, { code: 'startable_unfit', message, suggestion: 'Name a role of users.' });
    }
  }
  const properties = (input?.properties as Record<string, JsonSchema> | undefined) ?? {};
  for (const name of Object.keys(startable?.fill ?? {})) {
    const at = `/startable/fill${step(name)}`;
    const type = Object.hasOwn(properties, name) ? properties[name]!.type : undefined;
    if (type === 'string') continue;
    const message =
      type === undefined
        ? `The input has no property "${name}" to fill in.`
        : `What is filled in is a text, and the input wants "${name}" to be another kind of value.`;
    const suggestion = type === undefined ? suggestName(name, Object.keys(properties)) : null;
    report(at, { code: 'startable_unfit', message, suggestion, key: true });
  }
}
