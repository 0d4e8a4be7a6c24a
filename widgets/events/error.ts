import type { ArendeProblem } from '../base/problem.ts';

/** Something that the user was shown went wrong; `detail.problem` says what. Not sent for being offline. */
export class ArendeErrorEvent extends CustomEvent<{ problem: ArendeProblem }> {
  constructor(problem: ArendeProblem) {
    super('arende-error', { bubbles: true, composed: true, detail: { problem } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-error': ArendeErrorEvent;
  }
}
