import type { Environment } from '../../lib/environment/schema';

/**
 * Whose tokens are accepted from outside: those that the user service gives out. Its public keys stand here, so that no request
 * waits for whoever would publish them; to change one, add the new key first (docs/routes.md, "Keys").
 *
 * Nobody has the private half of this one. Put your own in its place: until then every token is refused.
 */
export const gateway = {
  issuers: [
    {
      issuer: 'https://id.rides.example',
      audiences: ['rides'],
      jwks: {
        keys: [
          {
            kty: 'EC',
            kid: '2026-11',
            alg: 'ES256',
            use: 'sig',
            crv: 'P-256',
            x: 'XnMd0naI321zOedYVmzlbySDahecLqxXypG-NybktRQ',
            y: '2dODd6Xbgvj96v71QMjtWS77PNeXkp3eXbDiQW9Pl4M',
          },
        ],
      },
    },
  ],
} satisfies Environment['gateway'];
