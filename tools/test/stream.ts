import { spawn } from 'node:child_process';

/** Runs a Node program with our own output; its exit code, 1 when it was killed. Ctrl-C ends both. */
export function stream(args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
