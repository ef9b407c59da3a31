import type { ServicePlan } from '../../plan/service/plan';
import type { Container, EnvironmentVariable, PodTemplate, Volume } from '../manifests/core';
import type { Labels } from '../manifests/meta';
import { ADMIN_PORT_NAME, PORT_NAME, probes } from './probes';
import { memory, processors } from './quantities';
import { secretsVolume, SECRETS_VOLUME } from './secrets';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from './security';
import { TOLERATIONS, topologySpread } from './spread';

/** A place to write to, since the root file system is none. */
const SCRATCH: Volume = { name: 'scratch', emptyDir: { sizeLimit: '64Mi' } };

/** What a service's pods are made from. */
export function podTemplate(plan: ServicePlan, configuration: string | undefined): PodTemplate {
  const secrets = secretsVolume(plan);
  return {
    metadata: {
      labels: { ...plan.labels, 'app.kubernetes.io/version': plan.version, ...meshLabels(plan) },
      annotations: { ...scrapeAnnotations(plan), ...meshAnnotations(plan) },
    },
    spec: {
      serviceAccountName: plan.name,
      // No service calls the Kubernetes API. The token of Pod Identity is another, which EKS mounts by itself.
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: RESTRICTED_POD,
      ...(plan.priorityClass === undefined ? {} : { priorityClassName: plan.priorityClass }),
      terminationGracePeriodSeconds: plan.drain.graceSeconds,
      topologySpreadConstraints: topologySpread(plan),
      tolerations: TOLERATIONS,
      containers: [container(plan, configuration)],
      volumes: [SCRATCH, ...(secrets === undefined ? [] : [secrets])],
    },
  };
}

function container(plan: ServicePlan, configuration: string | undefined): Container {
  const { resources } = plan;
  const own = configuration === undefined ? [] : [{ configMapRef: { name: configuration } }];
  const admin =
    plan.adminPort === plan.port
      ? []
      : [{ name: ADMIN_PORT_NAME, containerPort: plan.adminPort, protocol: 'TCP' as const }];
  const secrets =
    plan.secrets.length === 0 ? [] : [{ name: SECRETS_VOLUME, mountPath: plan.secretsDirectory, readOnly: true }];
  return {
    name: plan.name,
    image: plan.image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: PORT_NAME, containerPort: plan.port, protocol: 'TCP' }, ...admin],
    env: plan.variables.map(environmentVariable),
    // The service's own settings come last, and win.
    envFrom: [{ configMapRef: { name: plan.platformFacts, optional: true } }, ...own],
    resources: {
      requests: { cpu: processors(resources.cpuMillicores), memory: memory(resources.memoryMebibytes) },
      limits: { cpu: processors(resources.cpuLimitMillicores), memory: memory(resources.memoryMebibytes) },
    },
    ...probes(plan),
    // The node sleeps, not the container, so that images without a shell drain too (Kubernetes 1.30).
    lifecycle: { preStop: { sleep: { seconds: plan.drain.preStopSeconds } } },
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [{ name: SCRATCH.name, mountPath: '/tmp' }, ...secrets],
  };
}

function environmentVariable(variable: ServicePlan['variables'][number]): EnvironmentVariable {
  return 'value' in variable
    ? { name: variable.name, value: variable.value }
    : { name: variable.name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
}

/** The agent of each node scrapes the pods that ask for it. In the mesh the injector redirects it to the sidecar. */
function scrapeAnnotations({ adminPort, metricsPath }: ServicePlan): Labels {
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(adminPort),
    'prometheus.io/path': metricsPath,
  };
}

function meshLabels({ router }: ServicePlan): Labels {
  return router.kind === 'istio' ? { 'sidecar.istio.io/inject': 'true' } : {};
}

/** The sidecar is there before the first request and after the last. */
function meshAnnotations({ router, drain }: ServicePlan): Labels {
  if (router.kind !== 'istio') return {};
  return {
    'proxy.istio.io/config': JSON.stringify({
      holdApplicationUntilProxyStarts: true,
      terminationDrainDuration: `${drain.preStopSeconds}s`,
    }),
  };
}
