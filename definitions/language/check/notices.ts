/** Whether people can be told as the definition says: by which channel, when, and where somebody outside is reached. */
import { FREQUENCIES } from '../../engine/notices.ts';
import type { Channel, Definition, NotifyParams, Role } from '../types.ts';
import { step, type Report, type Reporter } from '../findings.ts';
import { suggestName } from '../near.ts';
import { effectsAt, statesOf } from './walk.ts';

export function checkNotices(definition: Definition, report: Reporter): void {
  for (const [name, role] of Object.entries(definition.roles)) checkAddress(name, role, `/roles${step(name)}`, report);
  const quiet = definition.quietHours;
  if (quiet && !quiet.weekends && quiet.from === quiet.to) {
    const message = `The quiet hours begin and end at ${quiet.from}, so that there are none.`;
    report('/quietHours/to', { code: 'quiet_hours_empty', message, suggestion: 'For example "07:00".' });
  }
  const roleOf = (name: string): Role | undefined =>
    Object.hasOwn(definition.roles, name) ? definition.roles[name] : undefined;
  const cannotAct = (name: string, pointer: string): void => {
    if (roleOf(name)?.members !== 'address') return;
    const message = `"${name}" is outside the directory and cannot do anything here.`;
    report(pointer, { code: 'address_cannot_act', message, suggestion: 'Name a role of users.' });
  };
  const told = (to: string, channels: Channel[] | undefined, pointer: string): void => {
    for (const [index, channel] of (channels ?? []).entries()) {
      const problem = unreachable(to, roleOf(to), channel);
      if (problem) report(`${pointer}/channels/${index}`, { code: 'channel_unreachable', message: problem });
    }
  };
  for (const state of statesOf(definition)) {
    for (const [event, action] of Object.entries(state.node.actions ?? {})) {
      for (const [index, role] of action.for.entries())
        cannotAct(role, `${state.pointer}/actions${step(event)}/for/${index}`);
    }
    for (const [name, { for: performer, reminders, escalation }] of Object.entries(state.node.tasks ?? {})) {
      const at = `${state.pointer}/tasks${step(name)}`;
      if (reminders) told(reminders.to ?? performer, reminders.channels, `${at}/reminders`);
      if (!escalation) continue;
      cannotAct(escalation.to, `${at}/escalation/to`);
      told(escalation.to, escalation.channels, `${at}/escalation`);
    }
    for (const { effect, pointer } of effectsAt(state)) {
      if (effect.type !== 'notify') continue;
      told(effect.params.to, effect.params.channels, `${pointer}/params`);
      const problem = digestProblem(definition, effect.params.digest);
      if (problem) report(`${pointer}/params/digest`, problem);
    }
  }
}

/** The expression behind `digest`; null where it is a word. */
export const digestSource = ({ digest }: NotifyParams): string | null =>
  digest === undefined || /^\w+$/.test(digest) ? null : digest;

function checkAddress(name: string, role: Role, at: string, report: Reporter): void {
  const outside = role.members === 'address';
  if (outside === (role.address !== undefined)) return;
  if (outside) {
    const message = `The role "${name}" is outside the directory, and "address" does not say where.`;
    report(at, {
      code: 'role_address_missing',
      message,
      suggestion: 'Add "address": { "name": …, "email": … }.',
      key: true,
    });
  } else {
    const message = `The role "${name}" has an address, but its members are "${role.members}".`;
    const suggestion = 'Write "members": "address".';
    report(`${at}/address`, { code: 'role_address_missing', message, suggestion, key: true });
  }
}

function unreachable(name: string, role: Role | undefined, channel: Channel): string | null {
  if (channel === 'portal' && role?.members === 'address')
    return `"${name}" is outside the directory and has no portal.`;
  if (channel === 'sms' && role && !role.address?.phone) return `Nobody in "${name}" has a telephone number here.`;
  return null;
}

function digestProblem(definition: Definition, digest: string | undefined): Report | null {
  const known = `one of ${FREQUENCIES.join(', ')}`;
  if (digest === undefined || FREQUENCIES.includes(digest)) return null;
  if (/^\w+$/.test(digest)) {
    const message = `"${digest}" is no digest: it is ${known}, or an expression.`;
    return { code: 'digest_unknown', message, suggestion: suggestName(digest, [...FREQUENCIES]) };
  }
  const setting = /^settings\.(\w+)$/.exec(digest.trim())?.[1];
  const declared = setting !== undefined ? definition.settings?.[setting] : undefined;
  if (!declared) return null;
  const { enum: values } = declared.schema as { enum?: unknown[] };
  const wrong = values ? values.find((value) => !FREQUENCIES.includes(String(value))) : undefined;
  if (values && wrong === undefined) return null;
  const message = `The setting "${setting}" may be ${wrong === undefined ? 'any text' : JSON.stringify(wrong)}; a digest is ${known}.`;
  return { code: 'digest_unknown', message, suggestion: `Give its schema "enum": ${JSON.stringify(FREQUENCIES)}.` };
}
