import type { ServiceDefinition } from './definition';
import { derivedId, derivedNumber, fieldOf, outcomes, required } from './fields';

/** Matching: a rider asks for a trip and gets a driver. */
export const trip: ServiceDefinition = {
  routes: [
    {
      method: 'POST',
      path: '/v1/trips',
      handle: async ({ body, idempotencyKey, ask }) => {
        const { riderId, from, to } = required((name) => body[name], 'riderId', 'from', 'to');
        const tripId = derivedId('trip', riderId, from, to, idempotencyKey ?? '');
        const answers = await ask(tripId);
        return {
          status: 201,
          body: {
            tripId,
            status: 'matched',
            driverId: derivedId('driver', tripId),
            // Without the mapping service the trip goes ahead, and says that it does not know when.
            etaSeconds: fieldOf(answers, 'mapping', 'etaSeconds'),
            paymentId: fieldOf(answers, 'payment', 'paymentId'),
            dependencies: outcomes(answers),
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/v1/trips/{tripId}',
      handle: ({ parameters: { tripId = '' } }) => ({
        status: 200,
        body: {
          tripId,
          status: ['matched', 'under way', 'completed'][derivedNumber(0, 2, tripId)],
          driverId: derivedId('driver', tripId),
        },
      }),
    },
  ],
  asked: (subject) => ({ method: 'GET', path: `/v1/trips/${encodeURIComponent(subject)}` }),
  mayBeMissing: false,
};
