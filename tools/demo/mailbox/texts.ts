import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Letters } from './letters.ts';

/** Stands in for the gateway 46elks: takes a text message as it does, shows it among the mails, and reports it delivered. */
export function takesTexts(letters: Letters, clock: () => Date) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const [from, to, message, report] = ['from', 'to', 'message', 'whendelivered'].map((name) => form.get(name) ?? '');
    const id = `s${randomUUID()}`;
    const mail = new MailComposer({
      messageId: `<${id}@sms>`,
      from: { name: `${from} (sms)`, address: 'sms@localhost' },
      to: { name: to!, address: 'sms@localhost' },
      subject: message!,
      text: message!,
    });
    await letters.receive(await mail.compile().build(), clock());
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ id, status: 'created', from, to, message }));
    // Whoever asked for a report may be gone by now.
    if (report)
      await fetch(report, { method: 'POST', body: new URLSearchParams({ id, status: 'delivered' }) }).catch(() => {});
  };
}
