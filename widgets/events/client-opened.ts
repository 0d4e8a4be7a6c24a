/**
 * The user wants to see a client (`details`, with the tab to begin with) or go to its own account (`account`). What that
 * means is the page's affair; cancel it to say that the page has done it.
 */
export class ArendeClientOpenedEvent extends CustomEvent<{
  id: string;
  externalId: string;
  name: string;
  action: 'details' | 'account';
  tab: string;
}> {
  constructor(detail: ArendeClientOpenedEvent['detail']) {
    super('arende-client-opened', { bubbles: true, composed: true, cancelable: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-client-opened': ArendeClientOpenedEvent;
  }
}
