import { fileTypeFromBuffer } from 'file-type';
import { localDate } from '../../definitions/calendar/index.ts';
import { isOrigin } from '../http/cors.ts';
import { notFound, Problem } from '../http/problem.ts';
import { openRoute, type PortalCall, portalRoute } from '../http/route.ts';
import { requireAdministrator } from '../policies/index.ts';
import {
  apiKeysOf,
  audit,
  firmLogo,
  firmProfile,
  firstSteps,
  firstStepsOf,
  latestTestMail,
  noteSiteChecked,
  putFirm,
  putFirmLogo,
  putFirmProfile,
  queueMail,
  rotateKey,
  type Scope,
  skipSteps,
  tenantById,
  testMailKey,
} from '../store/index.ts';
import { checkEmbedding } from './check.ts';
import { mailAdvice } from './mail-advice.ts';
import { readBytes } from './read-bytes.ts';
import {
  CheckBody,
  Checks,
  FirstSteps,
  FirstStepsBody,
  type FirstStepsView,
  NewKey,
  Profile,
  ProfileBody,
  type ProfileView,
  TestMail,
  type TestMailView,
} from './schema.ts';

const mostLogoBytes = 300_000;
const logoTypes = ['image/png', 'image/jpeg', 'image/webp'];
const overlapMs = 24 * 3_600_000;

/** I-04: how the firm presents itself, and what its website needs. For administrators. */
export const firmRoutes = [
  portalRoute({
    method: 'GET',
    path: '/v1/portal/profile',
    summary: 'How the firm presents itself, and where its sites are',
    answer: Profile,
    async handler(call) {
      administrator(call);
      return profileOf(call);
    },
  }),
  portalRoute({
    method: 'PUT',
    path: '/v1/portal/profile',
    summary: 'Changes what is named',
    body: ProfileBody,
    answer: Profile,
    async handler(call) {
      const scope = administrator(call);
      const { name, portalUrl, accent, senderName, greeting, origins } = call.body;
      const wrong = (origins ?? []).findIndex((origin) => !isOrigin(origin));
      if (wrong >= 0) throw notAnAddress(`/origins/${wrong}`);
      if (portalUrl && !/^https?:\/\/[^\s]+$/.test(portalUrl)) throw notAnAddress('/portalUrl');
      await putFirm(scope, { ...(name && { name: name.trim() }), ...(portalUrl !== undefined && { portalUrl }) });
      await putFirmProfile(scope, {
        ...(accent !== undefined && { accent }),
        ...(senderName !== undefined && { senderName: senderName && senderName.trim() }),
        ...(greeting !== undefined && { greeting }),
        ...(origins !== undefined && { origins: [...new Set(origins)] }),
      });
      await noted(call, 'firm.put', { changed: Object.keys(call.body) });
      return profileOf(call);
    },
  }),
  portalRoute({
    method: 'PUT',
    path: '/v1/portal/logo',
    summary: 'The logo: PNG, JPEG or WebP of 300 kB at most',
    bodyType: 'image/*',
    answer: Profile,
    async handler(call) {
      const scope = administrator(call);
      const bytes = await readBytes(call.http.req, mostLogoBytes);
      const mediaType = (await fileTypeFromBuffer(bytes))?.mime ?? '';
      if (!logoTypes.includes(mediaType)) {
        throw new Problem(415, 'logo_type', 'The logo is to be a PNG, JPEG or WebP.', {
          text: { sv: 'Logotypen ska vara PNG, JPEG eller WebP.', en: 'The logo is to be a PNG, JPEG or WebP.' },
        });
      }
      await putFirmLogo(scope, { mediaType, bytes });
      await noted(call, 'firm.put', { changed: ['logo'] });
      return profileOf(call);
    },
  }),
  portalRoute({
    method: 'DELETE',
    path: '/v1/portal/logo',
    summary: 'Takes the logo away',
    answer: Profile,
    async handler(call) {
      await putFirmLogo(administrator(call), null);
      await noted(call, 'firm.put', { changed: ['logo'] });
      return profileOf(call);
    },
  }),
  openRoute({
    method: 'GET',
    path: '/v1/firms/:id/logo',
    summary: 'The logo of a firm',
    answerType: 'image/*',
    async handler({ services, params, http }) {
      const tenant = await tenantById(services.store, params.id!);
      const logo = tenant && (await firmLogo(services.store.tenant(tenant.id)));
      if (!logo) throw notFound();
      http.set('Cache-Control', 'public, max-age=300');
      http.set('Cross-Origin-Resource-Policy', 'cross-origin');
      http.body = logo.bytes;
      http.type = logo.mediaType;
    },
  }),
  portalRoute({
    method: 'POST',
    path: '/v1/portal/test-mail',
    summary: 'Sends a mail to the administrator who asks',
    answer: TestMail,
    async handler(call): Promise<TestMailView> {
      administrator(call);
      const { services, firm, now } = call;
      await queueMail(services.store, {
        tenantId: firm.access.tenantId,
        key: testMailKey + now,
        userId: firm.access.userId,
        channels: ['email'],
        category: 'notice',
        localDate: localDate(now),
        item: {
          subject: { sv: 'Provmejl från Arende', en: 'Test e-mail from Arende' },
          body: { sv: 'Mejlen kommer fram. Så här ser de ut.', en: 'E-mails arrive. This is what they look like.' },
          link: null,
          target: {},
        },
        now,
      });
      return testMail(call);
    },
  }),
  portalRoute({
    method: 'GET',
    path: '/v1/portal/test-mail',
    summary: 'How it went with the last test mail, and what to do when it did not go',
    answer: TestMail,
    async handler(call) {
      administrator(call);
      return testMail(call);
    },
  }),
  portalRoute({
    method: 'POST',
    path: '/v1/portal/key',
    summary: "A new secret key for the firm's backend, shown once; those before end in a day",
    answer: NewKey,
    status: 201,
    async handler(call) {
      administrator(call);
      const { services, firm, now } = call;
      const oldKeysEndAt = new Date(Date.parse(now) + overlapMs).toISOString();
      const made = await rotateKey(services.store, { tenantId: firm.access.tenantId, now, oldKeysEndAt });
      await noted(call, 'key.created', { oldKeysEndAt });
      return { secretKey: made!.secretKey, oldKeysEndAt };
    },
  }),
  portalRoute({
    method: 'POST',
    path: '/v1/portal/check',
    summary: 'Tries from the outside whether widgets would work on a page of the firm',
    body: CheckBody,
    answer: Checks,
    async handler(call) {
      administrator(call);
      const { services, firm, body, now } = call;
      const items = await checkEmbedding(services, firm, body, now);
      if (items.every(({ ok }) => ok)) await noteSiteChecked(firm.scope, now);
      return { items };
    },
  }),
  portalRoute({
    method: 'GET',
    path: '/v1/portal/first-steps',
    summary: 'What a new firm has left to do, told by what is there',
    answer: FirstSteps,
    handler: async (call) => stepsOf(administrator(call)),
  }),
  portalRoute({
    method: 'PUT',
    path: '/v1/portal/first-steps',
    summary: 'Leaves first steps out, and takes others up again',
    body: FirstStepsBody,
    answer: FirstSteps,
    async handler(call) {
      const scope = administrator(call);
      await skipSteps(scope, call.body.skipped);
      return stepsOf(scope);
    },
  }),
];

function administrator({ firm }: PortalCall) {
  requireAdministrator(firm.access);
  return firm.scope;
}

async function stepsOf(scope: Scope): Promise<FirstStepsView> {
  const states = await firstStepsOf(scope);
  return { items: firstSteps.map((id) => ({ id, state: states[id] })) };
}

async function profileOf({ services, firm: { scope }, now }: PortalCall): Promise<ProfileView> {
  const tenant = (await tenantById(services.store, scope.tenantId))!;
  const { accent, greeting, hasLogo, senderName, origins } = await firmProfile(scope);
  return {
    firmId: tenant.id,
    name: tenant.name,
    accent,
    senderName,
    greeting,
    logoUrl: hasLogo ? `/v1/firms/${tenant.id}/logo` : null,
    origins,
    portalUrl: tenant.portalUrl,
    ownUrl: services.settings.publicUrl,
    keys: await apiKeysOf(services.store, tenant.id, now),
  };
}

async function testMail({ services, firm }: PortalCall): Promise<TestMailView> {
  const mail = await latestTestMail(firm.scope);
  return mailAdvice(mail, services.settings.hasMailServer ?? true);
}

async function noted({ firm, now }: PortalCall, action: string, details: Record<string, string | string[]>) {
  const { userId, tenantId } = firm.access;
  await audit(firm.scope, now, { actor: `user:${userId}`, action, target: tenantId, details });
}

const notAnAddress = (pointer: string): Problem =>
  new Problem(422, 'address_invalid', 'This is no address of a page: https://www.firm.example', {
    fields: [{ pointer, text: { sv: 'är ingen giltig adress', en: 'is no address' } }],
  });
