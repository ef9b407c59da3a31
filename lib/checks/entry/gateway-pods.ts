import type { ReleaseApplication } from '../../charts/application';
import type { RenderedCluster } from '../wiring/cluster';
import { at, labelsAt, listAt, mapAt, numberAt, textAt } from '../wiring/value';
import { principalOf } from '../../../constructs/plan/mesh/identity';
import type { Pods } from './network-policies';
import type { At } from './way';

/** A port of a gateway's Service. */
export interface GatewayPort {
  readonly name: string;
  readonly port: number;
  /** The pods'. */
  readonly targetPort: number;
}

/** A gateway of the mesh, as its chart makes it of its values. */
export interface GatewayPods extends Pods {
  /** Its Service and its pods' controller: `edge`. */
  readonly name: string;
  /** Who its pods are in the mesh. */
  readonly principal: string;
  readonly ports: readonly GatewayPort[];
  /** Where its pods say whether they can take requests. */
  readonly readiness?: { readonly path: string; readonly port: number };
  readonly at: At;
}

/** Istio's chart of gateways. */
const CHART = 'gateway';

/** What the chart's Service has where its values say nothing (istio 1.31, manifests/charts/gateway/values.yaml). */
const DEFAULT_PORTS: readonly GatewayPort[] = [
  { name: 'status-port', port: 15_021, targetPort: 15_021 },
  { name: 'http2', port: 80, targetPort: 80 },
  { name: 'https', port: 443, targetPort: 443 },
];

/** The gateways that releases of Istio's chart make. */
export function gatewaysIn(cluster: RenderedCluster): readonly GatewayPods[] {
  return cluster.releases.filter(({ release }) => release.chart === CHART).map(gatewayOf);
}

/** As the chart does it (istio 1.31, manifests/charts/gateway/templates: `_helpers.tpl`, `service.yaml`, `deployment.yaml`). */
function gatewayOf({ name: application, release }: ReleaseApplication): GatewayPods {
  const { values, namespace } = release;
  const name = textAt(values, 'name') ?? release.name;
  const labels = labelsAt(values, 'labels');
  const ports = listAt(values, 'service', 'ports').map(portOf);
  const readiness = mapAt(values, 'readinessProbe', 'httpGet');
  const account = textAt(values, 'serviceAccount', 'name');
  const makesAccount = at(values, 'serviceAccount', 'create') !== false;
  return {
    name,
    namespace,
    labels: {
      app: name,
      istio: name.replace(/^istio-/, ''),
      'app.kubernetes.io/name': name,
      'sidecar.istio.io/inject': 'true',
      ...(textAt(values, 'revision') === undefined ? {} : { 'istio.io/rev': textAt(values, 'revision') ?? '' }),
      ...labels,
    },
    principal: principalOf(namespace, account ?? (makesAccount ? name : 'default')),
    ports: ports.length === 0 ? DEFAULT_PORTS : ports,
    ...(typeof readiness.path === 'string' && typeof readiness.port === 'number'
      ? { readiness: { path: readiness.path, port: readiness.port } }
      : {}),
    at: { stack: '', resource: `${application}: Helm release ${namespace}/${release.name}` },
  };
}

function portOf(written: unknown): GatewayPort {
  const port = numberAt(written, 'port') ?? 0;
  return { name: textAt(written, 'name') ?? '', port, targetPort: numberAt(written, 'targetPort') ?? port };
}
