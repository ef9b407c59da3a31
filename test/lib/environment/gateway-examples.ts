import type { GatewaySpec } from '../../../constructs/plan/gateway/spec';

/** A gateway that says everything that can be said, with keys in both ways. */
export const GATEWAY: GatewaySpec = {
  hosts: ['api.rides.example', '*.partners.rides.example'],
  issuers: [
    {
      issuer: 'https://api.rides.example',
      audiences: ['rides'],
      jwks: {
        keys: [
          {
            kty: 'EC',
            kid: '2026-11',
            crv: 'P-256',
            x: 'XnMd0naI321zOedYVmzlbySDahecLqxXypG-NybktRQ',
            y: '2dODd6Xbgvj96v71QMjtWS77PNeXkp3eXbDiQW9Pl4M',
          },
        ],
      },
      claimHeaders: { 'x-rider': 'sub' },
      forwardsToken: true,
    },
    {
      issuer: 'https://id.partners.example',
      audiences: ['rides', 'rides-partners'],
      jwksUri: 'https://id.partners.example/.well-known/jwks.json',
    },
  ],
  cors: {
    origins: ['https://app.rides.example'],
    headers: ['authorization'],
    exposedHeaders: ['retry-after'],
    credentials: true,
    maximumAgeSeconds: 600,
  },
  maximumBodyKibibytes: 512,
  strippedHeaders: ['x-debug'],
};
