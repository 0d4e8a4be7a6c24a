import { run } from '../../tools/cli/main.ts';

/** What `npx arende ARGS…` prints, complains of and ends with. */
export async function arende(...args: string[]): Promise<{ code: number; out: string; errors: string }> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await run(
    args,
    (line) => out.push(line),
    (line) => errors.push(line),
  );
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}
