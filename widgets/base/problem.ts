import type { ProblemView } from '../../server/common/schema.ts';

/**
 * What went wrong, as the server said it (RFC 9457) or as the browser met it.
 * Codes made here: `offline` (nothing came back, status 0), `outcome_unknown` (an act was sent and nothing came back),
 * `session_expired` (the page gave no new client secret), `unreadable_answer` (something between us and the server answered),
 * `code_not_fetched` (a part of the widget that is fetched when it is first needed).
 */
export class ArendeProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly view: ProblemView | null;

  constructor(code: string, status: number, message: string, view: ProblemView | null = null) {
    super(message);
    this.name = 'ArendeProblem';
    this.code = code;
    this.status = status;
    this.view = view;
  }

  get fields(): NonNullable<ProblemView['fields']> {
    return this.view?.fields ?? [];
  }

  get isOffline(): boolean {
    return this.code === 'offline' || this.code === 'outcome_unknown';
  }

  /** Somebody, or time, moved the instance on from what the person saw. */
  get isConflict(): boolean {
    return this.status === 409 || this.status === 410;
  }
}

export async function problemFrom(response: Response): Promise<ArendeProblem> {
  try {
    const view = (await response.json()) as ProblemView;
    if (typeof view.code === 'string') {
      return new ArendeProblem(view.code, response.status, view.detail ?? view.title, view);
    }
  } catch {
    // A proxy's HTML page; the status is all there is to tell.
  }
  return new ArendeProblem('unreadable_answer', response.status, `The server answered ${response.status}.`);
}

export function asProblem(error: unknown): ArendeProblem {
  if (error instanceof ArendeProblem) return error;
  return new ArendeProblem('unexpected', 0, error instanceof Error ? error.message : String(error));
}
