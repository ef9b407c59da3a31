import prod from '../environments/prod';
import { gateway } from '../environments/gateway';
import type { Environment } from '../../lib/environment/schema';
import { Issuer } from './tokens';

/** Whoever makes tokens for the tests. */
export const issuer = new Issuer('2026-11');

const [shipped] = gateway.issuers;
if (shipped === undefined) throw new Error('production takes no tokens');

/** Production as it ships, but for the key: nobody has the private half of that one. */
export const production: Environment = {
  ...prod,
  gateway: { ...gateway, issuers: [{ ...shipped, jwks: { keys: [issuer.jwk] } }] },
};

/** The name that clients use. */
export const HOST = 'api.rides.example';

/** Tokens end, and begin, by the clock of the proxy. */
const now = (): number => Math.floor(Date.now() / 1000);

/** What a good token of prod claims. */
export const claims = (): Readonly<Record<string, unknown>> => ({
  iss: shipped.issuer,
  aud: 'rides',
  sub: 'rider-7',
  iat: now() - 60,
  exp: now() + 600,
});

/** Headers with a token that claims this, too. */
export const bearing = (more: Readonly<Record<string, unknown>> = {}): { readonly authorization: string } => ({
  authorization: `Bearer ${issuer.token({ ...claims(), ...more })}`,
});

/** A time in the past, as a token writes it. */
export const passed = (): number => now() - 600;
