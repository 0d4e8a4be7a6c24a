import type { PersonView } from '../../../server/people/schema.ts';
import type { Language } from '../../base/locale.ts';
import type { Choice } from '../picker.ts';
import type { Who } from '../registry.ts';

/** What stands in the form of an invitation or of a change. */
export interface Draft {
  email: string;
  name: string;
  language: Language;
  role: PersonView['role'];
  allClients: boolean;
  clients: Choice[];
  /** What was ticked or unticked, by `right/client`. */
  rights: Map<string, boolean>;
}

export function newDraft({ rights }: Who): Draft {
  const ofCompanies = rights.manages === 'companies';
  return {
    email: '',
    name: '',
    language: 'sv',
    role: ofCompanies ? 'client' : 'consultant',
    allClients: false,
    clients: rights.companies.length === 1 ? rights.companies : [],
    rights: new Map(),
  };
}

export function draftOf(person: PersonView): Draft {
  const { email, name, language, role, allClients, clients } = person;
  return { email, name, language, role, allClients, clients, rights: new Map() };
}

const said = (rights: Draft['rights']) =>
  [...rights].map(([key, granted]) => {
    const [right, client] = key.split('/') as [string, string];
    return { right, client: client || null, granted };
  });

/** Of one client only while that client is chosen. */
const meant = ({ clients, rights }: Draft) =>
  said(rights).filter(({ client }) => client === null || clients.some(({ id }) => id === client));

/** The body of POST /v1/invitations. */
export function invitationOf(draft: Draft): object {
  const { email, name, language, role, allClients, clients } = draft;
  return {
    email: email.trim(),
    ...(name.trim() && { name: name.trim() }),
    language,
    role,
    ...(role === 'consultant' && { allClients }),
    ...(role !== 'admin' && { clients: allClients ? [] : clients.map(({ id }) => id) }),
    rights:
      role === 'admin'
        ? []
        : meant(draft).flatMap(({ right, client, granted }) => (granted ? [{ right, client }] : [])),
  };
}

/** The body of PUT /v1/people/{id}: only what is another. */
export function changeBetween(person: PersonView, draft: Draft): object {
  const ids = (clients: Choice[]) => clients.map(({ id }) => id);
  const add = ids(draft.clients).filter((id) => !ids(person.clients).includes(id));
  const remove = ids(person.clients).filter((id) => !ids(draft.clients).includes(id));
  const rights = draft.role === 'admin' ? [] : meant(draft);
  return {
    ...(draft.role !== person.role && { role: draft.role }),
    ...(draft.role === 'consultant' && draft.allClients !== person.allClients && { allClients: draft.allClients }),
    ...(add.length > 0 && { add }),
    ...(remove.length > 0 && { remove }),
    ...(rights.length > 0 && { rights }),
  };
}
