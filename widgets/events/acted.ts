import type { ActAnswerView, ActRequest } from '../../server/instances/schema.ts';

/** The server has performed a user's event; `detail.answer.instance` is how the instance stands now. */
export class ArendeActedEvent extends CustomEvent<{
  instanceId: string;
  request: ActRequest;
  answer: ActAnswerView;
}> {
  constructor(instanceId: string, request: ActRequest, answer: ActAnswerView) {
    super('arende-acted', { bubbles: true, composed: true, detail: { instanceId, request, answer } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-acted': ArendeActedEvent;
  }
}
