import { type Scope } from './connection.ts';
import { changeProfile } from './firm-profiles.ts';

export const firstSteps = ['look', 'mail', 'clients', 'colleagues', 'site'] as const;
export type FirstStep = (typeof firstSteps)[number];

/** Begins the keys of test mails in the outbox. */
export const testMailKey = 'test-mail/';

/** Which of the first steps a new firm has taken, told by what is there, and which it has chosen to leave out. */
export async function firstStepsOf(scope: Scope): Promise<Record<FirstStep, 'open' | 'done' | 'skipped'>> {
  const profile = await scope
    .from('firm_profiles')
    .first('accent', 'logo_type', 'sender_name', 'site_checked_at', 'start_skipped');
  const skipped: string[] = JSON.parse(profile?.start_skipped ?? '[]');
  const staff = ['admin', 'consultant'];
  const colleagues = await scope.from('users').whereIn('role', staff).limit(2).pluck('id');
  const done: Record<FirstStep, boolean> = {
    look: Boolean(profile?.accent || profile?.logo_type),
    mail: (await latestTestMail(scope, 'sent')) !== null,
    clients: (await scope.from('clients').first('id')) !== undefined,
    colleagues:
      colleagues.length > 1 || (await scope.from('invitations').whereIn('role', staff).first('id')) !== undefined,
    site: Boolean(profile?.site_checked_at),
  };
  const stateOf = (step: FirstStep) => (done[step] ? 'done' : skipped.includes(step) ? 'skipped' : 'open');
  return Object.fromEntries(firstSteps.map((step) => [step, stateOf(step)])) as Record<FirstStep, 'open'>;
}

export async function skipSteps(scope: Scope, steps: FirstStep[]): Promise<void> {
  await changeProfile(scope, { start_skipped: JSON.stringify(steps) });
}

/** Widgets were found to work on a page of the firm. */
export async function noteSiteChecked(scope: Scope, now: string): Promise<void> {
  await changeProfile(scope, { site_checked_at: now });
}

/** How it went with the test mail that was asked for last, of those with the status when one is named. */
export async function latestTestMail(
  scope: Scope,
  status?: string,
): Promise<{ status: string; error: string | null; askedAt: string } | null> {
  const row = await scope
    .from('mail_items as i')
    .join('mails as m', (on) => on.on('m.tenant_id', 'i.tenant_id').andOn('m.id', 'i.mail_id'))
    .where('i.key', '>=', testMailKey)
    .where('i.key', '<', `${testMailKey}~`)
    .where((query) => (status === undefined ? query : query.where('m.status', status)))
    .orderBy('i.created_at', 'desc')
    .first('m.status', 'm.last_error', 'i.created_at');
  return row ? { status: row.status, error: row.last_error, askedAt: row.created_at } : null;
}
