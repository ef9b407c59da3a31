import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { COLLECTOR_PORTS } from '../../plan/observability/collector/defaults';
import { PROMETHEUS_PATHS, RULES_ENDING, type LocalStoresPlan } from '../../plan/observability/local/plan';
import { contentsHash } from '../contents';
import type { ConfigMap } from '../manifests/core';
import type { Deployment, WorkloadContainer, WorkloadService, WorkloadTemplate } from '../manifests/workloads';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../microservice/security';
import { labelsOf, selectorOf, serviceAccount, type WorkloadName } from './parts';

/** Props of {@link LocalStores}. */
export interface LocalStoresProps {
  /** What was decided. */
  readonly plan: LocalStoresPlan;
}

/** Its file system may be written to here only. */
const SCRATCH = { name: 'data', emptyDir: { sizeLimit: '4Gi' } } as const;

const PROMETHEUS_PORT = 9090;

/**
 * Prometheus and Jaeger in a cluster on one's own machine, one pod of each: what they hold ends with the pod, and nothing is
 * promised.
 *
 * @example
 * new LocalStores(chart, 'stores', { plan: planLocalStores(planMonitoring(input).ruleFiles) });
 */
export class LocalStores extends Construct {
  public constructor(scope: Construct, id: string, { plan }: LocalStoresProps) {
    super(scope, id);
    const { prometheus, jaeger } = plan;
    const config = prometheusConfig(plan);
    const rules = prometheus.rules.map(({ name, text }) => rulesMap(prometheus, name, text));
    for (const object of [
      serviceAccount(prometheus),
      config,
      ...rules,
      service(prometheus, [{ name: 'http', port: prometheus.port }]),
      prometheusDeployment(plan, config, rules),
      serviceAccount(jaeger),
      service(jaeger, [
        { name: 'grpc-otlp', port: COLLECTOR_PORTS.otlpGrpc },
        { name: 'http-ui', port: jaeger.uiPort },
      ]),
      jaegerDeployment(plan),
    ]) {
      new ApiObject(this, `${object.metadata.name}-${object.kind}`, object);
    }
  }
}

function prometheusConfig({ prometheus }: LocalStoresPlan): ConfigMap {
  const data = { [PROMETHEUS_PATHS.configFile]: prometheus.config };
  return settings(prometheus, `${prometheus.name}-${contentsHash(data)}`, data);
}

function rulesMap(place: WorkloadName, name: string, text: string): ConfigMap {
  const data = { [`${name}${RULES_ENDING}`]: text };
  return settings(place, `rules-${name}-${contentsHash(data)}`, data);
}

function settings(place: WorkloadName, name: string, data: Readonly<Record<string, string>>): ConfigMap {
  const { namespace } = place;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: labelsOf(place) },
    immutable: true,
    data,
  };
}

function service(
  place: WorkloadName,
  ports: readonly { readonly name: string; readonly port: number }[],
): WorkloadService {
  const { name, namespace } = place;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labelsOf(place) },
    spec: {
      type: 'ClusterIP',
      selector: selectorOf(place),
      ports: ports.map((each) => ({ ...each, targetPort: each.name, protocol: 'TCP' })),
    },
  };
}

/** One pod, which the next one replaces: two would write to what is not shared. */
function deployment(place: WorkloadName, pod: Pick<WorkloadTemplate['spec'], 'containers' | 'volumes'>): Deployment {
  const { name, namespace } = place;
  const labels = labelsOf(place);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selectorOf(place) },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: RESTRICTED_POD,
          ...pod,
        },
      },
    },
  };
}

function prometheusDeployment(
  { prometheus }: LocalStoresPlan,
  config: ConfigMap,
  rules: readonly ConfigMap[],
): Deployment {
  const container: WorkloadContainer = {
    ...common('prometheus', prometheus.image, { path: '/-/ready', port: 'http' }),
    args: prometheus.arguments,
    ports: [{ name: 'http', containerPort: PROMETHEUS_PORT, protocol: 'TCP' }],
    volumeMounts: [
      { name: 'config', mountPath: PROMETHEUS_PATHS.config, readOnly: true },
      { name: 'rules', mountPath: PROMETHEUS_PATHS.rules, readOnly: true },
      { name: SCRATCH.name, mountPath: PROMETHEUS_PATHS.data },
    ],
  };
  return deployment(prometheus, {
    containers: [container],
    volumes: [
      { name: 'config', configMap: { name: config.metadata.name } },
      {
        name: 'rules',
        projected: { sources: rules.map(({ metadata }) => ({ configMap: { name: metadata.name } })) },
      },
      SCRATCH,
    ],
  });
}

function jaegerDeployment({ jaeger }: LocalStoresPlan): Deployment {
  const container: WorkloadContainer = {
    ...common('jaeger', jaeger.image, { path: '/status', port: 'health' }),
    // Unless it is told otherwise it listens for its own machine only (jaeger v2, cmd/jaeger/internal/all-in-one.yaml).
    env: [{ name: 'JAEGER_LISTEN_HOST', value: '0.0.0.0' }],
    ports: [
      { name: 'grpc-otlp', containerPort: COLLECTOR_PORTS.otlpGrpc, protocol: 'TCP' },
      { name: 'http-ui', containerPort: jaeger.uiPort, protocol: 'TCP' },
      { name: 'health', containerPort: COLLECTOR_PORTS.health, protocol: 'TCP' },
    ],
  };
  return deployment(jaeger, { containers: [container] });
}

function common(
  name: string,
  image: string,
  ready: { readonly path: string; readonly port: string },
): Omit<WorkloadContainer, 'args' | 'ports'> {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    readinessProbe: { httpGet: ready, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    securityContext: RESTRICTED_CONTAINER,
  };
}
