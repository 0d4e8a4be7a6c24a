import type { Text } from '../../definitions/language/types.ts';
import { type Row, type Scope } from './connection.ts';

/** How a firm presents itself on the pages that Arende serves, and where its own pages are. */
export interface FirmProfile {
  /** `#1d5fc4`; null: the pages' own. */
  accent: string | null;
  greeting: Text | null;
  hasLogo: boolean;
  /** The name that mails come from; null: the firm's. */
  senderName: string | null;
  /** Exact origins of the firm's own sites. */
  origins: string[];
}

export interface Logo {
  mediaType: string;
  bytes: Buffer;
}

const none: FirmProfile = { accent: null, greeting: null, hasLogo: false, senderName: null, origins: [] };
const shown = ['accent', 'greeting', 'logo_type', 'sender_name', 'origins'];

export async function firmProfile(scope: Scope): Promise<FirmProfile> {
  const row: Row | undefined = await scope.from('firm_profiles').first(shown);
  if (!row) return none;
  return {
    accent: row.accent,
    greeting: row.greeting === null ? null : JSON.parse(row.greeting),
    hasLogo: row.logo_type !== null,
    senderName: row.sender_name,
    origins: JSON.parse(row.origins),
  };
}

export async function putFirmProfile(
  scope: Scope,
  change: Partial<Pick<FirmProfile, 'accent' | 'greeting' | 'senderName' | 'origins'>>,
): Promise<void> {
  await changeProfile(scope, {
    ...(change.accent !== undefined && { accent: change.accent }),
    ...(change.greeting !== undefined && { greeting: change.greeting && JSON.stringify(change.greeting) }),
    ...(change.senderName !== undefined && { sender_name: change.senderName }),
    ...(change.origins !== undefined && { origins: JSON.stringify(change.origins) }),
  });
}

export async function firmLogo(scope: Scope): Promise<Logo | null> {
  const row = await scope.from('firm_profiles').first('logo_type', 'logo');
  return row?.logo_type ? { mediaType: row.logo_type, bytes: Buffer.from(row.logo, 'base64') } : null;
}

/** Null takes the logo away. */
export async function putFirmLogo(scope: Scope, logo: Logo | null): Promise<void> {
  await changeProfile(scope, { logo_type: logo?.mediaType ?? null, logo: logo?.bytes.toString('base64') ?? null });
}

export async function changeProfile(scope: Scope, columns: Row): Promise<void> {
  await scope.insert('firm_profiles', { origins: '[]' }).onConflict('tenant_id').ignore();
  if (Object.keys(columns).length > 0) await scope.from('firm_profiles').update(columns);
}

/** Name and the page that mails link to. */
export async function putFirm(scope: Scope, change: { name?: string; portalUrl?: string | null }): Promise<void> {
  const row = {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.portalUrl !== undefined && { portal_url: change.portalUrl }),
  };
  if (Object.keys(row).length > 0) await scope.db('tenants').where({ id: scope.tenantId }).update(row);
}
