import { physicalName, type PlanContext } from '../../context';
import type { ResourceProcessor } from './config/processors';

/** The labels of every series: where it comes from. Amazon Managed Service for Prometheus keeps `cluster` of those with replicas. */
export function externalLabels(context: PlanContext): Readonly<Record<string, string>> {
  return { environment: context.environment, cluster: physicalName(context) };
}

/**
 * Where telemetry comes from, known beforehand: nobody asks the instance's metadata, which EKS Auto Mode keeps from pods
 * (EKS user guide, "Create a Node Class": hop limit 1).
 */
export function ofEnvironment(context: PlanContext): ResourceProcessor {
  const attributes: Readonly<Record<string, string>> = {
    'deployment.environment.name': context.environment,
    'k8s.cluster.name': physicalName(context),
    'cloud.provider': 'aws',
    'cloud.region': context.region,
  };
  return { attributes: Object.entries(attributes).map(([key, value]) => ({ key, value, action: 'upsert' })) };
}
