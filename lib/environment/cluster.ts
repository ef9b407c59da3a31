import type { ClusterSpec } from '../../constructs/plan/cluster/spec';
import type { Environment } from './schema';
import { serviceNamespaces } from './services';

/**
 * The cluster of an environment. Its operators may change the workloads of the services' namespaces, unless the environment
 * says otherwise: it knows them already.
 */
export function clusterSection(environment: Environment): ClusterSpec {
  const { cluster } = environment;
  const { access } = cluster;
  if (access.operators === undefined || access.operatorNamespaces !== undefined) return cluster;
  const namespaces = serviceNamespaces(environment);
  return namespaces.length === 0 ? cluster : { ...cluster, access: { ...access, operatorNamespaces: namespaces } };
}
