/** The page gave no new client secret: the user is to log in again. The widget says so too. */
export class ArendeSessionExpiredEvent extends CustomEvent<null> {
  constructor() {
    super('arende-session-expired', { bubbles: true, composed: true, detail: null });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-session-expired': ArendeSessionExpiredEvent;
  }
}
