/** The way to people's phones. */
export interface TextGateway {
  /**
   * Hands over one message.
   * @throws GatewayRefusal when no retry can help, and any other error when it may
   */
  send(message: TextMessage, signal: AbortSignal): Promise<{ id: string }>;
}

export interface TextMessage {
  /** E.164: `+46701740605`. */
  to: string;
  text: string;
  /** Where the gateway tells how the delivery went. */
  reportUrl: string;
}

/** The gateway has looked at the message and will not take it, now or later. */
export class GatewayRefusal extends Error {}
