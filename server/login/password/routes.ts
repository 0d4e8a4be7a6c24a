import { localDate } from '../../../definitions/calendar/index.ts';
import { Problem } from '../../http/problem.ts';
import { loginRoute } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import {
  blockedUntil,
  forgetThrottled,
  membershipsOf,
  noteThrottled,
  type Patience,
  personByEmail,
  personById,
  queueMail,
  setPassword,
  takePasswordToken,
} from '../../store/index.ts';
import { enterPortal, noteFailure } from '../enter.ts';
import { Done, Entered, Forgot, PasswordLogin, Reset } from '../schema.ts';
import { weakness } from './choice.ts';
import { hashPassword, withPassword } from './hash.ts';

/** An account waits from the sixth failure on, an address that tries many accounts from the thirty-first. */
const accountPatience: Patience = { free: 5, longestMs: 15 * 60_000 };
const addressPatience: Patience = { free: 30, longestMs: 15 * 60_000 };
/** Mails to one account, and asked for from one address. */
const mailPatience: Patience = { free: 3, longestMs: 60 * 60_000 };

export const passwordRoutes = [
  loginRoute({
    method: 'POST',
    path: '/v1/login/password',
    summary: 'Logs in somebody who has no Swedish personal number, with e-mail and password',
    body: PasswordLogin,
    answer: Entered,
    async handler({ services, http, body, now }) {
      const { store } = services;
      const email = body.email.trim().toLowerCase();
      const tried: [string, string][] = [
        ['account', email],
        ['address', http.ip],
      ];
      await refuseBlocked(services, tried, now);
      const person = await personByEmail(store, email);
      // L-12: whoever has a personal number has no password that counts, and hears the same as everybody else.
      const kept = person && !person.hasPersonalNumber ? person.passwordHash : null;
      const firm = body.firm ?? null;
      const next = await withPassword(
        { password: body.password, kept },
        () => refuseBlocked(services, tried, now),
        async (matches) => {
          const entered = matches
            ? await enterPortal(services, http, {
                personId: person!.id,
                method: 'password',
                firm,
                returnTo: body.returnTo ?? null,
                now,
              })
            : null;
          if (entered !== null) await forgetThrottled(store, 'account', email);
          else {
            await noteThrottled(store, { kind: 'account', name: email, patience: accountPatience, now });
            await noteThrottled(store, { kind: 'address', name: http.ip, patience: addressPatience, now });
          }
          return entered;
        },
      );
      if (next !== null) return { next };
      const membership = person && (await membershipsOf(store, person.id))[0];
      await noteFailure(services, {
        firm: membership?.tenantId ?? firm,
        userId: membership?.userId ?? null,
        method: 'password',
        reason: 'refused',
        now,
      });
      throw new Problem(401, 'login_refused', 'E-mail or password is wrong, or this account uses BankID.', {
        text: {
          sv: 'E-post eller lösenord stämmer inte. Har du svenskt personnummer loggar du in med BankID.',
          en: 'E-mail or password is wrong. If you have a Swedish personal number, log in with BankID.',
        },
      });
    },
  }),
  loginRoute({
    method: 'POST',
    path: '/v1/login/password/forgot',
    summary: 'Mails a link for a new password, if there is such an account; the answer is the same if not',
    body: Forgot,
    answer: Done,
    async handler({ services, http, body, now }) {
      const email = body.email.trim().toLowerCase();
      const tried: [string, string][] = [
        ['mail', email],
        ['mail-address', http.ip],
      ];
      await refuseBlocked(services, tried, now);
      for (const [kind, name] of tried) {
        const patience = kind === 'mail' ? mailPatience : addressPatience;
        await noteThrottled(services.store, { kind, name, patience, now });
      }
      // After the answer: how long it takes would tell whether there is an account.
      setImmediate(() => {
        mailLink(services, email, now).catch((error: unknown) =>
          services.log.error({ err: error }, 'the mail for a new password was not queued'),
        );
      });
      return { done: true };
    },
  }),
  loginRoute({
    method: 'POST',
    path: '/v1/login/password/reset',
    summary: 'Sets a new password with the token of a mailed link, once; ends all sessions of the person',
    body: Reset,
    answer: Done,
    async handler({ services, body, now }) {
      const { store } = services;
      // Before the link is used up: who is refused tries again with the same link.
      await requireStrong(body.password, []);
      const personId = await takePasswordToken(store, body.token, now);
      const person = personId === null ? null : await personById(store, personId);
      if (!person || person.hasPersonalNumber) throw linkOver();
      await setPassword(store, person.id, await hashPassword(body.password));
      await forgetThrottled(store, 'account', person.loginEmail ?? '');
      return { done: true };
    },
  }),
];

/** Throws a 422 that says what is wrong with it. */
export async function requireStrong(password: string, known: string[]): Promise<void> {
  const text = await weakness(password, known);
  if (!text) return;
  throw new Problem(422, 'password_weak', `The password ${text.en}.`, {
    text: { sv: `Lösenordet ${text.sv}.`, en: `The password ${text.en}.` },
    fields: [{ pointer: '/password', text: { sv: `Lösenordet ${text.sv}.`, en: `The password ${text.en}.` } }],
  });
}

const linkOver = (): Problem =>
  new Problem(410, 'link_over', 'The link has been used or is too old. Ask for a new one.', {
    text: {
      sv: 'Länken är använd eller för gammal. Be om en ny.',
      en: 'The link has been used or is too old. Ask for a new one.',
    },
  });

async function refuseBlocked(services: Services, tried: [string, string][], now: string): Promise<void> {
  const until = await blockedUntil(services.store, tried, now);
  if (until === null) return;
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 1000));
  throw new Problem(429, 'login_throttled', `Too many attempts. Try again in ${seconds} s.`, {
    text: {
      sv: `För många försök. Vänta ${seconds} sekunder.`,
      en: `Too many attempts. Wait ${seconds} seconds.`,
    },
    headers: { 'Retry-After': String(seconds) },
  });
}

async function mailLink({ store }: Services, email: string, now: string): Promise<void> {
  const person = await personByEmail(store, email);
  if (!person || person.hasPersonalNumber) return;
  const membership = (await membershipsOf(store, person.id))[0];
  if (!membership) return;
  await queueMail(store, {
    tenantId: membership.tenantId,
    key: `password/${person.id}/${now}`,
    // To the address that the person logs in with: what a firm writes about its user must open nothing elsewhere.
    userId: null,
    address: { name: person.name, email, phone: null, language: membership.language },
    channels: ['email'],
    category: 'notice',
    localDate: localDate(now),
    item: {
      subject: { sv: 'Nytt lösenord', en: 'New password' },
      body: {
        sv: 'Någon, förmodligen du, har bett om ett nytt lösenord. Länken gäller i en timme och fungerar en gång.\n\nBad du inte om det kan du slänga mejlet. Ditt lösenord är oförändrat.',
        en: 'Somebody, probably you, asked for a new password. The link is valid for an hour and works once.\n\nIf you did not ask for it, throw this e-mail away. Your password has not changed.',
      },
      link: { sv: 'Välj lösenord', en: 'Choose a password' },
      target: { passwordOf: person.id },
    },
    now,
  });
}
