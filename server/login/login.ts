import type { Logger } from 'pino';
import type { LoginConfig } from '../config.ts';
import { IdentityKeys, type Store } from '../store/index.ts';
import { BankIdOrders } from './bankid/orders.ts';
import { OidcProvider } from './oidc/provider.ts';

/** What log-in is made of: the keys of the personal numbers, and the ways in that are configured. */
export interface Login {
  /** Null: no personal numbers are kept, and nobody is known by one. */
  keys: IdentityKeys | null;
  bankId: BankIdOrders | null;
  oidc: OidcProvider | null;
  signUp: boolean;
  close(): void;
}

export const passwordsOnly: LoginConfig = { identityKey: null, bankId: null, oidc: null, signUp: 'closed' };

export function createLogin(
  config: LoginConfig,
  parts: { store: Store; log: Logger; clock: () => number; publicUrl: string },
): Login {
  const keys = config.identityKey ? new IdentityKeys(config.identityKey) : null;
  const bankId = keys && config.bankId ? new BankIdOrders(config.bankId, { ...parts, keys }) : null;
  const oidc = keys && config.oidc ? new OidcProvider(config.oidc, parts.publicUrl) : null;
  return { keys, bankId, oidc, signUp: config.signUp === 'open', close: () => bankId?.close() };
}
