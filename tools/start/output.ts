const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
/** What every line of a log says and nobody reads here. */
const NOISE = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name', 'v']);

/** Prints the lines of one process with its name before them; log lines in JSON become a sentence. */
export function printer(name: string): (line: string) => void {
  return (line) => console.log(`${name.padEnd(8)} │ ${readable(line)}`);
}

function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const rest = Object.entries(entry)
      .filter(([key]) => !NOISE.has(key))
      .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return [LEVELS[Number(entry.level)] ?? '', entry.msg ?? '', ...rest].filter(Boolean).join(' ');
  } catch {
    return line;
  }
}
