import type { Text } from '../../definitions/language/types.ts';
import type { TestMailView } from './schema.ts';

const both = (sv: string, en: string): Text => ({ sv, en });

const sent = both(
  'Mejlservern tog emot mejlet. Kommer det inte fram, titta i skräpposten.',
  'The mail server took the e-mail. If it does not arrive, look in the junk folder.',
);
const waiting = both(
  'Mejlet ligger i kö. Dröjer det mer än en minut: kontrollera att en worker kör.',
  'The e-mail is queued. If it takes more than a minute: check that a worker is running.',
);
const notSetUp = both(
  'Ingen mejlserver är inställd. Be den som driftar servern sätta SMTP_URL och starta om. Mejlet ligger kvar och går iväg då.',
  'No mail server is set up. Ask whoever runs the server to set SMTP_URL and start again. The e-mail waits and goes then.',
);

/** What the words of a failed conversation mean, most telling first (the codes are those of Node and RFC 5321). */
const meanings: [words: RegExp, text: Text][] = [
  [
    /ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|time(d )?out|greeting never/i,
    both(
      'Mejlservern svarar inte. Kontrollera värdnamn och port i SMTP_URL, och att brandväggen släpper ut trafiken.',
      'The mail server does not answer. Check host and port in SMTP_URL, and that the firewall lets the traffic out.',
    ),
  ],
  [
    /invalid login|missing credentials|authenticat|\b53[0458]\b/i,
    both(
      'Mejlservern godtar inte inloggningen. Kontrollera användare och lösenord i SMTP_URL.',
      'The mail server does not accept the log-in. Check user and password in SMTP_URL.',
    ),
  ],
  [
    /certificate|self[- ]signed|SSL|TLS|wrong version number/i,
    both(
      'Krypteringen till mejlservern fungerar inte. Prova smtps:// med port 465 eller smtp:// med port 587 i SMTP_URL.',
      'Encryption to the mail server does not work. Try smtps:// with port 465 or smtp:// with port 587 in SMTP_URL.',
    ),
  ],
  [
    /mail command failed|sender/i,
    both(
      'Mejlservern tar inte emot mejl från avsändaradressen. Sätt ARENDE_MAIL_FROM_ADDRESS till en adress som den får skicka från.',
      'The mail server takes no e-mail from the sender address. Set ARENDE_MAIL_FROM_ADDRESS to one that it may send from.',
    ),
  ],
  [
    /:\s*4\d\d\b|\b4\d\d[ -]/,
    both(
      'Mejlservern bad oss komma tillbaka senare. Mejlet skickas på nytt av sig självt.',
      'The mail server asked us to come back later. The e-mail is sent again by itself.',
    ),
  ],
  [
    /recipient/i,
    both(
      'Mejlservern tar inte emot mejl till din adress. Stämmer den?',
      'The mail server takes no e-mail for your address. Is it right?',
    ),
  ],
];
const refused = both('Mejlservern tog inte emot mejlet.', 'The mail server did not take the e-mail.');

/** How a test mail went, as a sentence that says what to do. */
export function mailAdvice(mail: { status: string; error: string | null } | null, hasServer: boolean): TestMailView {
  if (mail?.status === 'sent') return { status: 'sent', text: sent, error: null };
  if (mail?.error) {
    const { error } = mail;
    return { status: 'failed', text: meanings.find(([words]) => words.test(error))?.[1] ?? refused, error };
  }
  if (!hasServer) return { status: 'not_set_up', text: notSetUp, error: null };
  return { status: 'waiting', text: waiting, error: null };
}
