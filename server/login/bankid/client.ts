import https from 'node:https';
import http from 'node:http';
import type { BankIdConfig } from '../../config.ts';

/** POST /rp/v6.0/auth */
export interface Order {
  orderRef: string;
  autoStartToken: string;
  qrStartToken: string;
  qrStartSecret: string;
}

/** POST /rp/v6.0/collect */
export interface Collected {
  orderRef: string;
  status: 'pending' | 'failed' | 'complete';
  hintCode?: string;
  completionData?: {
    user: { personalNumber: string; name: string; givenName: string; surname: string };
    device: { ipAddress: string };
  };
}

/** What BankID answers when it is not 200: `alreadyInProgress`, `invalidParameters`, `unauthorized`, `maintenance`, … */
export class BankIdError extends Error {
  override name = 'BankIdError';
  readonly code: string;
  constructor(code: string, details: string) {
    super(`BankID answered ${code}: ${details}`);
    this.code = code;
  }
}

const timeoutMs = 15_000;

/**
 * BankID's API for relying parties, version 6, over mutual TLS. Three calls of JSON: less than a library for them, whose
 * addresses and root certificates cannot be changed.
 */
export class BankIdClient {
  readonly #config: BankIdConfig;
  readonly #agent: https.Agent | undefined;

  constructor(config: BankIdConfig) {
    this.#config = config;
    if (!config.url.startsWith('https:')) return;
    const { pfx, passphrase, ca } = config;
    this.#agent = new https.Agent({
      keepAlive: true,
      ...(pfx && { pfx }),
      ...(passphrase !== null && { passphrase }),
      ...(ca && { ca }),
    });
  }

  auth(endUserIp: string): Promise<Order> {
    return this.#post<Order>('auth', { endUserIp });
  }

  collect(orderRef: string): Promise<Collected> {
    return this.#post<Collected>('collect', { orderRef });
  }

  async cancel(orderRef: string): Promise<void> {
    await this.#post('cancel', { orderRef });
  }

  close(): void {
    this.#agent?.destroy();
  }

  #post<T>(method: string, body: object): Promise<T> {
    const text = JSON.stringify(body);
    const url = new URL(`/rp/v6.0/${method}`, this.#config.url);
    const options = {
      method: 'POST',
      agent: this.#agent,
      timeout: timeoutMs,
      // Exactly this: BankID refuses a charset behind it.
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) },
    };
    return new Promise<T>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => void parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const answer = readAnswer(Buffer.concat(parts).toString('utf8'));
          if (response.statusCode === 200) resolve(answer as T);
          else reject(new BankIdError(answer.errorCode ?? `http_${response.statusCode}`, answer.details ?? ''));
        });
      });
      request.on('timeout', () => request.destroy(new BankIdError('timeout', `no answer in ${timeoutMs} ms`)));
      request.on('error', reject);
      request.end(text);
    });
  }
}

function readAnswer(text: string): { errorCode?: string; details?: string } {
  try {
    return JSON.parse(text) as { errorCode?: string; details?: string };
  } catch {
    return {};
  }
}
