/** Somebody has logged in. Unless it is cancelled, the page goes to `next`. */
export class ArendeEnteredEvent extends CustomEvent<{ next: string }> {
  constructor(next: string) {
    super('arende-entered', { bubbles: true, composed: true, cancelable: true, detail: { next } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-entered': ArendeEnteredEvent;
  }
}
