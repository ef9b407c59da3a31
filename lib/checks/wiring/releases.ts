import type { Finding } from '../check';
import type { RenderedCluster } from './cluster';
import { literalFlaws } from './literals';
import type { Flaw } from './placed';

/** What is wrong with charts that are not rendered here: where they are installed, and the values that they are given. */
export function releaseFindings(cluster: RenderedCluster): Finding[] {
  return cluster.releases.flatMap(({ name, namespace, release }) => {
    const flaws: readonly Flaw[] = [
      ...(cluster.hasNamespace(namespace) ? [] : cluster.missing({ kind: 'Namespace', name: namespace }, 'namespace')),
      ...literalFlaws(release.values).map((flaw) => ({ ...flaw, field: `values.${flaw.field}` })),
    ];
    return flaws.map(({ severity = 'error', ...flaw }) => ({
      environment: cluster.environment,
      stack: '',
      resource: `${name}: Helm release ${namespace}/${release.name}`,
      ...flaw,
      severity,
    }));
  });
}
