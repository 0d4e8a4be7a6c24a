import { hash, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id, which is the library's default: 19 MiB, two rounds. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes 19 MiB and a core: what comes in faster waits its turn. */
const atOnce = 4;

let underway = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  // Whoever has waited takes the place of the one who is done, so that nobody slips in between.
  if (underway >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else underway += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else underway -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, options));

let nobody: Promise<string> | null = null;

interface Guess {
  password: string;
  /** Null for an account that does not exist or has no password, which takes the same time. */
  kept: string | null;
}

/**
 * What is to be done with whether the password fits belongs to the turn. Of many guesses that come at once, those that
 * wait for theirs hear of the failures before them.
 */
export async function withPassword<T>(
  { password, kept }: Guess,
  before: () => Promise<void>,
  then: (matches: boolean) => Promise<T>,
): Promise<T> {
  nobody ??= hashPassword('nobody has this one');
  const against = kept ?? (await nobody);
  return inTurn(async () => {
    await before();
    const matches = await verify(against, password);
    return then(matches && kept !== null);
  });
}
