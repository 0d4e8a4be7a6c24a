import type {
  AbsenceListView,
  AbsenceView,
  InvitationView,
  PeopleListView,
  PersonView,
  RightListView,
} from '../../server/people/schema.ts';
import type { MeView } from '../../server/sessions/schema.ts';
import { call, callJson, type Query } from '../base/client.ts';

type Ref = { id: string; name: string };
const signalled = (signal?: AbortSignal) => (signal ? { signal } : {});
const one = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const readMe = (signal: AbortSignal) => callJson<MeView>('/v1/me', { signal });
export const readRights = (signal: AbortSignal) => callJson<RightListView>('/v1/rights', { signal });

export const listPeople = (query: Query, signal?: AbortSignal) =>
  callJson<PeopleListView>('/v1/people', { query, ...signalled(signal) });
export const readPerson = (id: string) => callJson<PersonView>(one('/v1/people', id));
export const changePerson = (id: string, body: object) =>
  callJson<PersonView>(one('/v1/people', id), { method: 'PUT', body });

export const listInvitations = (signal: AbortSignal) =>
  callJson<{ items: InvitationView[] }>('/v1/invitations', { signal });
export const invite = (body: object) => callJson<InvitationView>('/v1/invitations', { body });
export const resend = (id: string) => call(`${one('/v1/invitations', id)}/resend`, { method: 'POST' });
export const revoke = (id: string) => call(one('/v1/invitations', id), { method: 'DELETE' });

export const findClients = (q: string) => callJson<{ items: Ref[] }>('/v1/client-names', { query: { q } });
export const findColleagues = (q: string) => callJson<{ items: Ref[] }>('/v1/colleagues', { query: { q } });

export const listAbsences = (signal: AbortSignal) => callJson<AbsenceListView>('/v1/absences', { signal });
export const addAbsence = (body: object) => callJson<AbsenceView>('/v1/absences', { body });
export const removeAbsence = (id: string) => call(one('/v1/absences', id), { method: 'DELETE' });
