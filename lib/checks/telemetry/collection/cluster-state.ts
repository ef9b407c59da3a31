import { listAt, textAt } from '../../wiring/value';
import type { RenderedCluster } from '../../wiring/cluster';
import { containersOf } from '../../wiring/workload';
import { producersOfImage } from '../producers';

/**
 * The metrics that kube-state-metrics is told to leave out, by its arguments (kube-state-metrics v2.20.0, docs/developer/cli-arguments.md):
 * a metric that is not on its list, or of a kind of object that it does not watch. One that runs otherwise may still tell it.
 */
export function leftOutOf(cluster: RenderedCluster): (metric: string) => boolean {
  const told = cluster.workloads
    .flatMap(containersOf)
    .filter(({ value }) => producersOfImage(textAt(value, 'image') ?? '').includes('kube-state-metrics'))
    .map(({ value }) => listAt(value, 'args').map(String));
  return (metric) => told.length > 0 && metric.startsWith('kube_') && told.every((each) => isLeftOut(metric, each));
}

function isLeftOut(metric: string, args: readonly string[]): boolean {
  const [allowed, denied, resources] = ['metric-allowlist', 'metric-denylist', 'resources'].map((flag) =>
    namesOf(flag, args),
  );
  return (
    (allowed !== undefined && !allowed.some((pattern) => isOne(metric, pattern))) ||
    (denied?.some((pattern) => isOne(metric, pattern)) ?? false) ||
    (resources !== undefined && !resources.some((resource) => isAbout(metric, resource)))
  );
}

function namesOf(flag: string, args: readonly string[]): readonly string[] | undefined {
  const start = `--${flag}=`;
  return args
    .find((each) => each.startsWith(start))
    ?.slice(start.length)
    .split(',');
}

/** `nodes` are what `kube_node_info` is about. */
function isAbout(metric: string, resource: string): boolean {
  const kind = `kube_${resource.replace(/s$/, '')}`;
  return metric === kind || metric.startsWith(`${kind}_`);
}

function isOne(metric: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(metric);
  } catch {
    return metric === pattern;
  }
}
