import { blueGreen, canary } from '../../../constructs/delivery/spec';
import type { Environment } from '../../../lib/environment/schema';
import { service } from '../../../lib/environment/service';
import dev from '../../environments/dev';
import { environment } from './environments';

const promise = {
  availability: 0.999,
  latency: { percentile: 99, thresholdMilliseconds: 250 },
  requestsPerSecond: 100,
} as const;

const image = 'ghcr.io/rides/service:1.4.2';
const checks = [{ check: 'promise' as const }];

/** Services that a release treats differently. */
export const services = {
  /** Two shares, judged. */
  user: service({
    image,
    promise,
    strategy: canary({
      steps: [
        { step: 'setWeight', weight: 10 },
        { step: 'pause', seconds: 600 },
        { step: 'setWeight', weight: 50 },
        { step: 'pause', seconds: 600 },
      ],
      analysis: { checks },
    }),
  }),
  /** All requests at once. */
  payment: service({
    image,
    promise,
    strategy: blueGreen({
      prePromotionAnalysis: { checks: [{ check: 'smoke', path: '/readyz' }] },
      postPromotionAnalysis: { checks },
    }),
  }),
  /** All requests at once, once a load has tried the preview. */
  previewed: service({
    image,
    promise,
    strategy: blueGreen({
      load: { requestsPerSecond: 20, path: '/quotes' },
      prePromotionAnalysis: { checks },
      postPromotionAnalysis: { checks },
      onNoEvidence: 'abort',
    }),
  }),
  /** A person moves the requests. */
  manual: service({
    image,
    promise,
    strategy: canary({ steps: [{ step: 'setWeight', weight: 10 }, { step: 'pause' }], analysis: { checks } }),
  }),
  /** Nobody judges it. */
  blind: service({
    image,
    promise,
    strategy: canary({
      steps: [
        { step: 'setWeight', weight: 10 },
        { step: 'pause', seconds: 60 },
      ],
    }),
  }),
  /** Too few requests, and nobody has said what to do about it. */
  quiet: service({
    image,
    promise: { ...promise, requestsPerSecond: 0.5 },
    strategy: canary({
      steps: [
        { step: 'setWeight', weight: 10 },
        { step: 'pause', seconds: 6000 },
      ],
      analysis: { checks },
    }),
  }),
  /** Too few requests, which was accepted; a load sends some more. */
  accepted: service({
    image,
    promise: { ...promise, requestsPerSecond: 0.2 },
    strategy: canary({
      steps: [
        { step: 'setWeight', weight: 10 },
        { step: 'pause', seconds: 6000 },
      ],
      analysis: { checks },
      onNoEvidence: 'abort',
      load: { requestsPerSecond: 0.1, path: '/quotes' },
    }),
  }),
};

/** An environment with a mesh and these services. */
export function environmentWith(name: string, octet: number, some: Environment['services'] = services): Environment {
  return { ...environment(name, octet), mesh: dev.mesh, services: some };
}
