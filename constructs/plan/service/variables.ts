import { PROMISE_ATTRIBUTE } from '../observability/names';
import type { RouterSpec } from '../../delivery/router';
import type { PlanContext } from '../context';
import { userName } from '../database/names';
import { calleesOf } from '../resilience/calls';
import { DEFAULT_ADMIN_PORT, DEFAULT_PORT, resolveNamespace } from './defaults';
import type { ServiceFacts } from './facts';
import { imageVersion, parseImage } from './image';
import { peerOf } from './peers';
import type { ServiceSpec } from './spec';

/** An environment variable of a pod: a text, or a field of the pod that Kubernetes fills in. */
export type PodVariable =
  | {
      /** `PORT` */
      readonly name: string;
      /** Its value. */
      readonly value: string;
    }
  | {
      /** `POD_NAME` */
      readonly name: string;
      /** The field's path: `metadata.name`. */
      readonly field: string;
    };

/**
 * The label by which Argo Rollouts tells versions apart. With Kubernetes' own `pod-template-hash`, which these pods do not
 * have, a spread counts old pods as new ones and is skewed when they are gone (kubernetes #98215).
 */
export const VERSION_LABEL = 'rollouts-pod-template-hash';

/** Where secrets are mounted, as files. */
export const SECRETS_DIRECTORY = '/var/run/secrets/platform';

/** Where a sidecar of Istio gives its metrics and the service's own together ("Metrics merging"). */
const MESH_METRICS_PORT = 15020;

/** The port that the collector scrapes: the sidecar's, which adds the service's own metrics, where there is one. */
export function scrapedPort(spec: ServiceSpec, router: RouterSpec): number {
  return router.kind === 'istio' ? MESH_METRICS_PORT : (spec.adminPort ?? DEFAULT_ADMIN_PORT);
}

/** The services that a service calls, with their addresses: `user=http://user.user:8080,mapping=…`. */
const CALLS_VARIABLE = 'BULKHEAD_CALLS';

/** Names that the platform gives a meaning to: a service's configuration may not. */
export function isReserved(name: string): boolean {
  return RESERVED.includes(name) || /^(KUBERNETES|AWS_CONTAINER|STORE)_/.test(name);
}

/** What a pod is told of a store that its service uses. */
export type StoreFact = 'WRITER_HOST' | 'READER_HOST' | 'PORT' | 'DATABASE' | 'USER';

/**
 * The variable that tells pods one thing of a store: `STORE_LEDGER_WRITER_HOST`. Only the user is known beforehand; the
 * others come from the ConfigMap with what only AWS knows.
 */
export function storeVariable(store: string, fact: StoreFact): string {
  return `STORE_${store.toUpperCase().replaceAll('-', '_')}_${fact}`;
}

const RESERVED: readonly string[] = [
  'POD_NAME',
  'POD_IP',
  'NODE_NAME',
  'PORT',
  'ADMIN_PORT',
  'SERVICE_NAME',
  'SERVICE_VERSION',
  'SERVICE_REVISION',
  CALLS_VARIABLE,
  'SECRETS_DIRECTORY',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_PROPAGATORS',
  'OTEL_TRACES_SAMPLER',
];

/**
 * What an SDK would send beside spans, if nobody told it otherwise: its metrics are collected from it, and its logs are what it
 * writes. A service's configuration may say something else.
 */
const SENT_BY_NOBODY = ['OTEL_METRICS_EXPORTER', 'OTEL_LOGS_EXPORTER'] as const;

/**
 * What every pod is told: its port, the addresses of the services that it calls, and who it is, in the terms of
 * OpenTelemetry's resource conventions. A variable comes after those that it refers to.
 */
export function planVariables(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): readonly PodVariable[] {
  const image = parseImage(spec.image);
  const version = image === undefined ? 'unknown' : imageVersion(image);
  const { port = DEFAULT_PORT, adminPort = DEFAULT_ADMIN_PORT, stores = [], secrets = [] } = spec;
  const calls = calleesOf(spec);
  const resource: Readonly<Record<string, string>> = {
    'service.namespace': resolveNamespace(spec),
    'service.version': version,
    'service.instance.id': '$(POD_NAME)',
    'deployment.environment.name': context.environment,
    'k8s.namespace.name': resolveNamespace(spec),
    'k8s.node.name': '$(NODE_NAME)',
    'k8s.pod.name': '$(POD_NAME)',
    [PROMISE_ATTRIBUTE]: String(spec.promise.latency.thresholdMilliseconds),
  };
  return [
    { name: 'POD_NAME', field: 'metadata.name' },
    { name: 'POD_IP', field: 'status.podIP' },
    { name: 'NODE_NAME', field: 'spec.nodeName' },
    { name: 'PORT', value: String(port) },
    ...(adminPort === port ? [] : [{ name: 'ADMIN_PORT', value: String(adminPort) }]),
    { name: 'SERVICE_NAME', value: spec.name },
    { name: 'SERVICE_VERSION', value: version },
    { name: 'SERVICE_REVISION', field: `metadata.labels['${VERSION_LABEL}']` },
    ...(calls.length === 0
      ? []
      : [{ name: CALLS_VARIABLE, value: calls.map((each) => addressOf(each, facts)).join(',') }]),
    ...stores.map((store) => ({ name: storeVariable(store, 'USER'), value: userName(spec.name) })),
    ...(secrets.length === 0 ? [] : [{ name: 'SECRETS_DIRECTORY', value: SECRETS_DIRECTORY }]),
    { name: 'OTEL_SERVICE_NAME', value: spec.name },
    {
      name: 'OTEL_RESOURCE_ATTRIBUTES',
      value: Object.entries(resource)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: facts.collector.endpoint },
    { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/protobuf' },
    { name: 'OTEL_PROPAGATORS', value: 'tracecontext,baggage' },
    // All of them: which traces are kept is decided when they are whole, and a span that was never sent cannot be kept.
    { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_always_on' },
    ...SENT_BY_NOBODY.filter((name) => spec.configuration?.[name] === undefined).map((name) => ({
      name,
      value: 'none',
    })),
  ];
}

function addressOf(callee: string, facts: ServiceFacts): string {
  const { namespace, port } = peerOf(callee, facts);
  return `${callee}=http://${callee}.${namespace}:${port}`;
}
