import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';

/** Looks for viruses in a stream. Throws when it cannot say. */
export interface Scanner {
  scan(bytes: Readable): Promise<{ clean: true } | { clean: false; name: string }>;
}

const silenceMs = 60_000;

/**
 * ClamAV's daemon over TCP, command INSTREAM: chunks with their length in front, an empty one at the end
 * (https://docs.clamav.net/manual/Usage/Scanning.html#clamd). `address` is host:port.
 */
export function clamd(address: string): Scanner {
  const { hostname, port } = new URL(`tcp://${address}`);
  return {
    async scan(bytes) {
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
      socket.setTimeout(silenceMs, () => socket.destroy(new Error('clamd says nothing.')));
      let answer = '';
      const ended = new Promise<void>((resolve, reject) => {
        socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
        socket.on('error', reject);
        socket.on('close', () => resolve());
      });
      // Whoever waits for it hears of the error; before that nobody does.
      ended.catch(() => undefined);
      try {
        await Promise.race([once(socket, 'connect'), ended]);
        socket.write('zINSTREAM\0');
        for await (const chunk of bytes as AsyncIterable<Buffer>) {
          // It answers early when the file is larger than it takes, and closes.
          if (socket.destroyed || answer !== '') break;
          const length = Buffer.alloc(4);
          length.writeUInt32BE(chunk.length);
          socket.write(length);
          if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), ended]);
        }
        if (!socket.destroyed) socket.write(Buffer.alloc(4));
        await ended;
      } finally {
        bytes.destroy();
        socket.destroy();
      }
      const said = answer.replace(/\0.*$/s, '').trim();
      const found = /^stream: (.+) FOUND$/.exec(said)?.[1];
      if (found) return { clean: false, name: found };
      if (said === 'stream: OK') return { clean: true };
      throw new Error(`clamd answers ${JSON.stringify(said)}.`);
    },
  };
}
