import type { ParameterizedContext } from 'koa';

const exposed = [
  'Content-Disposition, Content-Range, ETag, Retry-After',
  'Arende-Document, Location, Tus-Resumable, Upload-Length, Upload-Offset',
].join(', ');

/** Lets the page of exactly this origin read the answer. There are no cookies, so credentials are never allowed. */
export function allowOrigin(http: ParameterizedContext, origin: string): void {
  http.set('Access-Control-Allow-Origin', origin);
  http.set('Access-Control-Expose-Headers', exposed);
}

/**
 * A preflight carries no bearer, so it cannot be known yet whose page asks. Every well-formed origin gets the same
 * answer, which tells nobody which firms there are; whether a page may read the real answer is decided there.
 */
export function answerPreflight(http: ParameterizedContext): void {
  const origin = http.get('Origin');
  if (isOrigin(origin)) {
    http.set('Access-Control-Allow-Origin', origin);
    http.set('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
    http.set(
      'Access-Control-Allow-Headers',
      [
        'Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID, Range',
        'Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset',
      ].join(', '),
    );
    http.set('Access-Control-Max-Age', '600');
  }
  http.status = 204;
}

/** `https://host[:port]` exactly as a browser sends it; `http` for development. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[^/?#@\s]+$/.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
}
