import { generateKeyPairSync, sign } from 'node:crypto';

/** Whoever makes tokens: its public key for the environment, and the private half for the test. */
export class Issuer {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  public constructor(private readonly kid: string) {}

  /** The public key, as an environment names it. */
  public get jwk(): { kty: 'EC'; kid: string } & Record<string, unknown> {
    return { ...this.keys.publicKey.export({ format: 'jwk' }), kty: 'EC', kid: this.kid, alg: 'ES256', use: 'sig' };
  }

  /** A token that says so. */
  public token(claims: Readonly<Record<string, unknown>>): string {
    const parts = [{ alg: 'ES256', typ: 'JWT', kid: this.kid }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const signature = sign('sha256', Buffer.from(parts.join('.')), {
      key: this.keys.privateKey,
      dsaEncoding: 'ieee-p1363', // RFC 7518, 3.4: the two numbers, not their ASN.1
    });
    return [...parts, signature.toString('base64url')].join('.');
  }
}
