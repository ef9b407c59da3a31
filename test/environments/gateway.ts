import type { Environment } from '../../lib/environment/schema';

/** Whose tokens are accepted from outside: those that the user service gives out. */
export const gateway = {
  issuers: [
    {
      issuer: 'https://id.rides.example',
      audiences: ['rides'],
      jwksUri: 'https://id.rides.example/.well-known/jwks.json',
    },
  ],
} satisfies Environment['gateway'];
