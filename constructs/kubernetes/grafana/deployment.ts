import { metricsSigner } from '../../plan/controllers/metrics-signer';
import { CRITICAL, TOLERATIONS, topologySpread } from '../../plan/controllers/spread';
import type { GrafanaPlan } from '../../plan/observability/grafana/plan';
import type { ConfigMap, SecretProviderClass } from '../manifests/core';
import { RESTRICTED_POD } from '../microservice/security';
import { dashboardsContainer, grafanaContainer, VOLUMES } from './containers';
import type { Deployment, GrafanaVolume } from './objects';
import { settingsVolume } from './provisioning';

/** The user that Grafana's image has (grafana, packaging/docker). One for all containers: the pod's token is readable by it. */
const USER = 472;

/** Two pods that keep nothing, each in a zone of its own; a new one is there before an old one goes. */
export function deployment(plan: GrafanaPlan, settings: ConfigMap): Deployment {
  const { name, namespace, labels, selector, replicas, zones } = plan;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      revisionHistoryLimit: 2,
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          // Only what brings dashboards calls the API server: it alone mounts a token.
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { ...RESTRICTED_POD, runAsUser: USER, runAsGroup: USER },
          // On the day on which a zone is lost, people look for what is wrong before services have their room again.
          priorityClassName: CRITICAL,
          terminationGracePeriodSeconds: 30,
          topologySpreadConstraints: topologySpread({ zones, labels: selector }),
          tolerations: TOLERATIONS,
          containers: [
            grafanaContainer(plan),
            dashboardsContainer(plan),
            ...(plan.signsFor === undefined ? [] : [metricsSigner(plan.signsFor)]),
          ],
          volumes: volumes(plan, settings),
        },
      },
    },
  };
}

function volumes(plan: GrafanaPlan, settings: ConfigMap): readonly GrafanaVolume[] {
  return [
    settingsVolume(settings),
    { name: VOLUMES.data, emptyDir: { sizeLimit: '1Gi' } },
    { name: VOLUMES.dashboards, emptyDir: { sizeLimit: '256Mi' } },
    { name: VOLUMES.scratch, emptyDir: { sizeLimit: '256Mi' } },
    { name: VOLUMES.apiServer, projected: { sources: API_SERVER } },
    ...(plan.secrets.length === 0
      ? []
      : [
          {
            name: VOLUMES.secrets,
            csi: {
              driver: 'secrets-store.csi.k8s.io',
              readOnly: true,
              volumeAttributes: { secretProviderClass: plan.name },
            },
          } as const,
        ]),
  ];
}

/** An hour, as Kubernetes gives it where it mounts a token by itself. */
const TOKEN_SECONDS = 3607;

/** What Kubernetes mounts by itself where it is let (kubernetes, plugin/pkg/admission/serviceaccount). */
const API_SERVER = [
  { serviceAccountToken: { path: 'token', expirationSeconds: TOKEN_SECONDS } },
  // It is in every namespace, and nobody renders it.
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true } },
  {
    downwardAPI: {
      items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
    },
  },
] as const;

/**
 * What the node fetches from Secrets Manager before a pod starts, as for services. Secrets Manager is then needed to start a
 * pod, on the day on which a zone is lost too: the pod that is left serves meanwhile. Fetched by a container of ours it would be
 * needed just as much, with one more image and its shell.
 */
export function secretProviderClass(plan: GrafanaPlan): SecretProviderClass | undefined {
  if (plan.secrets.length === 0) return undefined;
  return {
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      provider: 'aws',
      parameters: {
        region: plan.region,
        usePodIdentity: 'true',
        objects: JSON.stringify(
          plan.secrets.map(({ file, name }) => ({
            objectName: name,
            objectType: 'secretsmanager',
            objectAlias: file,
          })),
        ),
      },
    },
  };
}
