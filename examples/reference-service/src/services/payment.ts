import type { ServiceDefinition } from './definition';
import { derivedId, derivedNumber, outcomes, required } from './fields';

const CURRENCY = 'EUR';

/** Money: authorizes the fare of a trip, once for an idempotency key. */
export const payment: ServiceDefinition = {
  routes: [
    {
      method: 'POST',
      path: '/v1/payments',
      handle: async ({ body, idempotencyKey, ask }) => {
        const { tripId } = required((name) => body[name], 'tripId');
        const answers = await ask(tripId);
        return {
          status: 201,
          body: {
            paymentId: derivedId('payment', tripId, idempotencyKey ?? ''),
            tripId,
            status: 'authorized',
            amountInCents: derivedNumber(500, 5_000, tripId),
            currency: CURRENCY,
            dependencies: outcomes(answers),
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/v1/payments/{paymentId}',
      handle: ({ parameters: { paymentId = '' } }) => ({
        status: 200,
        body: { paymentId, status: 'authorized', currency: CURRENCY },
      }),
    },
  ],
  asked: (subject) => ({ method: 'POST', path: '/v1/payments', body: { tripId: subject }, idempotencyKey: subject }),
  mayBeMissing: false,
};
