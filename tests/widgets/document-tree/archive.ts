import type { DocumentView, FolderView } from '../../../server/documents/schema.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';

/** A first version that may be read. */
const ordinary = { version: 1, canChange: false, scan: 'clean', lockedUntil: null, materialYear: null } as const;

/** The documents of clients on the fake server, with dots as the server keeps them. */
export class Archive {
  readonly roots: { client: { id: string; name: string }; folderId: string }[] = [];
  readonly folders = new Map<string, FolderView>();
  readonly documents: DocumentView[] = [];
  readonly contents = new Map<string, Blob>();
  maxUploadBytes = 1_000_000;
  /** Uploads that have not arrived in whole. */
  readonly begun = new Map<string, { folderId: string; name: string; sizeBytes: number; arrived: number }>();
  /** What an upload is answered with, instead of being filed. */
  refusal: FakeProblem | null = null;
  #number = 0;
  #hidden: DocumentView | null = null;
  #byFolder = new Map<string, DocumentView[]>();
  #server: FakeServer;

  constructor(server: FakeServer) {
    this.#server = server;
    server
      .on('GET', /^\/v1\/documents\/roots$/, ({ query }) => {
        const q = (query.get('q') ?? '').toLowerCase();
        const found = this.roots.filter(({ client }) => client.name.toLowerCase().includes(q));
        const { items, nextCursor } = page(found, query);
        const view = items.map(({ client, folderId }) => ({ client, folder: { ...this.folders.get(folderId)! } }));
        return { items: view, nextCursor, maxUploadBytes: this.maxUploadBytes };
      })
      .on('GET', /^\/v1\/folders\/([^/]+)$/, ({ params }) => {
        const path: FolderView[] = [];
        for (let id: string | null = params[0]!; id; id = path[0]!.parentId) {
          const folder = this.folders.get(id);
          if (!folder) throw new FakeProblem(404, 'not_found', 'There is no such folder.');
          path.unshift({ ...folder });
        }
        return { client: this.roots.find(({ folderId }) => folderId === path[0]!.id)!.client, path };
      })
      .on('GET', /^\/v1\/folders\/([^/]+)\/children$/, ({ params, query }) => {
        const id = params[0]!;
        if (!this.folders.has(id)) throw new FakeProblem(404, 'folder_unknown', 'There is no such folder.');
        const folders = [...this.folders.values()].filter(({ parentId }) => parentId === id);
        const documents = this.#byFolder.get(id) ?? [];
        const { items, nextCursor } = page([...folders, ...documents], query);
        return {
          folders: items.filter((item) => 'parentId' in item).map((item) => ({ ...item })),
          documents: items.filter((item) => 'folderId' in item).map((item) => ({ ...item })),
          documentCount: documents.length,
          nextCursor,
        };
      })
      .on('GET', /^\/v1\/documents\/([^/]+)\/content$/, ({ params }) => new Response(this.contents.get(params[0]!)!))
      .on('POST', /^\/v1\/documents\/([^/]+)\/seen$/, ({ params }) => {
        const document = this.documents.find(({ id }) => id === params[0])!;
        document.unseen = false;
        return { cleared: this.#clearUp(document.folderId) };
      })
      .on('POST', /^\/v1\/folders\/([^/]+)\/seen$/, ({ params }) => {
        for (const document of this.documents)
          if (this.#isBelow(document.folderId, params[0]!)) document.unseen = false;
        for (const folder of this.folders.values()) if (this.#isBelow(folder.id, params[0]!)) folder.unseen = false;
        return { cleared: this.#clearUp(params[0]!) };
      })
      .on('GET', /^\/v1\/documents\/(document-[^/]+)$/, ({ params }) => ({
        ...this.documents.find(({ id }) => id === params[0])!,
      }))
      .on('POST', /^\/v1\/folders\/([^/]+)\/uploads$/, ({ params, headers, body }) => {
        if (this.refusal) throw this.refusal;
        const [, base64] = /^filename (\S+)$/.exec(headers.get('Upload-Metadata') ?? '')!;
        const name = new TextDecoder().decode(Uint8Array.from(atob(base64!), (each) => each.charCodeAt(0)));
        const sizeBytes = Number(headers.get('Upload-Length'));
        const arrived = (body as Blob | undefined)?.size ?? 0;
        if (arrived < sizeBytes) this.begun.set('upload-1', { folderId: params[0]!, name, sizeBytes, arrived });
        const documentId = arrived < sizeBytes ? null : this.document(params[0]!, name, { sizeBytes }).id;
        const offset = { Location: '/v1/uploads/upload-1', 'Upload-Offset': String(arrived) };
        return new Response(null, {
          status: 201,
          headers: { ...offset, ...(documentId && { 'Arende-Document': documentId }) },
        });
      })
      .on('HEAD', /^\/v1\/uploads\/([^/]+)$/, ({ params }) => {
        const { arrived, sizeBytes } = this.begun.get(params[0]!)!;
        return new Response(null, {
          headers: { 'Upload-Offset': String(arrived), 'Upload-Length': String(sizeBytes) },
        });
      })
      .on('PATCH', /^\/v1\/uploads\/([^/]+)$/, ({ params, body }) => {
        const upload = this.begun.get(params[0]!)!;
        upload.arrived += (body as Blob).size;
        const { id } = this.document(upload.folderId, upload.name, { sizeBytes: upload.sizeBytes });
        return new Response(null, {
          status: 204,
          headers: { 'Upload-Offset': String(upload.arrived), 'Arende-Document': id },
        });
      });
  }

  client(name: string, more: Partial<FolderView> = {}): string {
    const id = this.folder(null, 'dokument', more);
    this.roots.push({ client: { id: `client-${id}`, name }, folderId: id });
    return id;
  }

  folder(parentId: string | null, name: string, more: Partial<FolderView> = {}): string {
    const id = `folder-${(this.#number += 1)}`;
    const view: FolderView = {
      id,
      parentId,
      name,
      hasChildren: false,
      unseen: false,
      canUpload: true,
      canArrange: false,
      canChange: false,
      clientRight: null,
      retention: null,
      ...more,
    };
    this.folders.set(id, view);
    if (parentId) this.folders.get(parentId)!.hasChildren = true;
    return id;
  }

  /** The newest document of the folder. */
  document(folderId: string, name: string, more: Partial<DocumentView> = {}): DocumentView {
    this.#number += 1;
    const view: DocumentView = {
      id: `document-${this.#number}`,
      folderId,
      name,
      mediaType: 'application/pdf',
      sizeBytes: 1_400_000,
      sha256: '0'.repeat(64),
      uploadedAt: '2026-10-05T12:03:00.000Z',
      uploadedBy: { id: 'user-1', name: 'Anna Exempel' },
      unseen: false,
      preview: null,
      ...ordinary,
      ...more,
    };
    this.documents.unshift(view);
    const list = this.#byFolder.get(folderId) ?? [];
    list.unshift(view);
    this.#byFolder.set(folderId, list);
    for (let id: string | null = folderId; id; id = this.folders.get(id)!.parentId) {
      this.folders.get(id)!.hasChildren = true;
      if (view.unseen) this.folders.get(id)!.unseen = true;
    }
    return view;
  }

  /** So many documents, made quickly. */
  move(id: string, folderId: string): void {
    const document = this.documents.find((one) => one.id === id)!;
    const list = this.#byFolder.get(document.folderId)!;
    list.splice(list.indexOf(document), 1);
    document.folderId = folderId;
    this.#byFolder.set(folderId, [...(this.#byFolder.get(folderId) ?? []), document]);
  }

  fill(folderId: string, count: number): void {
    const list = Array.from({ length: count }, (_, index) => ({
      id: `many-${index}`,
      folderId,
      name: `Verifikat ${String(index + 1).padStart(6, '0')}.pdf`,
      mediaType: 'application/pdf',
      sizeBytes: 20_000 + index,
      sha256: '0'.repeat(64),
      uploadedAt: '2026-10-05T12:03:00.000Z',
      uploadedBy: { id: 'user-1', name: 'Anna Exempel' },
      unseen: false,
      preview: null,
      ...ordinary,
    }));
    this.#byFolder.set(folderId, list);
    this.folders.get(folderId)!.hasChildren = true;
  }

  /** A document goes into the trash, and comes back from it. */
  hide(id: string): void {
    this.#hidden = this.documents.find((each) => each.id === id)!;
    const list = this.#byFolder.get(this.#hidden.folderId)!;
    list.splice(list.indexOf(this.#hidden), 1);
  }

  unhide(): string {
    const { folderId } = this.#hidden!;
    this.#byFolder.get(folderId)!.push(this.#hidden!);
    return folderId;
  }

  changed(topic: 'document' | 'seen', folderId: string): void {
    this.#server.push({ topic, folderId });
  }

  #isBelow(id: string, ancestor: string): boolean {
    for (let each: string | null = id; each; each = this.folders.get(each)!.parentId)
      if (each === ancestor) return true;
    return false;
  }

  /** Dots that go out from a folder up to the root. */
  #clearUp(folderId: string): string[] {
    const cleared: string[] = [];
    for (let id: string | null = folderId; id; id = this.folders.get(id)!.parentId) {
      if (this.documents.some((document) => document.unseen && this.#isBelow(document.folderId, id!))) break;
      this.folders.get(id)!.unseen = false;
      cleared.push(id);
    }
    return cleared;
  }
}

function page<T>(all: T[], query: URLSearchParams): { items: T[]; nextCursor: string | null } {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit'));
  return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
}

/** dokument / 2026 / löner / 08. Augusti (L-06 to L-08, L-30), with one document that is new. */
export function augustPayroll(server: FakeServer, client = 'Exempelbolaget AB') {
  const archive = new Archive(server);
  const root = archive.client(client, { canUpload: false });
  const year = archive.folder(root, '2026');
  const payroll = archive.folder(year, 'löner');
  const july = archive.folder(payroll, '07. Juli');
  const august = archive.folder(payroll, '08. Augusti');
  const tax = archive.folder(year, 'skatteverket', { canUpload: false });
  const old = archive.document(august, 'Utbetalningslista.xlsx', { sizeBytes: 48_000 });
  const slip = archive.document(august, 'Lönebesked augusti.pdf', { unseen: true, preview: 'pdf' });
  return { archive, root, year, payroll, july, august, tax, old, slip };
}
