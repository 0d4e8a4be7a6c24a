import type { Refusal } from '../../definitions/index.ts';
import type { Text } from '../../definitions/language/types.ts';
import type { ProblemView } from '../common/schema.ts';

export interface FieldProblem {
  pointer: string;
  text: Text;
}

/** An answer that is not 2xx, RFC 9457. `code` is stable; `detail` is a sentence that says what to do. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: Text | undefined;
  readonly fields: FieldProblem[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    detail: string,
    extra: { text?: Text; fields?: FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.text = extra.text;
    this.fields = extra.fields;
    this.headers = extra.headers ?? {};
  }

  view(instance: string): ProblemView {
    return {
      type: `urn:arende:problem:${this.code}`,
      title: titles[this.status] ?? 'Problem',
      status: this.status,
      code: this.code,
      detail: this.message,
      instance,
      ...(this.text ? { text: this.text } : {}),
      ...(this.fields ? { fields: this.fields } : {}),
    };
  }
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  411: 'Length required',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  416: 'Range not satisfiable',
  422: 'Not valid',
  428: 'Condition missing',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
};

/** The one 404: what does not exist, what belongs to another firm and what this user may not see all look like it. */
export const notFound = (): Problem => new Problem(404, 'not_found', 'There is nothing here that you can see.');

export const lastAdministrator = (error: Error): Problem =>
  new Problem(409, 'last_administrator', error.message, {
    text: {
      sv: 'Det är byråns enda administratör. Gör först någon annan till administratör.',
      en: 'This is the firm’s only administrator. Make somebody else one first.',
    },
  });

export const tooMany = (retryAfterSeconds: number): Problem =>
  new Problem(429, 'too_many_requests', `Too many requests. Try again in ${retryAfterSeconds} s.`, {
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });

export const engineUnavailable = (): Problem =>
  new Problem(503, 'engine_unavailable', 'The process engine does not answer right now. Try again with the same key.', {
    text: {
      sv: 'Tjänsten svarar inte just nu. Försök igen om en stund.',
      en: 'The service does not answer right now. Try again in a moment.',
    },
    headers: { 'Retry-After': '5' },
  });

const refusalStatus: Record<Refusal['code'], number> = {
  instance_closed: 409,
  stale: 409,
  task_gone: 409,
  event_not_now: 409,
  event_unknown: 422,
  role_missing: 403,
  separation_of_duties: 403,
  guard_refused: 422,
  form_invalid: 422,
  limit_exceeded: 422,
};

/** A refused act as the person sees it. */
export const refused = (refusal: Refusal): Problem =>
  new Problem(refusalStatus[refusal.code], refusal.code, refusal.text.en, {
    text: refusal.text,
    ...(refusal.fields ? { fields: refusal.fields } : {}),
  });
