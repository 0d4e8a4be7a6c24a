import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { composeMessage, UnsendableError } from '../../activities/mail/message.ts';
import { renderMail } from '../../server/mail/render.ts';
import type { DueMail, MailItem } from '../../server/store/mail.ts';

const words = (sv: string, en: string) => ({ sv, en });
const item: MailItem = {
  subject: words('Dags att lämna in för oktober 2026', 'Time to hand in for October 2026'),
  body: words(
    'Sista dag är måndag 9 november.\n\nBocka i rutorna när allt är uppladdat.',
    'The last day is Monday 9 November.\n\nTick the boxes when all is there.',
  ),
  link: words('Lämna in', 'Hand in'),
  target: { instanceId: 'in_01' },
};
const swede = { userId: 'u_1', name: 'Åsa Exempel', email: 'asa@kund.example', language: 'sv' as const };

function mail(change: Partial<DueMail> = {}): DueMail {
  return {
    tenantId: 't_1',
    mailId: 'm_1',
    messageId: 'm_1@arende',
    category: 'reminder',
    attempts: 0,
    digest: null,
    sendAt: '2026-11-02T07:00:00.000Z',
    recipient: swede,
    firm: { name: 'Demo Redovisning AB', portalUrl: 'https://www.byra.example/portal' },
    items: [item],
    unsubscribeToken: null,
    bounceToken: null,
    ...change,
  };
}

/** The message as a mailbox gets it: composed by nodemailer, read back by another library. */
async function received(content: ReturnType<typeof mail>) {
  const stream = createTransport({ streamTransport: true, buffer: true });
  const sent = await stream.sendMail(composeMessage(content, 'noreply@arende.example', 'https://arende.example'));
  const raw = (sent.message as Buffer).toString('utf8');
  return { raw, head: raw.slice(0, raw.indexOf('\r\n\r\n')), parsed: await simpleParser(raw) };
}

describe('what a mail says', () => {
  test('L-16: the mail links straight to the task on the firm’s own page', () => {
    const { html, text } = renderMail(mail());
    expect(text).toContain('Lämna in:\nhttps://www.byra.example/portal#arende=in_01');
    expect(html).toContain('href="https://www.byra.example/portal#arende=in_01"');
  });

  test('I-100: a page of its own is where the mail leads, also for somebody who cannot log in', () => {
    const url = 'https://betala.example/f/client%2F1001';
    const debtor = { ...swede, userId: null };
    const own = renderMail(mail({ recipient: debtor, items: [{ ...item, url }] }));
    expect(own.text).toContain(`Lämna in:\n${url}`);
    expect(own.html).toContain(`href="${url}"`);
    expect(renderMail(mail({ items: [{ ...item, url }] })).html).not.toContain('byra.example');
    for (const wrong of ['', '/client', 'javascript:alert(1)', 'http://betala.example/x', 'https://a:b@evil.example']) {
      const without = renderMail(mail({ recipient: debtor, items: [{ ...item, url: wrong }] }));
      expect(without.html).not.toContain('<a ');
      expect(without.text).not.toContain('Lämna in');
    }
  });

  test('P-16: a digest is one mail with a heading for each notice, and says for which time it is', () => {
    const other = { ...item, subject: words('Saldo 12 500 kr', 'Balance SEK 12,500'), target: { instanceId: 'in_02' } };
    const weekly = mail({ category: 'notice', digest: 'weekly', items: [item, other, item] });
    const { subject, text, html } = renderMail(weekly);
    expect(subject).toBe('Veckans 2 meddelanden från Demo Redovisning AB');
    expect(text).toContain('sedan förra måndagens sammanställning:');
    expect(text).toContain('2. Saldo 12 500 kr');
    expect(html.match(/<h2/g)).toHaveLength(2);
    expect(renderMail(mail({ category: 'notice', digest: 'daily', items: [item] })).subject).toBe(item.subject.sv);
    const english = { ...swede, language: 'en' as const };
    expect(renderMail({ ...weekly, digest: 'monthly', recipient: english }).subject).toBe(
      'This month’s 2 messages from Demo Redovisning AB',
    );
  });

  test('somebody who is no user is not sent to a page where they cannot log in', () => {
    const { html, text } = renderMail(mail({ recipient: { ...swede, userId: null } }));
    expect(text).toContain('Sista dag är måndag 9 november.');
    expect(html + text).not.toMatch(/href|portal|Logga in|loggat in/i);
    expect(text).toContain('Mejlet är skickat automatiskt för Demo Redovisning AB');
  });

  test('each language has its own words around the definition’s text', () => {
    const sv = renderMail(mail({ items: [{ ...item, link: null }] }));
    const recipient = { ...swede, name: 'Ann', language: 'en' as const };
    const en = renderMail(mail({ recipient, items: [{ ...item, link: null }] }));
    expect(sv.html).toContain('<html lang="sv"');
    expect(sv.text).toContain('Hej Åsa Exempel!');
    expect(sv.text).toContain('Öppna:');
    expect(en.html).toContain('<html lang="en"');
    expect(en.text).toContain('Hello Ann,');
    expect(en.text).toContain('Open:');
    expect(en.subject + en.text + en.html).not.toMatch(/[åäöÅÄÖ]/);
  });

  test('reminders of one day come as one mail that lists each with its own link', () => {
    const ids = ['in_01', 'in_02', 'in_03'];
    const items = ids.map((id) => ({ ...item, subject: words(`För ${id}`, `For ${id}`), target: { instanceId: id } }));
    const { subject, text, html } = renderMail(mail({ items }));
    expect(subject).toBe('3 påminnelser från Demo Redovisning AB');
    for (const id of ids) {
      expect(text).toContain(`För ${id}`);
      expect(text).toContain(`#arende=${id}`);
      expect(html).toContain(`aria-label="Lämna in: För ${id}"`);
    }
  });

  test('uploads of one burst lead to their folder by one button', () => {
    const upload = (name: string): MailItem => ({ ...item, body: words(name, name), target: { folderId: 'f_1' } });
    const { subject, text } = renderMail(mail({ category: 'upload', items: [upload('a.pdf'), upload('b.pdf')] }));
    expect(subject).toBe('2 nya dokument hos Demo Redovisning AB');
    expect(text.match(/#arende-folder=f_1/g)).toHaveLength(1);
    expect(text).toContain('a.pdf');
    expect(text).toContain('b.pdf');
  });

  test('ten files in one burst are told of once', () => {
    const items = Array.from({ length: 10 }, () => ({ ...item, target: { folderId: 'f_1' } }));
    const { subject, text } = renderMail(mail({ category: 'upload', items }));
    expect(subject).toBe(item.subject.sv);
    expect(text.match(/Sista dag är måndag/g)).toHaveLength(1);
  });

  test('a template that greets does not make the mail greet twice', () => {
    const body = words('Hej!\n\nSista dag är måndag.', 'Hello!\n\nThe last day is Monday.');
    const { text } = renderMail(mail({ items: [{ ...item, body }] }));
    expect(text.match(/Hej/g)).toHaveLength(1);
    expect(text).toContain('Sista dag är måndag.');
  });

  test('what people have written is text in the mail, never markup', () => {
    const { html } = renderMail(
      mail({
        recipient: { ...swede, name: '<img src=x onerror=alert(1)>' },
        firm: { name: '"><script>alert(1)</script>', portalUrl: 'https://byra.example/?a=1&b="x"' },
        items: [
          {
            subject: words('<b>S</b>', ''),
            body: words('</td><script>x</script>', ''),
            link: words('" onclick="x', ''),
            target: { instanceId: '"><b>' },
          },
        ],
      }),
    );
    expect(html).not.toMatch(/<script|<img|<b>|" onclick="/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('a portal address that is no web address gives no link, and says how to find the task', () => {
    for (const portalUrl of [null, 'javascript:alert(1)', 'data:text/html,x', 'byra.example']) {
      const { html, text } = renderMail(mail({ firm: { name: 'Byrån', portalUrl } }));
      expect(html).not.toContain('<a ');
      expect(text).toContain('Logga in hos Byrån som du brukar');
    }
  });

  test('names in other scripts are kept, and direction overrides cannot disguise a sender', () => {
    const { html, text } = renderMail(
      mail({
        recipient: { ...swede, name: 'مريم Åström' },
        firm: { name: 'Byrå\u202eGPJ', portalUrl: null },
      }),
    );
    expect(text).toContain('Hej مريم Åström!');
    expect(html).toContain('dir="auto"');
    expect(text + html).not.toContain('\u202e');
  });
});

describe('the message on its way', () => {
  test('L-15: the sender is the firm by name at the platform’s no-reply address', async () => {
    const { parsed } = await received(mail({ firm: { name: 'Räkna & "Ö", Byrå AB', portalUrl: null } }));
    expect(parsed.from?.value).toEqual([{ name: 'Räkna & "Ö", Byrå AB', address: 'noreply@arende.example' }]);
  });

  test('the same mail is the same message at every attempt: Message-ID and date', async () => {
    const [first, second] = [await received(mail()), await received(mail())];
    expect(first.parsed.messageId).toBe('<m_1@arende>');
    expect(second.parsed.messageId).toBe(first.parsed.messageId);
    expect(second.parsed.date).toEqual(first.parsed.date);
  });

  test('machines see that no human wrote it', async () => {
    const { parsed } = await received(mail());
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.headers.has('list-unsubscribe')).toBe(false);
  });

  test('HTML and plain text say the same, with å, ä and ö intact', async () => {
    const { parsed } = await received(mail());
    expect(parsed.text).toContain('Sista dag är måndag 9 november.');
    expect(parsed.html).toContain('Sista dag är måndag 9 november.');
    expect(parsed.subject).toBe('Dags att lämna in för oktober 2026');
  });

  test('a line break in any field adds no header and no recipient', async () => {
    const evil = 'Eva\r\nBcc: offer@example.com\r\n\r\n<p>';
    const { head, parsed } = await received(
      mail({
        recipient: { ...swede, name: evil },
        firm: { name: evil, portalUrl: null },
        items: [{ ...item, subject: words(evil, evil) }],
      }),
    );
    expect(head).not.toMatch(/^bcc:/im);
    expect(parsed.bcc).toBeUndefined();
    expect([parsed.to].flat().flatMap((to) => to?.value.map((v) => v.address))).toEqual(['asa@kund.example']);
  });

  test.each([
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    '"a@b.example"@c.example',
    'a@b.example> RCPT TO:<c@d.example',
    'a b@c.example',
    'ingen-adress',
    '',
  ])('%j is not one address and is never sent', (email) => {
    expect(() => composeMessage(mail({ recipient: { ...swede, email } }), 'noreply@arende.example', '')).toThrow(
      UnsendableError,
    );
  });

  test('addresses with å or an apostrophe are addresses', () => {
    for (const email of ['åsa@räkna.example', "o'brien@byra.example", 'a+b@c.co'])
      expect(composeMessage(mail({ recipient: { ...swede, email } }), 'n@a.example', '').envelope).toEqual({
        from: 'n@a.example',
        to: [email],
      });
  });
});

test('a mail that one may say no to says how, to people and to mail programs; what is to be done has no such way', async () => {
  const unsubscribeToken = 'uabc123';
  const { head, parsed } = await received(mail({ unsubscribeToken }));
  const address = 'https://arende.example/unsubscribe/uabc123';
  expect(head).toContain(`List-Unsubscribe: <${address}>\r\n`);
  expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  expect(parsed.text).toContain(`Sluta få sådana här mejl: ${address}`);
  expect(parsed.html).toContain(`href="${address}"`);
  expect((await received(mail())).raw).not.toMatch(/unsubscribe/i);
});
