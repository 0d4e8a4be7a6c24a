import type { ParameterizedContext } from 'koa';

/**
 * `__Host-` binds a cookie to this very host, over TLS: no subdomain and no plain http can set or read it. On loopback
 * browsers take it over http too, for development; Safari does not.
 */
export const loginCookie = '__Host-arende';
/** Of a log-in that has begun. */
export const attemptCookie = '__Host-arende-attempt';

export function readCookie(http: ParameterizedContext, name: string): string {
  for (const pair of http.get('Cookie').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return '';
}

/** Until the browser is closed; how long it counts is decided here and not by the browser. */
export function setCookie(http: ParameterizedContext, name: string, value: string): void {
  http.append('Set-Cookie', `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`);
}

export function dropCookie(http: ParameterizedContext, name: string): void {
  http.append('Set-Cookie', `${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`);
}
