import { type TextGateway, GatewayRefusal } from './gateway.ts';

export interface ElksOptions {
  /** `https://api.46elks.com` */
  url: string;
  user: string;
  password: string;
  /** A name of at most 11 letters and digits, or a number (E.164). */
  from: string;
}

/** Statuses that are about the account or the load, and not about this message. */
const notAboutTheMessage = [401, 402, 403, 408, 425, 429];

/** The gateway 46elks, by its HTTP API (`POST /a1/sms`). */
export function elksGateway({ url, user, password, from }: ElksOptions): TextGateway {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return {
    async send({ to, text, reportUrl }, signal) {
      const response = await fetch(new URL('/a1/sms', url), {
        method: 'POST',
        headers: { Authorization: authorization },
        body: new URLSearchParams({ from, to, message: text, whendelivered: reportUrl }),
        redirect: 'error',
        signal,
      });
      const answer = (await response.text()).slice(0, 10_000);
      if (!response.ok) {
        const sentence = `The gateway answered ${response.status}: ${answer.slice(0, 300)}`;
        const final = response.status < 500 && !notAboutTheMessage.includes(response.status);
        throw final ? new GatewayRefusal(sentence) : new Error(sentence);
      }
      const { id, status } = JSON.parse(answer) as { id?: string; status?: string };
      if (status === 'failed') throw new GatewayRefusal('The gateway could not send it.');
      return { id: id ?? '' };
    },
  };
}
