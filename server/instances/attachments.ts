import { localDate } from '../../definitions/calendar/index.ts';
import { documentFields, type InstanceState } from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { fileName, receiveFile } from '../files/incoming.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { requireReach } from '../policies/index.ts';
import {
  type Access,
  addDocument,
  audit,
  documentRow,
  ensureFolders,
  instanceRow,
  type Scope,
} from '../store/index.ts';
import type { AttachedView } from './schema.ts';

/** Where the files of cases lie before a process has filed them, under the year: "ärenden / Lön oktober 2026". */
const casesFolder = 'ärenden';

/** Takes in a file for a form of the instance. Nobody is told: the process tells whom it wants when the form is sent. */
export async function attach(call: BearerCall<{ name: string }>): Promise<AttachedView> {
  const { services, scope, access, params, query, now } = call;
  const name = fileName(query.name);
  const row = await instanceRow(scope, params.id!);
  await requireReach(scope, access, row);
  const clientId = row!.client_id as string | null;
  if (clientId === null) throw notFound();
  const file = await receiveFile(call);
  const { label } = JSON.parse(row!.state) as InstanceState;
  const path = [localDate(now).slice(0, 4), casesFolder, label.sv.replace(/[/\\]/g, '-').slice(0, 100)];
  const [folderId] = await ensureFolders(scope, clientId, [path]);
  const { documentId } = await addDocument(scope, {
    ...file,
    folderId: folderId!,
    clientId,
    name,
    uploadedAt: now,
    uploadKey: null,
    uploadedBy: { userId: access.userId, side: access.role === 'client' ? 'client' : 'firm' },
  });
  const { sha256, sizeBytes } = file;
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: 'document.uploaded',
    target: documentId,
    details: { name, sha256, sizeBytes, folder: folderId!, instance: params.id! },
  });
  services.feed.nudge();
  return { id: documentId, name, sizeBytes };
}

/** A form may only name documents of the instance's client that this user sees: what it names is moved. */
export async function requireDocuments(
  scope: Scope,
  access: Access,
  instanceId: string,
  event: string,
  data: JsonObject,
): Promise<void> {
  const row = await instanceRow(scope, instanceId);
  if (!row) throw notFound();
  const { definition } = await compiledByHash(scope.store, row.definition_hash);
  for (const field of documentFields(definition, event)) {
    const ids = Array.isArray(data[field]) ? (data[field] as unknown[]) : [];
    for (const [index, id] of ids.entries()) {
      const document = typeof id === 'string' ? await documentRow(scope, access, id) : null;
      if (document && document.client_id === row.client_id) continue;
      const text = {
        sv: 'Filen finns inte längre. Välj den igen.',
        en: 'The file is no longer there. Choose it again.',
      };
      throw new Problem(422, 'document_unknown', text.en, { fields: [{ pointer: `/${field}/${index}`, text }] });
    }
  }
}
