import { GRAFANA_PATHS } from '../../plan/observability/grafana/configuration';
import { DASHBOARD_LABEL, DASHBOARD_LABEL_VALUE } from '../../plan/observability/grafana/names';
import type { GrafanaPlan } from '../../plan/observability/grafana/plan';
import { WORKSPACE_FACT } from '../../plan/controllers/metrics-signer';
import type { Probe } from '../manifests/core';
import { RESTRICTED_CONTAINER } from '../microservice/security';
import { FOLDER_ANNOTATION } from './dashboard';
import type { GrafanaContainer } from './objects';
import { PROVISIONING, SETTINGS_FILE, SETTINGS_VOLUME } from './provisioning';

/** The volumes that containers share, by their names. */
export const VOLUMES = {
  data: 'data',
  dashboards: 'dashboards',
  scratch: 'scratch',
  secrets: 'secrets',
  apiServer: 'api-server',
} as const;

/** The name of Grafana's port. */
export const PORT_NAME = 'http';

const health = (pace: Omit<Probe, 'httpGet'>): Probe => ({
  httpGet: { path: '/api/health', port: PORT_NAME },
  ...pace,
});

/** Grafana itself. */
export function grafanaContainer(plan: GrafanaPlan): GrafanaContainer {
  return {
    name: plan.name,
    image: plan.image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: PORT_NAME, containerPort: plan.port, protocol: 'TCP' }],
    env: [
      // The image sets these itself, and what is in the environment wins over the file (grafana, packaging/docker/run.sh).
      { name: 'GF_PATHS_CONFIG', value: SETTINGS_FILE },
      { name: 'GF_PATHS_DATA', value: GRAFANA_PATHS.data },
      { name: 'GF_PATHS_LOGS', value: `${GRAFANA_PATHS.data}/log` },
      { name: 'GF_PATHS_PLUGINS', value: `${GRAFANA_PATHS.data}/plugins` },
      { name: 'GF_PATHS_PROVISIONING', value: PROVISIONING },
      ...(plan.signsFor === undefined
        ? []
        : [
            { name: 'AWS_REGION', value: plan.region },
            {
              name: WORKSPACE_FACT,
              // The deployment makes it before, and nobody renders it.
              valueFrom: {
                configMapKeyRef: { name: plan.platformFacts, key: WORKSPACE_FACT, optional: true },
              } as const,
            },
          ]),
    ],
    // Not measured: Grafana 13 runs each data source of its image as a process of its own.
    resources: { requests: { cpu: '200m', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
    // It makes its database and reads the dashboards of all services first: five minutes, for a thousand.
    startupProbe: health({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 60 }),
    readinessProbe: health({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
    livenessProbe: health({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [
      { name: SETTINGS_VOLUME, mountPath: GRAFANA_PATHS.configuration, readOnly: true },
      { name: VOLUMES.data, mountPath: GRAFANA_PATHS.data },
      { name: VOLUMES.dashboards, mountPath: GRAFANA_PATHS.dashboards, readOnly: true },
      { name: VOLUMES.scratch, mountPath: '/tmp' },
      ...(plan.secrets.length === 0
        ? []
        : [{ name: VOLUMES.secrets, mountPath: GRAFANA_PATHS.secrets, readOnly: true }]),
    ],
  };
}

/** Where the process that brings dashboards says whether it has brought them. */
const DASHBOARDS_PORT = 8081;

/**
 * Brings dashboards from ConfigMaps to the disk that Grafana reads, and keeps them up to date.
 *
 * It is asked how it is until it has brought them once, and never again: it answers badly while the API server does not answer
 * (kiwigrid/k8s-sidecar, "Liveness Probe"), and Grafana must not go away with the API server, when people need it most.
 */
export function dashboardsContainer(plan: GrafanaPlan): GrafanaContainer {
  return {
    name: 'dashboards',
    image: plan.dashboardsImage,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: 'http-health', containerPort: DASHBOARDS_PORT, protocol: 'TCP' }],
    env: [
      { name: 'LABEL', value: DASHBOARD_LABEL },
      { name: 'LABEL_VALUE', value: DASHBOARD_LABEL_VALUE },
      { name: 'FOLDER', value: GRAFANA_PATHS.dashboards },
      { name: 'FOLDER_ANNOTATION', value: FOLDER_ANNOTATION },
      { name: 'NAMESPACE', value: plan.namespace },
      { name: 'RESOURCE', value: 'configmap' },
      { name: 'METHOD', value: 'WATCH' },
      // What has not changed is not written again each time the connection to the API server is renewed.
      { name: 'IGNORE_ALREADY_PROCESSED', value: 'true' },
      { name: 'HEALTH_PORT', value: String(DASHBOARDS_PORT) },
      { name: 'LOG_FORMAT', value: 'JSON' },
      // Python would write what it has compiled beside its sources, on a disk that may only be read.
      { name: 'PYTHONDONTWRITEBYTECODE', value: '1' },
    ],
    // Not measured: it holds the dashboards of all services at once, 18 KB each, in Python.
    resources: { requests: { cpu: '20m', memory: '256Mi' }, limits: { cpu: '250m', memory: '256Mi' } },
    startupProbe: {
      httpGet: { path: '/healthz', port: 'http-health' },
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 60,
    },
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [
      { name: VOLUMES.dashboards, mountPath: GRAFANA_PATHS.dashboards },
      { name: VOLUMES.scratch, mountPath: '/tmp' },
      // Where every client of Kubernetes looks for it. Grafana itself does not have it.
      { name: VOLUMES.apiServer, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
    ],
  };
}
