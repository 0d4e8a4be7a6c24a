import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import { boardItems, statusesOf } from '../board/routes.ts';
import { readAll } from '../http/body.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute, type KeyCall, keyRoute } from '../http/route.ts';
import { grants, hasRight, mayJoinClients, reachLevel, requireReach, requireRight } from '../policies/index.ts';
import {
  type Access,
  addClient,
  applyImport,
  audit,
  changeClient,
  type Client,
  clientByExternalId,
  clientById,
  ClientKnown,
  clientPage,
  clientPeriods,
  ensureYear,
  importById,
  latestVersions,
  putFigures,
  rejectedRows,
  rootFolders,
  type Scope,
} from '../store/index.ts';
import { Processes } from './areas.ts';
import { headerFacts } from './details.ts';
import { exportClients } from './export.ts';
import { checkImport } from './imports.ts';
import { clientList, requireStaff, unfiltered } from './list.ts';
import { checkedDetails } from './checked.ts';
import { clientRows } from './presenter.ts';
import { propertiesSchema } from './register.ts';
import { rejectedFile } from './rejected.ts';
import {
  ClientDetails,
  type ClientDetailsView,
  ClientList,
  ClientListQuery,
  DetailsBody,
  ExportQuery,
  FactsAnswer,
  FactsBody,
  ImportAnswer,
  ImportQuery,
  type ImportView,
  NewClientAnswer,
  NewClientBody,
  Periods,
  PeriodsQuery,
  type PeriodsView,
  Register,
  RejectedFileQuery,
  RejectedQuery,
  StageBody,
} from './schema.ts';
import { largestFileBytes } from './table-file.ts';

const mostPeriods = 60;
const list = { any: ['client-list' as const], right: 'read' as const };
const both = { any: ['client-list' as const, 'client' as const], right: 'read' as const };
const acting = { any: ['client-list' as const, 'client' as const], right: 'act' as const };

export const clientRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/client-list',
    summary: "The firm's clients as the user works with them, with what waits for each",
    grant: both,
    query: ClientListQuery,
    answer: ClientList,
    handler: clientList,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/client-list',
    summary: 'Adds a client to the register',
    grant: { ...list, right: 'act' },
    body: NewClientBody,
    answer: NewClientAnswer,
    status: 201,
    handler: add,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-list/:id',
    summary: 'A client with its details, the facts above each tab, and what waits',
    grant: both,
    answer: ClientDetails,
    handler: details,
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/client-list/:id',
    summary: 'Changes what the register says of a client',
    grant: acting,
    body: DetailsBody,
    answer: ClientDetails,
    handler: change,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/client-list/:id/stage',
    summary: 'Accepts or declines a client that asked, or begins with one that has been verified',
    grant: acting,
    body: StageBody,
    answer: NewClientAnswer,
    handler: setStage,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-list/:id/periods',
    summary: "The table of a client's periods in one area",
    grant: both,
    query: PeriodsQuery,
    answer: Periods,
    handler: periods,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-register',
    summary: 'The form of what the register says of a client',
    grant: both,
    answer: Register,
    async handler({ access }) {
      requireStaff(access);
      return { form: propertiesSchema };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-export',
    summary: 'The register as a file that can be imported again',
    grant: list,
    query: ExportQuery,
    answerType: 'text/csv',
    async handler(call) {
      await requireRight(call.scope, call.access, 'manage-clients');
      return exportClients(call);
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/client-imports',
    summary: 'Reads a CSV or XLSX file and says what it would change, row by row; nothing is changed yet',
    grant: { ...list, right: 'act' },
    query: ImportQuery,
    bodyType: 'application/octet-stream',
    answer: ImportAnswer,
    status: 201,
    handler: checkFile,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-imports/:importId',
    summary: 'How an import stands, and its rejected rows',
    grant: list,
    query: RejectedQuery,
    answer: ImportAnswer,
    async handler({ scope, access, params, query }) {
      await requireRight(scope, access, 'manage-clients');
      return importView(scope, params.importId!, query);
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-imports/:importId/rejected',
    summary: 'All rejected rows of an import as a CSV file, one line a mistake',
    grant: list,
    query: RejectedFileQuery,
    answerType: 'text/csv',
    async handler(call) {
      await requireRight(call.scope, call.access, 'manage-clients');
      return rejectedFile(call);
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/client-imports/:importId/apply',
    summary: 'Applies the next rows of an import; to be called until its status is done',
    grant: { ...list, right: 'act' },
    answer: ImportAnswer,
    handler: apply,
  }),
  keyRoute({
    method: 'PUT',
    path: '/v1/clients/:externalId/facts',
    summary: 'What a bookkeeping system knows of a client; what is not named stays as it is',
    body: FactsBody,
    answer: FactsAnswer,
    async handler({ scope, params, body, now, keyId, services }: KeyCall<unknown, Static<typeof FactsBody>>) {
      const client = await clientByExternalId(scope, params.externalId!);
      if (!client) throw notFound();
      const figures = await putFigures(scope, client.id, body, now);
      await audit(scope, now, {
        actor: `key:${keyId}`,
        action: 'client.facts',
        target: client.id,
        details: { facts: Object.keys(body) },
      });
      services.feed.nudge();
      return figures;
    },
  }),
];

async function add(call: BearerCall<unknown, Static<typeof NewClientBody>>) {
  const { scope, access, body, now, services } = call;
  await requireRight(scope, access, 'manage-clients');
  const input = {
    name: body.name,
    ...checkedDetails(body),
    externalId: body.externalId,
    stage: body.stage ?? ('active' as const),
  };
  const startMonth = localDate(now).slice(0, 7);
  const client = await addClient(scope, { ...input, startMonth }).catch((error: unknown) => {
    if (!(error instanceof ClientKnown)) throw error;
    throw new Problem(409, 'client_known', 'There is a client with this number already.', {
      text: { sv: 'Det finns redan en kund med det numret.', en: 'There is a client with this number already.' },
    });
  });
  await ensureYear(scope, client.id, Number(localDate(now).slice(0, 4)));
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: 'client.added',
    target: client.id,
    details: { externalId: client.externalId, stage: client.stage },
  });
  services.feed.nudge();
  return { id: client.id, name: client.name };
}

/** The client as far as the user sees it; what they may not see at all is not there. */
async function visible({ scope, access, params }: BearerCall): Promise<{ client: Client; level: 'full' | 'reduced' }> {
  const level = await reachLevel(scope, access, params.id!);
  const client = level === 'none' || access.role === 'client' ? null : await clientById(scope, params.id!);
  if (!client || level === 'none') throw notFound();
  return { client, level };
}

async function reached({ scope, access, params }: BearerCall): Promise<Client> {
  const client = access.role === 'client' ? null : await clientById(scope, params.id!);
  await requireReach(scope, access, client && { client_id: client.id });
  return client!;
}

async function details(call: BearerCall): Promise<ClientDetailsView> {
  const { scope, access, bearer, now } = call;
  const { client, level } = await visible(call);
  const processes = await Processes.of(scope);
  const tab = client.stage === 'invitation' ? 'invitations' : 'all';
  const filter = { ...unfiltered, tab, ids: [client.id], others: true, ended: !client.active } as const;
  const rows = await clientPage(
    scope,
    access,
    { ...filter, ids: [client.id] },
    { sort: 'name', direction: 'asc', limit: 1, after: null },
    [],
  );
  const [row] = await clientRows(scope, access, processes, rows);
  const full = level === 'full';
  const none = { overview: [], bookkeeping: [], payroll: [], vat: [], 'year-end': [] };
  return {
    ...row!,
    startMonth: full ? client.startMonth : null,
    properties: full ? client.properties : {},
    facts: full ? await headerFacts(scope, processes, client, now) : none,
    documents:
      full && grants(bearer.components, 'document-tree', 'read') ? await archiveOf(scope, access, client.id) : null,
    board: full && grants(bearer.components, 'status-board', 'read'),
    may: {
      manage: full && (await hasRight(scope, access, 'manage-clients')),
      join: await mayJoinClients(scope, access),
    },
  };
}

/** L-18: the dot of everything, as it stands at the root folder. */
async function archiveOf(scope: Scope, access: Access, clientId: string): Promise<{ unseen: boolean }> {
  const [root] = await rootFolders(scope, access, { limit: 1, after: null, q: null, clientId });
  return { unseen: Boolean(root?.unseen) };
}

async function change(call: BearerCall<unknown, Static<typeof DetailsBody>>): Promise<ClientDetailsView> {
  const { scope, access, body, now, services } = call;
  const client = await reached(call);
  await requireRight(scope, access, 'manage-clients');
  const known = Object.keys((propertiesSchema.properties ?? {}) as object);
  const others = Object.entries(client.properties).filter(([name]) => !known.includes(name));
  const checked = { name: body.name, ...checkedDetails(body) };
  const properties = { ...Object.fromEntries(others), ...checked.properties };
  await changeClient(scope, client.id, { ...checked, properties });
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: 'client.changed',
    target: client.id,
    details: { changed: changedNames(client, { ...checked, properties }) },
  });
  services.feed.nudge();
  return details(call as BearerCall);
}

/** Which details were changed; a sole trader's number is a personal number and does not belong in a log. */
function changedNames(before: Client, after: Pick<Client, 'name' | 'organisationNumber' | 'properties'>): string[] {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  return [
    ...(before.name === after.name ? [] : ['name']),
    ...(before.organisationNumber === after.organisationNumber ? [] : ['organisationNumber']),
    ...[...names].filter((name) => differs(before.properties[name], after.properties[name])),
  ];
}

async function setStage(call: BearerCall<unknown, Static<typeof StageBody>>) {
  const { scope, access, body, now, services } = call;
  const client = await reached(call);
  await requireRight(scope, access, 'manage-clients');
  const declined = body.stage === 'declined';
  if (client.stage === 'active') {
    throw new Problem(409, 'client_active', 'The firm works with this client already.', {
      text: { sv: 'Byrån arbetar redan med kunden.', en: 'The firm works with this client already.' },
    });
  }
  const { name, organisationNumber, properties } = client;
  const stage = declined ? client.stage : ('active' as const);
  const startMonth = client.startMonth ?? (declined ? null : localDate(now).slice(0, 7));
  await changeClient(scope, client.id, { name, organisationNumber, properties, stage, startMonth, active: !declined });
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: declined ? 'client.declined' : 'client.accepted',
    target: client.id,
    details: { from: client.stage },
  });
  services.feed.nudge();
  return { id: client.id, name };
}

async function periods(call: BearerCall<Static<typeof PeriodsQuery>>): Promise<PeriodsView> {
  const { scope, access, query, now } = call;
  const client = await reached(call as BearerCall);
  const processes = await Processes.of(scope);
  const versions = await latestVersions(scope.store, access.tenantId);
  const definitions: PeriodsView['definitions'] = [];
  for (const { definition } of processes.in(query.area)) {
    const version = versions.find(({ definitionId }) => definitionId === definition.id)!;
    const statuses = await statusesOf(scope, access, version);
    definitions.push({ id: definition.id, title: definition.title, area: query.area, statuses });
  }
  const rows = await clientPeriods(scope, client.id, processes.idsIn(query.area), mostPeriods);
  const items = await boardItems(scope, access, rows, now);
  return {
    definitions: definitions.filter(({ id }) => rows.some((row) => row.definition_id === id)),
    items: items.map((item, index) => ({ ...item, definition: rows[index]!.definition_id })),
  };
}

async function checkFile(call: BearerCall<Static<typeof ImportQuery>>): Promise<ImportView> {
  const { scope, access, query, now, http } = call;
  await requireRight(scope, access, 'manage-clients');
  const file = await readAll(http.req, largestFileBytes);
  const id = await checkImport(scope, file, { name: query.name, userId: access.userId, now });
  const view = await importView(scope, id, {});
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: 'clients.import_checked',
    target: id,
    details: { counts: view.counts },
  });
  return view;
}

async function apply({ scope, access, params, now, services }: BearerCall): Promise<ImportView> {
  await requireRight(scope, access, 'manage-clients');
  const before = await importById(scope, params.importId!);
  if (!before) throw notFound();
  if (before.status !== 'done') {
    const { counts, status } = await applyImport(scope, before.id);
    await audit(scope, now, {
      actor: `user:${access.userId}`,
      action: 'clients.imported',
      target: before.id,
      details: {
        created: counts.created - before.counts.created,
        updated: counts.updated - before.counts.updated,
        status,
      },
    });
    services.feed.nudge();
  }
  return importView(scope, before.id, { limit: 1 });
}

async function importView(scope: Scope, id: string, query: Static<typeof RejectedQuery>): Promise<ImportView> {
  const known = await importById(scope, id);
  if (!known) throw notFound();
  const limit = query.limit ?? 200;
  const rows = await rejectedRows(scope, id, { after: query.after ?? 0, limit });
  const rejected = rows.slice(0, limit);
  return { ...known, rejected, nextLine: rows.length > limit ? rejected.at(-1)!.line : null };
}
