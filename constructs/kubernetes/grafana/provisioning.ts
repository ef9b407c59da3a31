import { GRAFANA_PATHS, printSettings } from '../../plan/observability/grafana/configuration';
import type { GrafanaPlan } from '../../plan/observability/grafana/plan';
import { contentsHash } from '../contents';
import type { ConfigMap } from '../manifests/core';
import type { GrafanaVolume } from './objects';

/** The files of Grafana's settings, and where each lies below them. Grafana reads provisioning from YAML, and JSON is YAML. */
const FILES = {
  'grafana.ini': 'grafana.ini',
  'data-sources.yaml': 'provisioning/datasources/data-sources.yaml',
  'dashboards.yaml': 'provisioning/dashboards/dashboards.yaml',
} as const;

/** Where Grafana looks for its settings. */
export const SETTINGS_FILE = `${GRAFANA_PATHS.configuration}/${FILES['grafana.ini']}`;

/** Where Grafana looks for what it is provisioned with. */
export const PROVISIONING = `${GRAFANA_PATHS.configuration}/provisioning`;

/** The volume of the settings. */
export const SETTINGS_VOLUME = 'settings';

/** How often Grafana looks whether a dashboard has changed on its disk, in seconds. */
const LOOK_EVERY_SECONDS = 30;

/** Grafana's settings. Their name changes with them, and a changed name makes new pods: Grafana reads them when it starts. */
export function settingsMap(plan: GrafanaPlan): ConfigMap {
  const data = {
    'grafana.ini': printSettings(plan.settings),
    'data-sources.yaml': JSON.stringify({ apiVersion: 1, prune: true, datasources: plan.dataSources }, undefined, 2),
    'dashboards.yaml': JSON.stringify({ apiVersion: 1, providers: [PROVIDER] }, undefined, 2),
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${plan.name}-${contentsHash(data)}`, namespace: plan.namespace, labels: plan.labels },
    immutable: true,
    data,
  };
}

/** What is saved in the browser would be gone with the pod, and differ from the other pod's until then: it is not let. */
const PROVIDER = {
  name: 'dashboards',
  type: 'file',
  allowUiUpdates: false,
  disableDeletion: false,
  updateIntervalSeconds: LOOK_EVERY_SECONDS,
  options: { path: GRAFANA_PATHS.dashboards, foldersFromFilesStructure: true },
};

/** The settings as files. */
export function settingsVolume({ metadata }: ConfigMap): GrafanaVolume {
  const items = Object.entries(FILES).map(([key, path]) => ({ key, path }));
  return { name: SETTINGS_VOLUME, configMap: { name: metadata.name, items } };
}
