import type { RouteRequest } from '../http/router';
import type { ServiceDefinition } from './definition';
import { derivedNumber, outcomes, required } from './fields';

const ends = ({ query }: RouteRequest): { from: string; to: string } =>
  required((name) => query.get(name), 'from', 'to');

/** Maps: how long from here to there. A stale answer is fine, and none at all is no disaster. */
export const mapping: ServiceDefinition = {
  routes: [
    {
      method: 'GET',
      path: '/v1/eta',
      handle: (request) => {
        const { from, to } = ends(request);
        return { status: 200, body: { from, to, etaSeconds: derivedNumber(60, 1_800, from, to), ageSeconds: 0 } };
      },
    },
    {
      method: 'GET',
      path: '/v1/routes',
      handle: async (request) => {
        const { from, to } = ends(request);
        const answers = await request.ask(`${from}-${to}`);
        const meters = derivedNumber(500, 40_000, from, to);
        return { status: 200, body: { from, to, meters, dependencies: outcomes(answers) } };
      },
    },
  ],
  asked: (subject) => ({ method: 'GET', path: `/v1/eta?from=here&to=${encodeURIComponent(subject)}` }),
  mayBeMissing: true,
};
