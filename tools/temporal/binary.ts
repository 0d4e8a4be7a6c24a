import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './run.ts';

/**
 * Where a real Temporal server comes from, in this order: `temporal` on PATH when its server is new enough, the one
 * in the per-user cache, one built there with Go, the vendor's download. (`TEMPORAL_ADDRESS`, a cluster that already
 * runs, goes before all of them and is the caller's to look at.)
 */

/** The first server that can skip time per workflow, which the month-long tests need. */
const OLDEST_SERVER = [1, 32] as const;
/** The newest release whose archive holds such a server; the module in go.mod is pinned on its own. */
const DOWNLOAD_VERSION = 'v1.9.1';
const CLI_VERSION = '1.8.2';
const BUILD_LIMIT_MS = 30 * 60_000;

const here = import.meta.dirname;
const executable = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

export type Say = (line: string) => void;

/** Path of a `temporal` that can serve; builds it when there is none. Throws an Error that names every way that was tried. */
export async function findTemporal(say: Say = () => {}): Promise<string> {
  const tried: string[] = ['TEMPORAL_ADDRESS is not set'];
  const onPath = await serverVersion('temporal');
  if (onPath && newEnough(onPath)) return 'temporal';
  tried.push(
    onPath
      ? `the \`temporal\` on PATH has server ${onPath.join('.')}, older than ${OLDEST_SERVER.join('.')}`
      : 'there is no `temporal` on PATH',
  );

  const folder = path.join(cacheFolder(), 'temporal', await cacheKey());
  const cached = path.join(folder, executable);
  if (existsSync(cached)) return cached;
  await mkdir(folder, { recursive: true });
  return await locked(path.join(folder, 'lock'), say, async () => {
    if (existsSync(cached)) return cached;
    const built = await build(folder, cached, say);
    if (built === null) return cached;
    tried.push(built);
    const downloaded = await download(folder, cached, say);
    if (downloaded === null) return cached;
    tried.push(downloaded);
    throw new Error(
      `No Temporal server could be found: ${tried.join('; ')}. ` +
        'Do one of these: set TEMPORAL_ADDRESS to a running cluster, put a `temporal` with server ' +
        `${OLDEST_SERVER.join('.')} or newer on PATH, install Go (https://go.dev/dl) so that it can be built here, ` +
        'or allow downloads from temporal.download.',
    );
  });
}

function cacheFolder(): string {
  const base =
    process.env.XDG_CACHE_HOME ||
    (process.platform === 'win32' && process.env.LOCALAPPDATA) ||
    path.join(homedir(), '.cache');
  return path.join(base, 'arende');
}

async function cacheKey(): Promise<string> {
  const module = await readFile(path.join(here, 'go.mod'));
  return `${createHash('sha256').update(module).digest('hex').slice(0, 16)}-${process.platform}-${process.arch}`;
}

/** `[major, minor]` of the server inside a `temporal` executable, null when it does not run or has none. */
async function serverVersion(command: string): Promise<number[] | null> {
  const { code, output } = await run(command, ['--version']);
  const found = code === 0 && /Server (\d+)\.(\d+)/.exec(output);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

function newEnough([major = 0, minor = 0]: number[]): boolean {
  return major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
}

/** Builds into a file beside the target and renames it there, so that nobody ever starts half a binary. Null, or why not. */
async function build(folder: string, target: string, say: Say): Promise<string | null> {
  const version = await run('go', ['version']);
  if (version.code !== 0) return 'Go is not installed, so it could not be built';
  say('Building the Temporal server with Go: once, 4 to 6 minutes, kept for next time …');
  const startedAt = Date.now();
  const part = path.join(folder, `${executable}.${process.pid}.part`);
  const tick = setInterval(
    () => say(`… still building Temporal (${Math.round((Date.now() - startedAt) / 1000)} s)`),
    30_000,
  );
  try {
    const ldflags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${CLI_VERSION}`;
    const args = [
      'build',
      '-mod=readonly',
      '-buildvcs=false',
      '-trimpath',
      '-ldflags',
      ldflags,
      '-o',
      part,
      'github.com/temporalio/cli/cmd/temporal',
    ];
    const { code, output } = await run('go', args, { cwd: here, env: { ...process.env, GOWORK: 'off' } });
    if (code !== 0) return `building it with Go failed: ${lastLines(output)}`;
    if (!(await serverVersion(part))) return 'the binary that Go built does not start';
    await rename(part, target);
    say(`Temporal is built (${Math.round((Date.now() - startedAt) / 1000)} s): ${target}`);
    return null;
  } finally {
    clearInterval(tick);
    await rm(part, { force: true });
  }
}

async function download(folder: string, target: string, say: Say): Promise<string | null> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  say(`Downloading Temporal ${DOWNLOAD_VERSION} …`);
  const scratch = await mkdtemp(path.join(folder, 'download-'));
  try {
    const about = await fetch(`https://temporal.download/cli/${DOWNLOAD_VERSION}?platform=${platform}&arch=${arch}`, {
      signal: AbortSignal.timeout(20_000),
    });
    if (!about.ok) return `the download was refused (HTTP ${about.status} from temporal.download)`;
    const { archiveUrl, fileToExtract } = (await about.json()) as { archiveUrl: string; fileToExtract: string };
    const archive = await fetch(archiveUrl, { signal: AbortSignal.timeout(10 * 60_000) });
    if (!archive.ok) return `the download was refused (HTTP ${archive.status} from ${new URL(archiveUrl).host})`;
    await writeFile(path.join(scratch, 'archive'), Buffer.from(await archive.arrayBuffer()));
    // bsdtar and GNU tar both see for themselves how an archive is packed.
    const { code, output } = await run('tar', ['-xf', 'archive', fileToExtract], { cwd: scratch });
    if (code !== 0) return `the downloaded archive could not be opened: ${lastLines(output)}`;
    const extracted = path.join(scratch, fileToExtract);
    await chmod(extracted, 0o755);
    const version = await serverVersion(extracted);
    if (!version || !newEnough(version)) return `the downloaded server is ${version?.join('.') ?? 'broken'}, too old`;
    await rename(extracted, target);
    return null;
  } catch (error) {
    return `the download failed (${reason(error)})`;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One build at a time per machine; a lock whose owner is gone, or that is older than any build, is taken over. */
async function locked<T>(lock: string, say: Say, work: () => Promise<T>): Promise<T> {
  let waiting = false;
  for (;;) {
    try {
      const handle = await open(lock, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (await abandoned(lock)) await rm(lock, { force: true });
      else {
        if (!waiting) say('Another process is fetching the Temporal server; waiting for it …');
        waiting = true;
        await sleep(500);
      }
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function abandoned(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock);
    const owner = Number(await readFile(lock, 'utf8'));
    // The owner writes its id just after it makes the file: an empty one that is seconds old is being written.
    if (!owner) return Date.now() - mtimeMs > 5_000;
    return Date.now() - mtimeMs > BUILD_LIMIT_MS || !isAlive(owner);
  } catch {
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' / ');
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
