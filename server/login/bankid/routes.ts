import type { ParameterizedContext } from 'koa';
import { encode } from 'uqr';
import { Problem } from '../../http/problem.ts';
import { type Call, loginRoute } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { attemptOfSecret, takeAttempt } from '../../store/index.ts';
import { attemptCookie, dropCookie, readCookie, setCookie } from '../cookies.ts';
import { enterByNumber } from '../by-number.ts';
import { noteFailure } from '../enter.ts';
import { BankIdBegin, BankIdStatus, type BankIdStatusView, Done } from '../schema.ts';
import { BankIdError } from './client.ts';
import { hintText } from './messages.ts';
import type { BankIdAttempt, BankIdOrders } from './orders.ts';

const nothing: BankIdStatusView = {
  status: 'none',
  hint: null,
  text: null,
  device: null,
  qr: null,
  autoStart: null,
  next: null,
};

export const bankIdRoutes = [
  loginRoute({
    method: 'POST',
    path: '/v1/login/bankid',
    summary: 'Begins a log-in with BankID, on this device or with a QR code for another one',
    body: BankIdBegin,
    answer: BankIdStatus,
    async handler({ services, http, body }): Promise<BankIdStatusView> {
      const orders = ordersOf(services);
      const { device, firm = null, returnTo = null, invitation = null } = body;
      const begun = { device, firm, returnTo, invitation };
      try {
        const { secret, attempt } = await orders.begin(http.ip, begun);
        setCookie(http, attemptCookie, secret);
        return pending(orders, attempt, 'outstandingTransaction');
      } catch (error) {
        const code = error instanceof BankIdError ? error.code : 'unreachable';
        services.log.warn({ err: error }, 'BankID began no log-in');
        const hint = code === 'alreadyInProgress' ? code : 'unavailable';
        return { ...nothing, status: 'failed', hint, text: hintText('failed', hint, body.device), device: body.device };
      }
    },
  }),
  loginRoute({
    method: 'POST',
    path: '/v1/login/bankid/status',
    summary: 'How the log-in goes that this browser has begun; logs in when it is complete. To be asked every second',
    answer: BankIdStatus,
    handler: status,
  }),
  loginRoute({
    method: 'POST',
    path: '/v1/login/bankid/cancel',
    summary: 'Cancels the log-in that this browser has begun',
    answer: Done,
    async handler({ services, http, now }) {
      const attempt = await attemptOf(services, http, now);
      if (attempt) await ordersOf(services).cancel(attempt);
      dropCookie(http, attemptCookie);
      return { done: true };
    },
  }),
];

async function status({ services, http, now }: Call): Promise<BankIdStatusView> {
  const orders = ordersOf(services);
  const attempt = await attemptOf(services, http, now);
  if (!attempt) return nothing;
  const order = await orders.status(attempt);
  if (order.status === 'pending') return pending(orders, attempt, order.hint);
  // Used up: who asks again, with whatever cookie, learns nothing and gets nothing.
  const mine = await takeAttempt(services.store, attempt.id);
  dropCookie(http, attemptCookie);
  if (!mine) return nothing;
  const { device, firm } = attempt.content;
  const failed = (hint: string): BankIdStatusView => {
    return { ...nothing, status: 'failed', hint, text: hintText('failed', hint, device), device };
  };
  if (order.status === 'failed') {
    await noteFailure(services, { firm, method: 'bankid', reason: order.hint, now });
    return failed(order.hint);
  }
  const { personalNumber, name } = order;
  const entry = { ...attempt.content, personalNumber, name, method: 'bankid' as const, now };
  const next = await enterByNumber(services, http, entry);
  if (next === null) {
    await noteFailure(services, { firm, method: 'bankid', reason: 'unknownPerson', now });
    return failed('unknownPerson');
  }
  return { ...nothing, status: 'complete', device, next };
}

function pending(orders: BankIdOrders, attempt: BankIdAttempt, hint: string): BankIdStatusView {
  const { device, autoStartToken } = attempt.content;
  return {
    ...nothing,
    status: 'pending',
    hint,
    device,
    text: hintText('pending', hint, device),
    qr: device === 'other' ? qrOf(orders.qrText(attempt)) : null,
    autoStart: device === 'this' ? { token: autoStartToken, appUrl: orders.appUrl } : null,
  };
}

function qrOf(text: string): NonNullable<BankIdStatusView['qr']> {
  const { size, data } = encode(text, { ecc: 'L', border: 0 });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) if (dark) path += `M${x} ${y}h1v1h-1z`;
  }
  return { text, size, path };
}

function ordersOf({ login }: Services): BankIdOrders {
  if (login.bankId) return login.bankId;
  throw new Problem(404, 'bankid_off', 'BankID is not set up here. Log in another way.');
}

function attemptOf({ store }: Services, http: ParameterizedContext, now: string): Promise<BankIdAttempt | null> {
  return attemptOfSecret(store, { secret: readCookie(http, attemptCookie), kind: 'bankid', now });
}
