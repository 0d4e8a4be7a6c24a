/**
 * What stands between the workflows' values and their histories. One chain for the client and the worker; the SDK
 * encodes through the codecs in the order of the list and decodes in reverse, so the claim check sees plain JSON.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { METADATA_ENCODING_KEY } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Definition } from '../definitions/language/types.ts';
import { definitionHash } from '../definitions/index.ts';
import type { DefinitionEnvelope } from './contract.ts';

const PayloadMessage = proto.temporal.api.common.v1.Payload;
const text = new TextEncoder();
const utf8 = new TextDecoder();

/** Where definitions are kept: `definitionByHash` of the store. */
export type DefinitionSource = (hash: string) => Promise<Definition | null>;

export interface CodecOptions {
  definitionByHash: DefinitionSource;
  /** 32 bytes each; the first encrypts, all of them decrypt. None: histories are plain. */
  keys?: Uint8Array[];
}

export function createCodecs({ definitionByHash, keys = [] }: CodecOptions): PayloadCodec[] {
  return [new DefinitionCodec(definitionByHash), ...(keys.length > 0 ? [new EncryptionCodec(keys)] : [])];
}

/** How an envelope begins when the default converter has written it. */
const ENVELOPE_START = text.encode('{"$definition":"');
const CACHED_DEFINITIONS = 200;

/**
 * Claim check: a history keeps the hash of a definition, not its 50 kB. Definitions are immutable by hash, so what was
 * resolved once is kept; an altered or missing one is never kept and is looked up again at the next try.
 */
class DefinitionCodec implements PayloadCodec {
  private readonly source: DefinitionSource;
  /** Ready-made payload data by hash, the least recently used first. */
  private readonly cache = new Map<string, Uint8Array>();

  constructor(source: DefinitionSource) {
    this.source = source;
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      if (!isEnvelope(payload)) return payload;
      const { $definition } = JSON.parse(utf8.decode(payload.data!)) as DefinitionEnvelope;
      return { ...payload, data: json({ $definition }) };
    });
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.all(
      payloads.map(async (payload) => {
        if (!isEnvelope(payload)) return payload;
        const { $definition } = JSON.parse(utf8.decode(payload.data!)) as DefinitionEnvelope;
        return { ...payload, data: await this.resolve($definition) };
      }),
    );
  }

  private async resolve(hash: string): Promise<Uint8Array> {
    const cached = this.cache.get(hash);
    if (cached) {
      this.cache.delete(hash);
      this.cache.set(hash, cached);
      return cached;
    }
    const found = await this.find(hash);
    const data = json(found);
    if (found.content) {
      this.cache.set(hash, data);
      const oldest = this.cache.size > CACHED_DEFINITIONS ? this.cache.keys().next().value : undefined;
      if (oldest !== undefined) this.cache.delete(oldest);
    }
    return data;
  }

  private async find($definition: string): Promise<DefinitionEnvelope> {
    try {
      const content = await this.source($definition);
      if (!content) return { $definition, problem: 'is missing from the database' };
      if (definitionHash(content) !== $definition) return { $definition, problem: 'has been altered in the database' };
      return { $definition, content };
    } catch (error) {
      return { $definition, problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}

function isEnvelope({ data }: Payload): boolean {
  return data != null && data.length < 10_000_000 && ENVELOPE_START.every((byte, index) => data[index] === byte);
}

const json = (value: unknown): Uint8Array => text.encode(JSON.stringify(value));

const ENCRYPTED = 'binary/encrypted';
const CIPHER = 'AES-256-GCM';
const KEY_ID = 'encryption-key-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM over the whole payload: nonce, ciphertext, tag. What was written before a key was set stays readable. */
class EncryptionCodec implements PayloadCodec {
  private readonly keysById: Map<string, Uint8Array>;
  private readonly currentId: string;

  constructor(keys: Uint8Array[]) {
    this.keysById = new Map(keys.map((key) => [keyId(key), key]));
    this.currentId = keyId(keys[0]!);
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', this.keysById.get(this.currentId)!, nonce);
      const plain = PayloadMessage.encode(payload).finish();
      const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return {
        metadata: {
          [METADATA_ENCODING_KEY]: text.encode(ENCRYPTED),
          'encryption-cipher': text.encode(CIPHER),
          [KEY_ID]: text.encode(this.currentId),
        },
        data,
      };
    });
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
      if (!encoding || utf8.decode(encoding) !== ENCRYPTED) return payload;
      const id = utf8.decode(payload.metadata?.[KEY_ID] ?? new Uint8Array());
      const key = this.keysById.get(id);
      if (!key) throw new Error(`A payload is encrypted with the key ${id}, which is not among ARENDE_PAYLOAD_KEY.`);
      const data = payload.data!;
      const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
      const cipherText = data.subarray(NONCE_BYTES, data.length - TAG_BYTES);
      return PayloadMessage.decode(Buffer.concat([decipher.update(cipherText), decipher.final()]));
    });
  }
}

/** Names a key without telling it. */
const keyId = (key: Uint8Array): string => createHash('sha256').update(key).digest('hex').slice(0, 16);
