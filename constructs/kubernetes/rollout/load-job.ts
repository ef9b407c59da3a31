import { LOAD_POD } from '../../plan/guard-rails/namespaces/quota';
import type { MetricPlan } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import type { JobMetric } from '../manifests/rollout';
import { askedAddress, askingJob } from './asking-job';

/** Sends requests at a rate: `paceLoad` says how many workers keep it. */
type LoadMetric = Extract<MetricPlan, { kind: 'load' }>;

/**
 * Some workers, each of which asks at fixed times, spread over the period. One that is late asks at once, to keep the rate;
 * one that is late by more than a period forgets what it missed, so that a version that hung is not flooded. Answers are
 * thrown away: the promise judges them. Time is counted in microseconds since the node has started, which no correction of
 * its clock changes.
 *
 * In BusyBox's words. Kubernetes would take two dollar signs in a row for one, and Argo Rollouts two braces for an argument.
 */
export const LOAD_SCRIPT = `address=$1 workers=$2 period=$3 seconds=$4 patience=$5
look() {
  read -r up idle </proc/uptime
  now=\${up%.*}\${up#*.}0000
}
ask() {
  due=$1
  while [ "$due" -lt "$end" ]; do
    look
    if [ "$due" -gt "$now" ]; then
      usleep $((due - now))
    elif [ $((now - due)) -gt "$period" ]; then
      due=$now
    fi
    wget -q -T "$patience" -O /dev/null "$address" 2>/dev/null
    due=$((due + period))
  done
}
trap 'exit 0' TERM
look
end=$((now + seconds * 1000000))
worker=0
while [ "$worker" -lt "$workers" ]; do
  ask $((now + worker * period / workers)) &
  worker=$((worker + 1))
done
wait
`;

/** A pod that is evicted, or lost with its node, is replaced. One that cannot run at all fails as often, and then the analysis. */
const RETRIES = 3;

/** How a load is sent: the words of {@link LOAD_SCRIPT}. */
export function loadCommand(address: string, metric: LoadMetric): readonly string[] {
  const { workers, periodMicroseconds, seconds, timeoutSeconds } = metric;
  return [
    'sh',
    '-c',
    LOAD_SCRIPT,
    'load',
    address,
    ...[workers, periodMicroseconds, seconds, timeoutSeconds].map(String),
  ];
}

/** Sends requests to the Service of the new version. */
export function loadJob(metric: LoadMetric, plan: ServicePlan): JobMetric {
  return askingJob(
    {
      name: 'load',
      command: loadCommand(askedAddress(metric, plan), metric),
      // A pod that replaces another starts from the beginning.
      seconds: 2 * metric.seconds,
      retries: RETRIES,
      requests: LOAD_POD,
      limits: { cpuMillicores: 500, memoryMebibytes: 64 },
    },
    plan,
  );
}
