import { type Static, Type } from '@sinclair/typebox';
import { BoardDefinition, BoardItem } from '../board/schema.ts';
import { AnyObject, ClientRef, Instant, Nullable, Text, UserRef } from '../common/schema.ts';

const oneOf = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)));
const month = { pattern: '^\\d{4}-(0[1-9]|1[0-2])$' };

export const Stage = oneOf(['invitation', 'verification', 'active'] as const);
const Tab = oneOf(['invitations', 'onboarding', 'mine', 'all'] as const);
const AreaName = oneOf(['bookkeeping', 'year-end', 'vat', 'payroll'] as const);

/** GET /v1/client-list */
export const ClientListQuery = Type.Object(
  {
    /** Default: the first that the user has. */
    tab: Type.Optional(Tab),
    /** Part of the name or of the organisation number (P-13). */
    q: Type.Optional(Type.String({ maxLength: 100 })),
    /** Only these clients, ids with commas between. */
    clients: Type.Optional(Type.String({ maxLength: 2000, pattern: '^[\\w,-]*$' })),
    /** "Mina företag" (B-12). */
    responsible: Type.Optional(Type.Literal('me')),
    /** Only those with something unfinished there. */
    area: Type.Optional(Type.Union([AreaName, Type.Literal('signing'), Type.Literal('messages')])),
    /** Only those with missing receipts (P-14). */
    missingReceipts: Type.Optional(Type.Boolean()),
    /** Also colleagues' clients, in the reduced view (B-07). */
    others: Type.Optional(Type.Boolean()),
    /** Those that the firm no longer works with. */
    ended: Type.Optional(Type.Boolean()),
    sort: Type.Optional(oneOf(['name', 'companyForm', 'completed', 'yearEnd', 'responsible'] as const)),
    direction: Type.Optional(oneOf(['asc', 'desc'] as const)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 800 })),
  },
  { additionalProperties: false },
);

/** */
export const AreaStatus = Type.Object({
  area: AreaName,
  /** `late`: the client is late; `waiting`: a period is neither done nor being worked on; `calm`: none is. */
  tone: oneOf(['late', 'waiting', 'calm'] as const),
  waiting: Type.Integer({ description: 'periods that are neither done nor being worked on' }),
});
export type AreaStatusView = Static<typeof AreaStatus>;

export const ClientRow = Type.Object({
  id: Type.String(),
  externalId: Type.String({ description: "the firm's own id; empty when reduced" }),
  name: Type.String(),
  organisationNumber: Nullable(Type.String()),
  companyForm: Nullable(Text),
  responsible: Nullable(UserRef),
  /** `reduced`: a colleague's client, which the user may join (B-07). What is below is then empty. */
  level: oneOf(['full', 'reduced'] as const),
  stage: Stage,
  active: Type.Boolean(),
  /** Last month that a consultant has finished. */
  completed: Nullable(Type.String()),
  yearEndForm: Nullable(Type.Boolean()),
  missingReceipts: Nullable(Type.Integer()),
  areas: Type.Array(AreaStatus),
  /** To-dos that are not done. */
  openNotes: Type.Integer(),
  /** Signings that wait for the firm (K-23). */
  signings: Type.Integer(),
  unreadMessages: Type.Integer(),
});
export type ClientRowView = Static<typeof ClientRow>;

export const ClientList = Type.Object({
  tab: Tab,
  /** Those that the user has, in order (P-04, P-09 to P-11). */
  tabs: Type.Array(Type.Object({ tab: Tab, count: Type.Integer() })),
  /** Of all pages, with the same filters. */
  total: Type.Integer(),
  items: Type.Array(ClientRow),
  nextCursor: Nullable(Type.String()),
  /** What the user may do in the list. */
  may: Type.Object({
    manage: Type.Boolean(),
    join: Type.Boolean(),
    notify: Type.Boolean({ description: 'remind colleagues of what they have left to do' }),
  }),
});
export type ClientListView = Static<typeof ClientList>;

const HeaderFact = Type.Object({
  name: Type.String(),
  title: Text,
  format: oneOf(['text', 'number', 'date', 'dateTime', 'month', 'option'] as const),
  value: Nullable(Type.Union([Type.String(), Type.Number(), Text])),
});
export type HeaderFactView = Static<typeof HeaderFact>;

/** GET /v1/client-list/{id} */
export const ClientDetails = Type.Object({
  ...ClientRow.properties,
  startMonth: Nullable(Type.String()),
  properties: AnyObject,
  /** What is shown above each tab (B-03, B-25 to B-28, B-46 to B-50, B-52 to B-54). */
  facts: Type.Object({
    overview: Type.Array(HeaderFact),
    bookkeeping: Type.Array(HeaderFact),
    payroll: Type.Array(HeaderFact),
    vat: Type.Array(HeaderFact),
    'year-end': Type.Array(HeaderFact),
  }),
  /** Null where the session shows no documents. */
  documents: Nullable(Type.Object({ unseen: Type.Boolean() })),
  /** What the session may show of the client beside this. */
  board: Type.Boolean(),
  may: Type.Object({ manage: Type.Boolean(), join: Type.Boolean() }),
});
export type ClientDetailsView = Static<typeof ClientDetails>;

export const PeriodsQuery = Type.Object({ area: AreaName }, { additionalProperties: false });
/** GET /v1/client-list/{id}/periods: the table of periods (B-29), newest first. */
export const Periods = Type.Object({
  definitions: Type.Array(Type.Omit(BoardDefinition, ['periods'])),
  items: Type.Array(Type.Object({ ...BoardItem.properties, definition: Type.String() })),
});
export type PeriodsView = Static<typeof Periods>;

/** GET /v1/client-register: the form of the details. */
export const Register = Type.Object({ form: AnyObject });

/** POST /v1/client-list and PUT /v1/client-list/{id} */
export const DetailsBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    organisationNumber: Type.Optional(Type.String({ maxLength: 20 })),
    properties: Type.Optional(AnyObject),
  },
  { additionalProperties: false },
);
export const NewClientBody = Type.Object(
  {
    ...DetailsBody.properties,
    externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    /** `verification` where the client is invited and not verified yet (P-06). */
    stage: Type.Optional(oneOf(['verification', 'active'] as const)),
  },
  { additionalProperties: false },
);
export const NewClientAnswer = ClientRef;

/** POST /v1/client-list/{id}/stage: a client that asked is accepted or declined, one that was verified begins. */
export const StageBody = Type.Object(
  { stage: oneOf(['active', 'declined'] as const) },
  { additionalProperties: false },
);

/** PUT /v1/clients/{externalId}/facts, secret key: what a bookkeeping system knows. Null takes one away. */
export const FactsBody = Type.Object(
  {
    lastUploadAt: Type.Optional(Nullable(Instant)),
    bookkeepingCreatedAt: Type.Optional(Nullable(Instant)),
    payrollMonth: Type.Optional(Nullable(Type.String(month))),
    yearEndForm: Type.Optional(Nullable(Type.Boolean())),
    missingReceipts: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
    readyForExport: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
    balanceMinor: Type.Optional(Nullable(Type.Integer({ minimum: -1e15, maximum: 1e15, description: 'öre' }))),
  },
  { additionalProperties: false },
);
export const FactsAnswer = Type.Required(FactsBody);

export const ImportQuery = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export const RejectedQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
  },
  { additionalProperties: false },
);
/** GET /v1/client-imports/{importId}/rejected */
export const RejectedFileQuery = Type.Object(
  { language: oneOf(['sv', 'en'] as const) },
  { additionalProperties: false },
);
export const ExportQuery = Type.Object({ format: oneOf(['csv', 'xlsx'] as const) }, { additionalProperties: false });

/** What a file would do (`checked`), is doing, has done. */
export const ImportAnswer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  createdAt: Instant,
  status: oneOf(['checked', 'applying', 'done'] as const),
  ignored: Type.Array(Type.String(), { description: 'headings that name no column of the register' }),
  counts: Type.Object({
    create: Type.Integer(),
    update: Type.Integer(),
    unchanged: Type.Integer(),
    rejected: Type.Integer(),
    created: Type.Integer(),
    updated: Type.Integer(),
  }),
  /** The first rejected rows; `nextLine` is what the next are asked for with. */
  rejected: Type.Array(
    Type.Object({
      line: Type.Integer({ description: 'line in the file' }),
      problems: Type.Array(Type.Object({ column: Text, value: Type.String(), text: Text })),
    }),
  ),
  nextLine: Nullable(Type.Integer()),
});
export type ImportView = Static<typeof ImportAnswer>;
