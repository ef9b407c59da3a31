import { SMOKE_POD } from '../../plan/guard-rails/namespaces/quota';
import type { MetricPlan } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import type { JobMetric } from '../manifests/rollout';
import { askedAddress, askingJob } from './asking-job';

/** Asks the Service of the new version, once; 4xx and 5xx fail it. */
export function smokeJob(metric: Extract<MetricPlan, { kind: 'request' }>, plan: ServicePlan): JobMetric {
  const seconds = String(metric.timeoutSeconds);
  return askingJob(
    {
      name: 'smoke',
      // wget's own time-out is for each read; the one before it is for everything.
      command: ['timeout', seconds, 'wget', '-q', '-T', seconds, '-O', '/dev/null', askedAddress(metric, plan)],
      seconds: metric.timeoutSeconds,
      // A check that was tried again until it passed would say little.
      retries: 0,
      requests: SMOKE_POD,
      limits: { cpuMillicores: 100, memoryMebibytes: 32 },
    },
    plan,
  );
}
