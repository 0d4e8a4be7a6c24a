import { notFound, Problem } from '../http/problem.ts';
import { readAll } from '../http/body.ts';
import { type Call, openRoute } from '../http/route.ts';
import { audit, reportText } from '../store/index.ts';

const mostBytes = 10_000;

/** What those who carry messages tell of how it went; the token in the address is all that they have to know. */
export const reportRoutes = [
  openRoute({
    method: 'POST',
    path: '/v1/sms-reports/:token',
    summary: 'The gateway reports whether a text message was delivered',
    bodyType: 'application/x-www-form-urlencoded',
    status: 204,
    handler: textReport,
  }),
];

async function textReport({ services, params, http, now }: Call): Promise<void> {
  const form = new URLSearchParams((await readAll(http.req, mostBytes)).toString('utf8'));
  const status = form.get('status');
  if (status !== 'delivered' && status !== 'failed') {
    throw new Problem(400, 'status_unknown', 'Say in "status" whether it was delivered or failed.');
  }
  const text = /^r[a-z0-9]{24}$/.test(params.token!) ? await reportText(services.store, params.token!, status) : null;
  if (!text) throw notFound();
  const entry = { actor: 'gateway', action: `text.${status}`, target: text.key, details: {} };
  await audit(services.store.tenant(text.tenantId), now, entry);
  http.status = 204;
}
