import { createWriteStream } from 'node:fs';
import path from 'node:path';

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
/** What every line of a log says and nobody reads here. */
const NOISE = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name', 'v']);

/**
 * Prints the lines of one process with its name before them, log lines in JSON as a sentence. The whole lines, with
 * stack traces, go to `<name>.log` in the data folder, which begins anew with each start.
 */
export function printer(name: string, dataDir: string): (line: string) => void {
  const file = createWriteStream(path.join(dataDir, `${name}.log`));
  // A full disk is told by those who have something to lose.
  file.on('error', () => {});
  return (line) => {
    file.write(`${line}\n`);
    console.log(`${name.padEnd(8)} │ ${readable(line)}`);
  };
}

function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const rest = Object.entries(entry)
      .filter(([key]) => !NOISE.has(key))
      .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value, withoutStack)}`);
    return [LEVELS[Number(entry.level)] ?? '', entry.msg ?? '', ...rest].filter(Boolean).join(' ');
  } catch {
    return line;
  }
}

function withoutStack(key: string, value: unknown): unknown {
  return key === 'stack' ? undefined : value;
}
