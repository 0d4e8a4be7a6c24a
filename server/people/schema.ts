import { type Static, Type } from '@sinclair/typebox';
import { CivilDate, ClientRef, Instant, Nullable, Text, UserRef } from '../common/schema.ts';

const Id = Type.String({ minLength: 1, maxLength: 120, pattern: '^[\\w-]+$' });
const Ids = Type.Array(Id, { maxItems: 1000, uniqueItems: true });
const Role = Type.Union([Type.Literal('admin'), Type.Literal('consultant'), Type.Literal('client')]);
const Language = Type.Union([Type.Literal('sv'), Type.Literal('en')]);
const RightId = Type.String({ minLength: 1, maxLength: 60 });

/** GET /v1/rights: the named rights, and what the caller has. */
export const RightList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Text,
      description: Text,
      /** `client`: given for one client company at a time. */
      scope: Type.Union([Type.Literal('firm'), Type.Literal('client')]),
      /** Who can be given it. */
      roles: Type.Array(Role),
      /** Only the client itself gives it. */
      givenByClient: Type.Boolean(),
    }),
  ),
  /** The caller's own, of the whole firm. */
  mine: Type.Array(Type.String()),
  /** Whose users the caller may manage. */
  manages: Type.Union([Type.Literal('firm'), Type.Literal('companies'), Type.Literal('nobody')]),
  /** For `companies`: which. */
  companies: Type.Array(ClientRef),
});
export type RightListView = Static<typeof RightList>;

/** GET /v1/people: users, in the order of their names. */
export const PeopleQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 100, description: 'part of the name or the address' })),
    kind: Type.Optional(Type.Union([Type.Literal('staff'), Type.Literal('client')])),
    client: Type.Optional(Type.String({ maxLength: 120 })),
    state: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('inactive')])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);

export const PersonItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  language: Language,
  role: Role,
  active: Type.Boolean(),
  /** The caller. */
  self: Type.Boolean(),
  allClients: Type.Boolean(),
  /** Of those that the caller reaches; the first of them by name. */
  clientCount: Type.Integer(),
  clients: Type.Array(ClientRef),
  /** Every right of the whole firm that somebody of this role can have, and those given for one client. */
  rights: Type.Array(
    Type.Object({
      right: Type.String(),
      client: Nullable(ClientRef),
      granted: Type.Boolean(),
      /** As the role has it, without anything having been said about this person. */
      byRole: Type.Boolean(),
    }),
  ),
  absence: Nullable(Type.Object({ fromDate: CivilDate, toDate: CivilDate, substitute: UserRef })),
  mayChange: Type.Boolean(),
});
export type PersonView = Static<typeof PersonItem>;

export const PeopleList = Type.Object({ items: Type.Array(PersonItem), nextCursor: Nullable(Type.String()) });
export type PeopleListView = Static<typeof PeopleList>;

/** PUT /v1/people/{id}: what is named is changed, all else stays. */
export const PersonBody = Type.Object(
  {
    role: Type.Optional(Role),
    active: Type.Optional(Type.Boolean()),
    allClients: Type.Optional(Type.Boolean()),
    /** Ids of clients. */
    add: Type.Optional(Ids),
    remove: Type.Optional(Ids),
    rights: Type.Optional(
      Type.Array(
        Type.Object(
          {
            right: RightId,
            client: Nullable(Id),
            /** Null: as the role has it. */
            granted: Nullable(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        { maxItems: 200 },
      ),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** POST /v1/invitations */
export const InvitationBody = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 320 }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    language: Type.Optional(Language),
    role: Role,
    allClients: Type.Optional(Type.Boolean()),
    clients: Type.Optional(Ids),
    rights: Type.Optional(
      Type.Array(Type.Object({ right: RightId, client: Nullable(Id) }, { additionalProperties: false }), {
        maxItems: 200,
      }),
    ),
  },
  { additionalProperties: false },
);

export const InvitationItem = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  language: Language,
  role: Role,
  allClients: Type.Boolean(),
  clients: Type.Array(ClientRef),
  rights: Type.Array(Type.Object({ right: Type.String(), client: Nullable(ClientRef) })),
  invitedBy: UserRef,
  createdAt: Instant,
  expiresAt: Instant,
  expired: Type.Boolean(),
});
export type InvitationView = Static<typeof InvitationItem>;
export const InvitationList = Type.Object({ items: Type.Array(InvitationItem) });

/** GET /v1/absences */
export const AbsenceItem = Type.Object({
  id: Type.String(),
  user: UserRef,
  substitute: UserRef,
  fromDate: CivilDate,
  toDate: CivilDate,
  /** Today is one of its days. */
  running: Type.Boolean(),
  mayRemove: Type.Boolean(),
});
export type AbsenceView = Static<typeof AbsenceItem>;
export const AbsenceList = Type.Object({
  items: Type.Array(AbsenceItem),
  /** Whether the caller may write down the absence of others. */
  maySetForOthers: Type.Boolean(),
});
export type AbsenceListView = Static<typeof AbsenceList>;
export const AbsenceBody = Type.Object(
  {
    /** Absent: the caller. */
    user: Type.Optional(Id),
    substitute: Id,
    fromDate: CivilDate,
    toDate: CivilDate,
  },
  { additionalProperties: false },
);

export const FindQuery = Type.Object(
  { q: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
);
export const Colleagues = Type.Object({ items: Type.Array(UserRef) });
export const ClientNames = Type.Object({ items: Type.Array(ClientRef) });

/** GET /v1/clients/{id}/people: who works with a client, and who of its own people can log in. */
export const ClientPeople = Type.Object({
  /** `reduced`: a colleague's client, which the caller may join (B-04, B-07). */
  level: Type.Union([Type.Literal('full'), Type.Literal('reduced')]),
  responsible: Nullable(UserRef),
  /** Who stands in while the responsible is away. */
  acting: Nullable(UserRef),
  startMonth: Nullable(Type.String()),
  /** The firm's people who have been added to the client. Empty when reduced, as all below. */
  firm: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), fullAuthority: Type.Boolean() })),
  client: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), admin: Type.Boolean() })),
  may: Type.Object({
    join: Type.Boolean(),
    leave: Type.Boolean(),
    add: Type.Boolean(),
    setResponsible: Type.Boolean(),
    setStartMonth: Type.Boolean(),
    giveAuthority: Type.Boolean(),
  }),
});
export type ClientPeopleView = Static<typeof ClientPeople>;

/** POST /v1/clients/{id}/people (B-06) */
export const ColleagueBody = Type.Object(
  { email: Type.String({ format: 'email', maxLength: 320 }) },
  { additionalProperties: false },
);

/** PUT /v1/clients/{id}/engagement (B-08 to B-11); what is absent stays. */
export const EngagementBody = Type.Object(
  {
    /** Id of a user of the firm. */
    responsible: Type.Optional(Nullable(Id)),
    startMonth: Type.Optional(Nullable(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }))),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** PUT /v1/clients/{id}/authority (K-03) */
export const AuthorityBody = Type.Object({ user: Id, given: Type.Boolean() }, { additionalProperties: false });

/** PUT /v1/users/{externalId}/rights, secret key: what is named is given or taken away, all else stays. */
export const RightsBody = Type.Object(
  {
    rights: Type.Array(
      Type.Object(
        {
          right: RightId,
          client: Nullable(Type.String({ maxLength: 200, description: 'external id; null: the whole firm' })),
          granted: Nullable(Type.Boolean({ description: 'null: as the role has it' })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  { additionalProperties: false },
);

/** Where a user differs from their role. */
export const RightsAnswer = Type.Object({
  rights: Type.Array(
    Type.Object({
      right: Type.String(),
      client: Nullable(Type.String({ description: 'our own id' })),
      granted: Type.Boolean(),
    }),
  ),
});
