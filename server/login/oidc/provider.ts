import * as client from 'openid-client';
import type { OidcConfig } from '../../config.ts';

/** What is kept while the browser is away at the provider. */
export interface Visit {
  state: string;
  nonce: string;
  verifier: string;
  firm: string | null;
  returnTo: string | null;
  invitation: string | null;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** An OpenID provider: authorization code with PKCE, state and nonce, back to one exact address. */
export class OidcProvider {
  readonly label: string;
  readonly #config: OidcConfig;
  readonly #redirectUri: string;
  #found: Promise<client.Configuration> | null = null;

  constructor(config: OidcConfig, publicUrl: string) {
    this.#config = config;
    this.label = config.label;
    this.#redirectUri = `${publicUrl}/v1/login/oidc/callback`;
  }

  /** Where the browser goes, and what has to be the same when it comes back. Throws when the provider does not answer. */
  async begin(): Promise<{ url: string; visit: Pick<Visit, 'state' | 'nonce' | 'verifier'> }> {
    const visit = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const { scope, acrValues } = this.#config;
    const url = client.buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: this.#redirectUri,
      scope,
      state: visit.state,
      nonce: visit.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
      ...(acrValues !== null && { acr_values: acrValues }),
    });
    return { url: url.href, visit };
  }

  /** Who came back, as the provider says. `query`: of the address that the browser came to. Throws whatever is wrong with it. */
  async finish(query: string, visit: Visit): Promise<{ personalNumber: string | null; name: string }> {
    const provider = await this.#discover();
    const tokens = await client.authorizationCodeGrant(provider, new URL(this.#redirectUri + query), {
      expectedState: visit.state,
      expectedNonce: visit.nonce,
      pkceCodeVerifier: visit.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const name = this.#config.personalNumberClaim;
    const wanted = claims[name] ?? (await this.#fromUserInfo(provider, tokens.access_token, claims.sub))[name];
    return {
      personalNumber: typeof wanted === 'string' ? wanted : null,
      name: typeof claims.name === 'string' ? claims.name : '',
    };
  }

  async #fromUserInfo(provider: client.Configuration, token: string, sub: string): Promise<Record<string, unknown>> {
    if (!provider.serverMetadata().userinfo_endpoint) return {};
    return client.fetchUserInfo(provider, token, sub);
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const url = new URL(issuer);
    const execute = loopback.includes(url.hostname) && url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    this.#found ??= client
      .discovery(url, clientId, clientSecret ?? undefined, clientSecret === null ? client.None() : undefined, {
        execute,
      })
      .catch((error: unknown) => {
        // Asked again by the next who wants in.
        this.#found = null;
        throw error;
      });
    return this.#found;
  }
}
