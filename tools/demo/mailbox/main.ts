import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { openLetters } from './letters.ts';
import type { Letters } from './letters.ts';
import { mailboxPages } from './pages.ts';
import { takesTexts } from './texts.ts';

export interface Mailbox {
  smtpUrl: string;
  url: string;
  letters: Letters;
  close(): Promise<void>;
}

const MAX_SIZE_BYTES = 5 * 1024 * 1024;

/** A mail server for one machine: takes every mail over SMTP on loopback, keeps it, and shows it on a web page, text messages too. */
export async function startMailbox(options: {
  folder: string;
  smtpPort: number;
  httpPort: number;
  clock?: () => Date;
}): Promise<Mailbox> {
  const clock = options.clock ?? (() => new Date());
  const letters = await openLetters(options.folder);
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MAX_SIZE_BYTES,
    closeTimeout: 500,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      stream.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_SIZE_BYTES) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (sizeBytes > MAX_SIZE_BYTES) {
          done(Object.assign(new Error('The mail is larger than this mailbox takes.'), { responseCode: 552 }));
          return;
        }
        letters.receive(Buffer.concat(chunks), clock()).then(
          () => done(),
          () => done(Object.assign(new Error('The mail could not be kept.'), { responseCode: 451 })),
        );
      });
    },
  });
  const refused = new Promise<never>((_resolve, reject) => smtp.on('error', reject));
  refused.catch(() => undefined);
  await Promise.race([
    refused,
    new Promise<void>((resolve) => smtp.listen(options.smtpPort, '127.0.0.1', () => resolve())),
  ]);
  const [pages, texts] = [mailboxPages(letters), takesTexts(letters, clock)];
  const http = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/a1/sms') return pages(request, response);
    texts(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.httpPort, '127.0.0.1', resolve);
  });
  return {
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    letters,
    async close() {
      http.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => http.close(() => resolve())),
      ]);
    },
  };
}
