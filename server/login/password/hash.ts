import { hash, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id, which is the library's default: 19 MiB, two rounds. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes 19 MiB and a core: what comes in faster waits its turn. */
const atOnce = 4;

let underway = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (underway >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  underway += 1;
  try {
    return await work();
  } finally {
    underway -= 1;
    waiting.shift()?.();
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, options));

let nobody: Promise<string> | null = null;

/** Takes the same time for an account that does not exist or has no password: `kept` null, and always false. */
export async function matchesPassword(password: string, kept: string | null): Promise<boolean> {
  nobody ??= hashPassword('nobody has this one');
  const against = kept ?? (await nobody);
  const matches = await inTurn(() => verify(against, password));
  return matches && kept !== null;
}
