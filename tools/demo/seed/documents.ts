import { createHash } from 'node:crypto';
import type { ChildrenView, RootListView } from '../../../server/documents/schema.ts';
import { clientUsers, companies } from '../people.ts';
import type { Company } from '../people.ts';
import { asUser } from './api.ts';
import type { Arende, Visitor } from './api.ts';
import { monthsBefore } from './directory.ts';
import { pdf, receiptPng } from './files.ts';

interface Paper {
  /** Names of the folders below the root; a month by its number. */
  path: [year: string, area: string, month: string];
  name: string;
  bytes: Buffer;
}

/** What the companies and the firm have put in the trees. A document that is there is not added again. */
export async function seedDocuments(arende: Arende, since: string): Promise<void> {
  for (const company of companies) {
    const user = clientUsers.find((person) => person.clients!.includes(company.id));
    const last = monthsBefore(since, 1);
    if (user) await put(await asUser(arende, user.id), company, receipts(company, last));
    await put(await asUser(arende, company.responsible), company, reports(company, last));
  }
}

function receipts(company: Company, month: string): Paper[] {
  const path: Paper['path'] = [month.slice(0, 4), 'bokföring', month.slice(5)];
  const number = 1000 + company.employees * 7;
  return [
    { path, name: 'Kvitto kontorsmaterial.png', bytes: receiptPng(company.employees) },
    {
      path,
      name: `Leverantörsfaktura ${number}.pdf`,
      bytes: pdf([
        `Faktura ${number}`,
        'Exempelgrossisten AB (finns inte)',
        `Till: ${company.name}`,
        'Att betala: 4 250,00 kr',
      ]),
    },
    {
      path,
      name: `Kontoutdrag ${month}.pdf`,
      bytes: pdf([
        `Kontoutdrag ${month}`,
        company.name,
        'Demobanken',
        'Ingående saldo: 118 400,00 kr',
        'Utgående saldo: 131 925,50 kr',
      ]),
    },
  ];
}

function reports(company: Company, month: string): Paper[] {
  const year = month.slice(0, 4);
  const papers: Paper[] = [
    {
      path: [year, 'rapporter', month.slice(5)],
      name: `Resultatrapport ${month}.pdf`,
      bytes: pdf([
        `Resultatrapport ${month}`,
        company.name,
        'Intäkter: 412 000 kr',
        'Kostnader: 371 300 kr',
        'Resultat: 40 700 kr',
      ]),
    },
  ];
  if (!company.services.includes('payroll')) return papers;
  papers.push({
    path: [year, 'löner', month.slice(5)],
    name: `Löneunderlag ${month}.pdf`,
    bytes: pdf([`Löneunderlag ${month}`, company.name, `Anställda: ${company.employees}`]),
  });
  return papers;
}

async function put(visitor: Visitor, company: Company, papers: Paper[]): Promise<void> {
  const roots = await visitor.get<RootListView>(`/v1/documents/roots?${new URLSearchParams({ q: company.name })}`);
  const root = roots.items.find(({ client }) => client.name === company.name);
  if (!root) return;
  for (const paper of papers) {
    const folder = await walk(visitor, root.folder.id, paper.path);
    if (!folder) continue;
    const { documents } = await children(visitor, folder);
    if (documents.some(({ name }) => name === paper.name)) continue;
    const key = createHash('sha256')
      .update([company.id, ...paper.path, paper.name].join('/'))
      .digest('hex');
    await visitor.upload(folder, paper.name, paper.bytes, key);
  }
}

async function walk(visitor: Visitor, rootId: string, path: string[]): Promise<string | null> {
  let folderId = rootId;
  for (const step of path) {
    const { folders } = await children(visitor, folderId);
    const found = folders.find(({ name }) => name === step || name.startsWith(`${step}. `));
    if (!found) return null;
    folderId = found.id;
  }
  return folderId;
}

const children = (visitor: Visitor, folderId: string): Promise<ChildrenView> =>
  visitor.get(`/v1/folders/${folderId}/children?limit=200`);
