import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { WORKSPACE_FACT } from '../../plan/controllers/metrics-signer';
import { AGENT_STORAGE } from '../../plan/observability/collector/agent';
import { COLLECTOR_PORTS } from '../../plan/observability/collector/defaults';
import { POD_LOGS } from '../../plan/observability/collector/logs';
import type { AgentPlan } from '../../plan/observability/collector/plan';
import { NODE_ADDRESS, NODE_NAME } from '../../plan/observability/collector/scraping/jobs';
import type { ConfigMap } from '../manifests/core';
import type {
  DaemonSet,
  RootContainer,
  RootPod,
  WorkloadContainer,
  WorkloadService,
  WorkloadVariable,
} from '../manifests/workloads';
import { ingressPolicy } from '../microservice/network-policy';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../microservice/security';
import {
  clusterAccess,
  collectorContainer,
  configuration,
  configurationVolume,
  labelsOf,
  SCRAPED,
  selectorOf,
  serviceAccount,
} from './parts';

/** Props of {@link CollectorAgent}. */
export interface CollectorAgentProps {
  /** What was decided. */
  readonly plan: AgentPlan;
}

/** The logs of containers are root's; it has none of root's other rights. */
const ROOT_POD: RootPod = { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } };

const ROOT_CONTAINER: RootContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** Goes before every pod but the node's own: what happens on a node without it is not seen. */
const NODE_CRITICAL = 'system-node-critical';

/** Time to send what waits. */
const GRACE_SECONDS = 30;

/**
 * The collector on each node, and the address by which the node's pods reach it: the Service leads to the pod of the caller's own
 * node only. While that pod is replaced, its callers wait and try again, and no log line is lost.
 *
 * @example
 * new CollectorAgent(chart, 'agent', { plan: planCollector({}, context, facts).agent });
 */
export class CollectorAgent extends Construct {
  public constructor(scope: Construct, id: string, { plan }: CollectorAgentProps) {
    super(scope, id);
    const config = configuration(plan);
    for (const object of [
      serviceAccount(plan),
      ...clusterAccess(plan, [
        // It finds the pods of its node, which Kubernetes cannot be told to keep it to.
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
        // By this the kubelet decides who may ask for its metrics (Kubernetes, "Kubelet authentication/authorization").
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      ]),
      config,
      ingressPolicy(
        { name: plan.name, namespace: plan.namespace, labels: labelsOf(plan), selector: selectorOf(plan) },
        plan.access,
      ),
      service(plan),
      daemonSet(plan, config),
    ]) {
      new ApiObject(this, object.kind, object);
    }
  }
}

function service(plan: AgentPlan): WorkloadService {
  const { name, namespace } = plan;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labelsOf(plan) },
    spec: {
      type: 'ClusterIP',
      internalTrafficPolicy: 'Local',
      selector: selectorOf(plan),
      ports: Object.entries({ 'http-otlp': COLLECTOR_PORTS.otlpHttp, 'grpc-otlp': COLLECTOR_PORTS.otlpGrpc }).map(
        ([port, number]) => ({ name: port, port: number, targetPort: port, protocol: 'TCP' }),
      ),
    },
  };
}

function daemonSet(plan: AgentPlan, config: ConfigMap): DaemonSet {
  const { name, namespace, readsLogs } = plan;
  const labels = labelsOf(plan);
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: selectorOf(plan) },
      // Not beside its successor: both would read the same logs, and only one can hold the queue on the disk.
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      template: {
        metadata: { labels, annotations: SCRAPED },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          priorityClassName: NODE_CRITICAL,
          terminationGracePeriodSeconds: GRACE_SECONDS,
          securityContext: readsLogs ? ROOT_POD : RESTRICTED_POD,
          // Every node, whatever its taints.
          tolerations: [{ operator: 'Exists' }],
          containers: [container(plan)],
          volumes: [
            configurationVolume(config),
            ...(readsLogs
              ? ([
                  { name: 'pod-logs', hostPath: { path: POD_LOGS, type: 'Directory' } },
                  { name: 'storage', hostPath: { path: AGENT_STORAGE, type: 'DirectoryOrCreate' } },
                ] as const)
              : []),
          ],
        },
      },
    },
  };
}

function container(plan: AgentPlan): WorkloadContainer {
  const base = collectorContainer(plan, {
    'http-otlp': COLLECTOR_PORTS.otlpHttp,
    'grpc-otlp': COLLECTOR_PORTS.otlpGrpc,
  });
  const { platformFacts, readsLogs } = plan;
  const workspace: readonly WorkloadVariable[] =
    platformFacts === undefined
      ? []
      : [
          {
            name: WORKSPACE_FACT,
            // The deployment writes it before it applies this; nobody who renders can see it.
            valueFrom: { configMapKeyRef: { name: platformFacts, key: WORKSPACE_FACT, optional: true } },
          },
        ];
  return {
    ...base,
    env: [
      ...(base.env ?? []),
      { name: NODE_NAME, valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: NODE_ADDRESS, valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
      ...workspace,
    ],
    securityContext: readsLogs ? ROOT_CONTAINER : RESTRICTED_CONTAINER,
    volumeMounts: [
      ...(base.volumeMounts ?? []),
      ...(readsLogs
        ? [
            { name: 'pod-logs', mountPath: POD_LOGS, readOnly: true },
            { name: 'storage', mountPath: AGENT_STORAGE },
          ]
        : []),
    ],
  };
}
