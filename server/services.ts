import type { Logger } from 'pino';
import type { Engine } from './engine/port.ts';
import type { Feed } from './events/feed.ts';
import type { ReadingRound } from './documents/reading.ts';
import type { PartStorage } from './files/parts.ts';
import type { Scanner } from './files/scanner.ts';
import type { FileStorage } from './files/storage.ts';
import type { Login } from './login/login.ts';
import type { Store } from './store/index.ts';

/** What the server is made of, given to every handler. */
export interface Services {
  store: Store;
  engine: Engine;
  files: FileStorage;
  /** Files that come in parts and are not whole yet. */
  parts: PartStorage;
  /** Looks for viruses; null: nobody does. */
  scanner: Scanner | null;
  /** Reads documents into the search. */
  reading: ReadingRound;
  feed: Feed;
  log: Logger;
  /** Milliseconds since 1970. */
  clock(): number;
  settings: ServerSettings;
  login: Login;
}

export interface ServerSettings {
  /** Origin under which browsers reach the server. */
  publicUrl: string;
  maxUploadBytes: number;
  /** Requests per second and bearer; ten times as many at once. API keys get ten times that. */
  rateLimitPerSecond: number;
  /** Reverse proxies in front; 0: the address of the connection is the caller's. */
  trustedProxies: number;
  /** Folder of the built widgets. */
  widgetsDir: string;
  /** Folder of the shipped processes, with their scenarios. */
  libraryDir: string;
  /** Whether this server knows of a mail server; the worker is who sends. Absent: it does not say. */
  hasMailServer?: boolean;
  /** host:port of ClamAV's daemon; absent: documents are marked as not scanned. */
  clamdAddress?: string | null;
}
