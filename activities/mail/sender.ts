/**
 * The sender of the envelope, where mail servers send what could not be delivered: with a mailbox for that, each mail has
 * an address of its own there (`bounces+<token>@…`), so that whatever comes back says which mail it is about.
 */
export function envelopeSender(from: string, bounceAddress: string | null, token: string | null): string {
  return bounceAddress && token ? bounceAddress.replace('@', `+${token}@`) : from;
}
