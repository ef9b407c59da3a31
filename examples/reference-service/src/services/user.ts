import type { ServiceDefinition } from './definition';
import { derivedId, derivedNumber, outcomes, required } from './fields';

const SESSION_SECONDS = 3_600;

/** Authentication: who a rider or a driver is. */
export const user: ServiceDefinition = {
  routes: [
    {
      method: 'POST',
      path: '/v1/sessions',
      handle: async ({ body, ask }) => {
        const { email } = required((name) => body[name], 'email');
        const userId = derivedId('user', email);
        const answers = await ask(userId);
        return {
          status: 201,
          body: {
            sessionId: derivedId('session', userId),
            userId,
            expiresInSeconds: SESSION_SECONDS,
            dependencies: outcomes(answers),
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/v1/users/{userId}',
      handle: ({ parameters: { userId = '' } }) => ({
        status: 200,
        body: { userId, rating: derivedNumber(30, 50, userId) / 10, trips: derivedNumber(0, 500, userId, 'trips') },
      }),
    },
  ],
  asked: (subject) => ({ method: 'GET', path: `/v1/users/${encodeURIComponent(subject)}` }),
  mayBeMissing: false,
};
