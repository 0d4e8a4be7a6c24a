import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

/** Where a part's output goes. */
export interface Output {
  write(text: string | Buffer): void;
}

/** Writes whole lines, each with a name before it: what runs beside something else can be told apart. */
export function named(name: string): Output {
  const decoder = new StringDecoder();
  let begun = '';
  return {
    write(text) {
      const lines = (begun + (typeof text === 'string' ? text : decoder.write(text))).split('\n');
      begun = lines.pop()!;
      for (const line of lines) process.stdout.write(`${name} │ ${line}\n`);
    },
  };
}

/** Runs a Node program with its output going there; its exit code, 1 when it was killed. Ctrl-C ends both. */
export function stream(args: string[], output: Output): Promise<number> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const said of [child.stdout, child.stderr]) said.on('data', (chunk: Buffer) => output.write(chunk));
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
