import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';

export interface Letter {
  /** Opaque; the name of the file without its ending. */
  id: string;
  messageId: string;
  receivedAt: string;
  from: string;
  to: string;
  subject: string;
  html: string | null;
  text: string;
  /** How many times this Message-ID has arrived; more than 1 after a sender was killed at the wrong moment. */
  copies: number;
}

const KEPT = 2_000;

/**
 * The mails that have arrived, one file each in `folder`, newest first. A message is on disk before the sender is
 * told that it was taken; a Message-ID that comes again is counted instead of shown twice.
 */
export async function openLetters(folder: string) {
  await mkdir(folder, { recursive: true });
  const byMessageId = new Map<string, Letter>();
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.eml')).toSorted()) {
    add(await read(name.slice(0, -4), await readFile(join(folder, name))));
  }

  function add(letter: Letter): void {
    const known = byMessageId.get(letter.messageId);
    if (known) known.copies += 1;
    else byMessageId.set(letter.messageId, letter);
  }

  async function receive(raw: Buffer, now: Date): Promise<void> {
    const id = `${now.toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`;
    const letter = await read(id, raw, now);
    await writeFile(join(folder, `${id}.part`), raw);
    await rename(join(folder, `${id}.part`), join(folder, `${id}.eml`));
    add(letter);
    while (byMessageId.size > KEPT) await drop(byMessageId.values().next().value!);
  }

  async function drop(letter: Letter): Promise<void> {
    byMessageId.delete(letter.messageId);
    await rm(join(folder, `${letter.id}.eml`), { force: true });
  }

  return {
    receive,
    list: (): Letter[] => [...byMessageId.values()].toReversed(),
    find: (id: string): Letter | undefined => [...byMessageId.values()].find((letter) => letter.id === id),
  };
}
export type Letters = Awaited<ReturnType<typeof openLetters>>;

async function read(id: string, raw: Buffer, now?: Date): Promise<Letter> {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true, skipTextLinks: true });
  const instant = id.slice(0, 24).replace(/^(.{10})T(..)-(..)-(..)-(...)Z$/, '$1T$2:$3:$4.$5Z');
  return {
    id,
    messageId: mail.messageId ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`,
    receivedAt: (now ?? new Date(instant)).toISOString(),
    from: addresses(mail.from),
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    html: mail.html || null,
    text: mail.text ?? '',
    copies: 1,
  };
}

function addresses(field: AddressObject | AddressObject[] | undefined): string {
  return [field ?? []]
    .flat()
    .flatMap((part) => part.value)
    .map(({ name, address }) => (name ? `${name} <${address}>` : (address ?? '')))
    .join(', ');
}
