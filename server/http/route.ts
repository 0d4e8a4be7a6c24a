import type { Static, TSchema } from '@sinclair/typebox';
import type { ParameterizedContext } from 'koa';
import type { Access, AddressedInstance, Author, Bearer, LoginSession, Scope } from '../store/index.ts';
import type { Services } from '../services.ts';

/** What a handler is called with; who is asking depends on the route's door. */
export interface Call<Query = unknown, Body = unknown> {
  services: Services;
  /** The moment of the request, ISO 8601 in UTC. */
  now: string;
  params: Record<string, string>;
  query: Query;
  body: Body;
  /** For what is not JSON: streams and headers. */
  http: ParameterizedContext;
}
export interface KeyCall<Query = unknown, Body = unknown> extends Call<Query, Body> {
  tenantId: string;
  keyId: string;
  scope: Scope;
}
export interface BearerCall<Query = unknown, Body = unknown> extends Call<Query, Body> {
  bearer: Bearer;
  access: Access;
  scope: Scope;
  /** Where the route asks for it: the instance that `:id` names, null when the firm has none of that id. */
  instance: AddressedInstance | null;
}

/** The firm's backend with its key, or an administrator with a widget session for the component `definition-editor`. */
export interface AdminCall<Query = unknown, Body = unknown> extends Call<Query, Body> {
  tenantId: string;
  scope: Scope;
  author: Author;
  /** Whether the caller may change something, or only look. */
  mayAct: boolean;
}

/** A page that the server itself serves, with the cookie of somebody who has logged in. */
export interface PortalCall<Query = unknown, Body = unknown> extends Call<Query, Body> {
  session: LoginSession;
  /** The firm that the person works in now; a route without `withoutFirm` is not called before there is one. */
  firm: { scope: Scope; access: Access };
}

/** What a widget session can be opened for. */
export const components = [
  'inbox',
  'status-board',
  'document-tree',
  'definition-editor',
  'process-view',
  'client-list',
  'client',
  'messages',
  'case',
  'notifications',
  'settings',
] as const;
export type Component = (typeof components)[number];

interface Shape<Query extends TSchema, Body extends TSchema> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  summary: string;
  query?: Query;
  body?: Body;
  maxBodyBytes?: number;
  /** Request headers that the route reads, for the OpenAPI document. */
  headers?: Record<string, { description: string; required?: boolean; schema: TSchema }>;
  /** A body that is not JSON, and answers that are not. */
  bodyType?: string;
  answerType?: string;
  answer?: TSchema;
  status?: number;
}

/**
 * `open`: anyone; `key`: the firm's backend; `bearer`: a widget; `exchange`: a page with a secret; `administrator`: the
 * firm's backend or an administrator's widget; `login`: a page of our own, before anybody has logged in; `portal`: a page
 * of our own with its cookie.
 */
export type Door = 'open' | 'key' | 'bearer' | 'exchange' | 'administrator' | 'login' | 'portal';

/** A line of the route table, from which router, validation and OpenAPI document are made. */
export interface Route extends Shape<TSchema, TSchema> {
  door: Door;
  /** The instance that `:id` names is read in the statement that tells who is asking. */
  withInstance?: true;
  /** A portal's route that also answers somebody who has no firm yet. */
  withoutFirm?: true;
  /** Any of these components with this right opens a bearer's door. */
  grant?: { any: Component[]; right: 'read' | 'act' | 'upload' };
  handler(call: never): Promise<unknown>;
}

export function openRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & { handler(call: Call<Static<Q>, Static<B>>): Promise<unknown> },
): Route {
  return { ...route, door: 'open' };
}

export function exchangeRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & { handler(call: Call<Static<Q>, Static<B>>): Promise<unknown> },
): Route {
  return { ...route, door: 'exchange' };
}

export function keyRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & { handler(call: KeyCall<Static<Q>, Static<B>>): Promise<unknown> },
): Route {
  return { ...route, door: 'key' };
}

export function bearerRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & {
    grant: NonNullable<Route['grant']>;
    withInstance?: true;
    handler(call: BearerCall<Static<Q>, Static<B>>): Promise<unknown>;
  },
): Route {
  return { ...route, door: 'bearer' };
}

export function adminRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & {
    right: 'read' | 'act';
    handler(call: AdminCall<Static<Q>, Static<B>>): Promise<unknown>;
  },
): Route {
  const { right, ...rest } = route;
  return { ...rest, door: 'administrator', grant: { any: ['definition-editor'], right } };
}

export function loginRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & { handler(call: Call<Static<Q>, Static<B>>): Promise<unknown> },
): Route {
  return { ...route, door: 'login' };
}

export function portalRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & { handler(call: PortalCall<Static<Q>, Static<B>>): Promise<unknown> },
): Route {
  return { ...route, door: 'portal' };
}

/** For somebody who has logged in, also when no firm knows them yet. */
export function personRoute<Q extends TSchema, B extends TSchema>(
  route: Shape<Q, B> & { handler(call: Omit<PortalCall<Static<Q>, Static<B>>, 'firm'>): Promise<unknown> },
): Route {
  return { ...route, door: 'portal', withoutFirm: true };
}
