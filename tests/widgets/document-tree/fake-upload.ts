import { onTestFinished } from 'vitest';

/** Uploads that a test drives by hand: each stays on its way until it is told how far it is and how it ends. */
export class FakeUpload {
  static all: FakeUpload[] = [];
  upload: { onprogress: ((event: { loaded: number; lengthComputable: boolean }) => void) | null } = {
    onprogress: null,
  };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  status = 0;
  responseText = '';
  aborted = false;
  url = new URL('https://arende.test');
  headers = new Headers();
  file!: File;
  /** The name in tus's metadata; '' for what only goes on with an upload. */
  name = '';
  #method = '';
  #answer: Response | null = null;

  open(method: string, url: string): void {
    this.#method = method;
    this.url = new URL(url);
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
    const [, base64] = /^filename (\S+)$/.exec(value) ?? [];
    if (base64) this.name = new TextDecoder().decode(Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)));
  }

  getResponseHeader(name: string): string | null {
    return this.#answer?.headers.get(name) ?? null;
  }

  send(file: File): void {
    this.file = file;
    FakeUpload.all.push(this);
  }

  abort(): void {
    this.aborted = true;
    this.onabort?.();
  }

  sent(bytes: number): void {
    this.upload.onprogress?.({ loaded: bytes, lengthComputable: true });
  }

  break(): void {
    this.onerror?.();
  }

  /** Lets the fake server answer. */
  async arrive(): Promise<void> {
    const init = { method: this.#method, headers: this.headers, body: this.file };
    const answer = await fetch(this.url, init);
    this.#answer = answer;
    this.status = answer.status;
    this.responseText = await answer.text();
    this.onload?.();
  }
}

export function fakeUploads(): FakeUpload[] {
  const real = globalThis.XMLHttpRequest;
  FakeUpload.all = [];
  globalThis.XMLHttpRequest = FakeUpload as unknown as typeof XMLHttpRequest;
  onTestFinished(() => {
    globalThis.XMLHttpRequest = real;
  });
  return FakeUpload.all;
}
