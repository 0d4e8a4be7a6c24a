import type { DocumentView } from '../../server/documents/schema.ts';
import { address } from '../base/client.ts';
import { ArendeProblem, asProblem, problemFrom } from '../base/problem.ts';
import { session } from '../base/session.ts';

export interface Upload {
  key: string;
  file: File;
  folderId: string;
  folderName: string;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  sentBytes: number;
  /** Codes made here: `file_too_large`, `file_is_folder`, `connection_broken`; otherwise the server's. */
  problem: ArendeProblem | null;
}

interface Listener {
  changed(): void;
  uploaded(upload: Upload, document: DocumentView): void;
  failed(upload: Upload): void;
  /** Nothing is waiting or being sent any more. */
  finished(): void;
}

const atOnce = 3;

/** The files that the user has handed over, and how far each has come. */
export class Uploads {
  list: Upload[] = [];
  #listener: Listener;
  #requests = new Map<Upload, XMLHttpRequest>();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  get isBusy(): boolean {
    return this.list.some(({ state }) => state === 'waiting' || state === 'sending');
  }

  add(files: { file: File; isFolder: boolean }[], folder: { id: string; name: string }, maxUploadBytes: number): void {
    for (const { file, isFolder } of files) {
      // One key for all tries: a file whose answer was lost must not be filed twice.
      const key = crypto.randomUUID();
      const upload: Upload = {
        key,
        file,
        folderId: folder.id,
        folderName: folder.name,
        state: 'waiting',
        sentBytes: 0,
        problem: null,
      };
      this.list = [...this.list, upload];
      if (isFolder) this.#fail(upload, new ArendeProblem('file_is_folder', 0, 'This is a folder.'));
      else if (file.size > maxUploadBytes) this.#fail(upload, new ArendeProblem('file_too_large', 0, 'Too large.'));
    }
    this.#next();
  }

  retry(upload: Upload): void {
    Object.assign(upload, { state: 'waiting', sentBytes: 0, problem: null });
    this.#next();
  }

  /** Stops it, if it is on its way, and takes it out of the list. */
  remove(upload: Upload): void {
    const request = this.#requests.get(upload);
    this.#requests.delete(upload);
    request?.abort();
    this.list = this.list.filter((each) => each !== upload);
    this.#next();
  }

  removeDone(): void {
    this.list = this.list.filter(({ state }) => state !== 'done');
    this.#listener.changed();
  }

  clear(): void {
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    this.list = [];
    for (const request of requests) request.abort();
    this.#listener.changed();
  }

  #next(): void {
    while (this.#requests.size < atOnce) {
      const upload = this.list.find(({ state }) => state === 'waiting');
      if (!upload) break;
      void this.#send(upload);
    }
    this.#listener.changed();
  }

  async #send(upload: Upload): Promise<void> {
    const request = new XMLHttpRequest();
    this.#requests.set(upload, request);
    upload.state = 'sending';
    try {
      const document = await this.#post(upload, request);
      if (this.#requests.get(upload) !== request) return;
      this.#requests.delete(upload);
      Object.assign(upload, { state: 'done', sentBytes: upload.file.size });
      this.#listener.uploaded(upload, document);
    } catch (error) {
      if (this.#requests.get(upload) !== request) return;
      this.#requests.delete(upload);
      this.#fail(upload, asProblem(error));
    }
    this.#next();
    if (!this.isBusy) this.#listener.finished();
  }

  /** XMLHttpRequest, because `fetch` does not say how much has been sent. */
  async #post(upload: Upload, request: XMLHttpRequest): Promise<DocumentView> {
    for (let attempt = 1; ; attempt += 1) {
      const token = await session.token();
      const answer = await new Promise<Response>((resolve, reject) => {
        const path = `/v1/folders/${encodeURIComponent(upload.folderId)}/documents`;
        request.open('POST', address(path, { name: upload.file.name }));
        request.setRequestHeader('Authorization', `Bearer ${token}`);
        request.setRequestHeader('Content-Type', upload.file.type || 'application/octet-stream');
        request.setRequestHeader('Idempotency-Key', upload.key);
        request.upload.onprogress = ({ loaded }) => {
          upload.sentBytes = Math.min(loaded, upload.file.size);
          this.#listener.changed();
        };
        const broken = () => reject(new ArendeProblem('connection_broken', 0, 'The connection broke.'));
        request.onerror = broken;
        request.onabort = broken;
        request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
        request.send(upload.file);
      });
      if (answer.ok) return (await answer.json()) as DocumentView;
      if (answer.status !== 401 || attempt === 2) throw await problemFrom(answer);
      session.reject(token);
    }
  }

  #fail(upload: Upload, problem: ArendeProblem): void {
    Object.assign(upload, { state: 'failed', problem });
    this.#listener.failed(upload);
  }
}
