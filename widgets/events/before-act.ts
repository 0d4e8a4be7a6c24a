import type { ActRequest } from '../../server/instances/schema.ts';

/** A user is about to perform an event, form filled in and confirmed. Cancelable: `preventDefault()` stops it. */
export class ArendeBeforeActEvent extends CustomEvent<{ instanceId: string; request: ActRequest }> {
  constructor(instanceId: string, request: ActRequest) {
    super('arende-before-act', { bubbles: true, composed: true, cancelable: true, detail: { instanceId, request } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-before-act': ArendeBeforeActEvent;
  }
}
