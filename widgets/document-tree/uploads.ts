import { type DetailedError, Upload as TusUpload } from 'tus-js-client';
import type { DocumentView } from '../../server/documents/schema.ts';
import { address, callJson } from '../base/client.ts';
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
  /** What sends it, and knows how far it has come. */
  sender: TusUpload | null;
}

interface Listener {
  changed(): void;
  uploaded(upload: Upload, document: DocumentView): void;
  failed(upload: Upload): void;
  /** Nothing is waiting or being sent any more. */
  finished(): void;
}

const atOnce = 3;
/** Files up to this go in one request; larger ones first get an address, so that they can go on after a break. */
const wholeBytes = 2_000_000;
const retryDelaysMs = [500, 2000, 5000, 10_000];

/** The files that the user has handed over, and how far each has come (https://tus.io). */
export class Uploads {
  list: Upload[] = [];
  #listener: Listener;
  #sending = new Set<Upload>();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  get isBusy(): boolean {
    return this.list.some(({ state }) => state === 'waiting' || state === 'sending');
  }

  add(files: { file: File; isFolder: boolean }[], folder: { id: string; name: string }, maxUploadBytes: number): void {
    for (const { file, isFolder } of files) {
      const upload: Upload = {
        key: crypto.randomUUID(),
        file,
        folderId: folder.id,
        folderName: folder.name,
        state: 'waiting',
        sentBytes: 0,
        problem: null,
        sender: null,
      };
      this.list = [...this.list, upload];
      if (isFolder) this.#fail(upload, new ArendeProblem('file_is_folder', 0, 'This is a folder.'));
      else if (file.size > maxUploadBytes) this.#fail(upload, new ArendeProblem('file_too_large', 0, 'Too large.'));
    }
    this.#next();
  }

  /** Goes on where it was. */
  retry(upload: Upload): void {
    Object.assign(upload, { state: 'waiting', problem: null });
    this.#next();
  }

  /** Stops it, if it is on its way, and takes it out of the list. */
  remove(upload: Upload): void {
    this.#stop(upload);
    this.list = this.list.filter((each) => each !== upload);
    this.#next();
  }

  removeDone(): void {
    this.list = this.list.filter(({ state }) => state !== 'done');
    this.#listener.changed();
  }

  clear(): void {
    for (const upload of this.list) this.#stop(upload);
    this.list = [];
    this.#listener.changed();
  }

  #stop(upload: Upload): void {
    const begun = upload.state !== 'done';
    this.#sending.delete(upload);
    // What has arrived of it is given up on the server too, if it can still be reached.
    if (begun) upload.sender?.abort(session.state === 'active' && upload.sender.url !== null).catch(() => {});
  }

  #next(): void {
    while (this.#sending.size < atOnce) {
      const upload = this.list.find(({ state }) => state === 'waiting');
      if (!upload) break;
      this.#sending.add(upload);
      upload.state = 'sending';
      upload.sender ??= this.#senderOf(upload);
      upload.sender.start();
    }
    this.#listener.changed();
  }

  #senderOf(upload: Upload): TusUpload {
    const { file, folderId } = upload;
    let token = '';
    let renewals = 0;
    return new TusUpload(file, {
      endpoint: address(`/v1/folders/${encodeURIComponent(folderId)}/uploads`),
      metadata: { filename: file.name },
      uploadDataDuringCreation: file.size <= wholeBytes,
      retryDelays: retryDelaysMs,
      storeFingerprintForResuming: false,
      onBeforeRequest: async (request) => {
        token = await session.token();
        request.setHeader('Authorization', `Bearer ${token}`);
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (status === 401 && renewals < 3) {
          renewals += 1;
          session.reject(token);
          return true;
        }
        return status === 0 || status >= 500 || [409, 423, 429].includes(status);
      },
      onProgress: (sentBytes) => {
        upload.sentBytes = Math.min(sentBytes, file.size);
        this.#listener.changed();
      },
      onSuccess: ({ lastResponse }) => void this.#arrived(upload, lastResponse.getHeader('Arende-Document')),
      onError: (error) => void this.#broke(upload, error),
    });
  }

  async #arrived(upload: Upload, documentId: string | undefined): Promise<void> {
    try {
      const document = await callJson<DocumentView>(`/v1/documents/${encodeURIComponent(documentId ?? '')}`);
      if (!this.#sending.delete(upload)) return;
      Object.assign(upload, { state: 'done', sentBytes: upload.file.size });
      this.#listener.uploaded(upload, document);
    } catch (error) {
      if (!this.#sending.delete(upload)) return;
      this.#fail(upload, asProblem(error));
    }
    this.#settled();
  }

  async #broke(upload: Upload, error: Error | DetailedError): Promise<void> {
    const problem = await problemOf(error);
    if (!this.#sending.delete(upload)) return;
    // What the server refused is sent anew from the beginning, if at all.
    if (problem.status >= 400) upload.sender = null;
    this.#fail(upload, problem);
    this.#settled();
  }

  #settled(): void {
    this.#next();
    if (!this.isBusy) this.#listener.finished();
  }

  #fail(upload: Upload, problem: ArendeProblem): void {
    Object.assign(upload, { state: 'failed', problem });
    this.#listener.failed(upload);
  }
}

async function problemOf(error: Error | DetailedError): Promise<ArendeProblem> {
  if (error instanceof ArendeProblem) return error;
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  if (!answer) return new ArendeProblem('connection_broken', 0, 'The connection broke.');
  return problemFrom(new Response(answer.getBody(), { status: answer.getStatus() }));
}
