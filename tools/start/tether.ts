import { spawn } from 'node:child_process';

/**
 * Ties a child to this process: when this process is gone, even by SIGKILL, the child is asked to stop. A shell waits
 * on a pipe whose other end only this process holds; the kernel closes it whatever happens.
 * Returns the function that unties them, to be called once the child has ended.
 */
export function tether(child: { pid?: number }): () => void {
  if (child.pid === undefined || process.platform === 'win32') return () => {};
  const guard = spawn('sh', ['-c', 'read -r _; kill "$0" 2>/dev/null', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return () => guard.kill('SIGKILL');
}
