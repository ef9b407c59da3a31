import { App, Chart, Testing } from 'cdk8s';
import { Microservice, type MicroserviceProps } from '../../constructs/kubernetes';
import { facts, payment } from '../constructs/plan/service/examples';
import type { KubernetesObject } from './control-plane';

/** The smallest description of a service, in its own namespace, judged by this Prometheus. */
export function manifestsOf(
  namespace: string,
  prometheus: string,
  more: Partial<MicroserviceProps>,
): KubernetesObject[] {
  const chart = new Chart(new App(), 'services');
  new Microservice(chart, 'service', {
    ...payment,
    namespace,
    // No whole core as a limit: the engine writes '1000m' back as '1', and then owns it (argo-rollouts #3281).
    resources: { cpuMillicores: 250, memoryMebibytes: 256, cpuLimitMillicores: 1500 },
    context: { environment: 'dev', region: 'eu-west-1', tier: 'development' },
    ...more,
    facts: { ...facts, prometheus: { kind: 'address', address: prometheus }, ...more.facts },
  });
  return Testing.synth(chart) as KubernetesObject[];
}

/** What must be there before: the namespace, and whatever the platform makes that a service names. */
export function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
