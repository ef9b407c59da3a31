import { principalOf } from '../../../constructs/plan/mesh/identity';
import type { RenderedCluster } from '../wiring/cluster';
import type { Placed } from '../wiring/placed';
import { at, itemsAt, listAt, textAt } from '../wiring/value';
import { matches } from '../wiring/selector';
import { containersOf, type Workload } from '../wiring/workload';
import { podsOf, type Delivery, type Sender } from './deliver';
import { isVisible, VIRTUAL_SERVICE, type MeshRoutes } from './mesh-routes';
import { atObject, follow, WayEnds, type Hop, type Way } from './way';

const SIDECAR = 'networking.istio.io/Sidecar';

/** The variable in which pods are told whom they call: `user=http://user.user:8080,…`. */
const CALLS = 'BULKHEAD_CALLS';
const CALL = /([a-z0-9-]+)=http:\/\/([a-z0-9-]+)\.([a-z0-9-]+):(\d+)/g;

/** A call that pods are told of, and how far it gets. */
export interface WalkedCall extends Way {
  /** The application that calls. */
  readonly caller: string;
  /** The application that is called. */
  readonly callee: string;
}

interface Call {
  readonly workload: Workload;
  readonly callee: string;
  readonly name: string;
  readonly namespace: string;
  readonly field: string;
}

/** The calls between services of the mesh, from sidecar to sidecar. Others lead through no route and no policy of the mesh. */
export class Calls {
  readonly #byHost: ReadonlyMap<string, Placed>;

  public constructor(
    private readonly cluster: RenderedCluster,
    private readonly routes: MeshRoutes,
    private readonly delivery: Delivery,
  ) {
    this.#byHost = new Map(
      cluster
        .objectsOf(VIRTUAL_SERVICE)
        .filter(({ object }) => {
          const gateways = listAt(object, 'spec', 'gateways');
          return gateways.length === 0 || gateways.includes('mesh');
        })
        .flatMap((each) => listAt(each.object, 'spec', 'hosts').map((host) => [String(host), each] as const)),
    );
  }

  /** Every call that pods are told of, of those in the mesh. */
  public walked(): readonly WalkedCall[] {
    return this.cluster.objectsOf('argoproj.io/Rollout').flatMap((rollout) =>
      this.cluster
        .workloadsOf(rollout)
        .filter(isInMesh)
        .flatMap(callsOf)
        .map((call) => ({
          caller: rollout.application,
          callee: call.callee,
          ...follow((passed) => this.#walk(call, passed)),
        })),
    );
  }

  #walk({ workload, callee, name, namespace, field }: Call, passed: (hop: Hop) => void): void {
    passed({ kind: 'pods', name: workload.placed.title });
    const host = `${name}.${namespace}.svc.cluster.local`;
    this.#known(workload, namespace, host);
    const virtualService = this.#byHost.get(host);
    if (virtualService === undefined || !isVisible(virtualService, workload.namespace)) {
      throw new WayEnds({
        at: 'route',
        ...atObject(workload.placed),
        field,
        value: host,
        reason:
          'no VirtualService of the mesh that it sees has this host: the call has no time-out, and no version is chosen',
        remedy: `render ${callee} with its VirtualService`,
      });
    }
    const request = { host, method: 'GET', path: '/' };
    const route = this.routes.take(virtualService, request, passed);
    this.delivery.deliver(route, callee, senderOf(workload), request, passed);
  }

  /** A sidecar that is told of some hosts only refuses all others, where undeclared hosts are refused. */
  #known(workload: Workload, namespace: string, host: string): void {
    const sidecar = this.cluster
      .objectsOf(SIDECAR)
      .find(
        ({ object, namespace: own }) =>
          own === workload.namespace &&
          matches({ matchLabels: at(object, 'spec', 'workloadSelector', 'labels') }, workload.labels),
      );
    if (sidecar === undefined) return;
    const imports = itemsAt(sidecar.object, '', 'spec', 'egress').flatMap(({ value }) =>
      listAt(value, 'hosts').map(String),
    );
    const isImported = imports.some((each) => {
      const [first = '', pattern = ''] = each.split('/');
      const from = first === '.' ? workload.namespace : first;
      return (from === '*' || from === namespace) && (pattern === '*' || pattern === host);
    });
    if (imports.length === 0 || isImported) return;
    throw new WayEnds({
      at: 'route',
      ...atObject(sidecar),
      field: 'spec.egress',
      value: host,
      reason: 'the sidecar is not told of this host, so that it does not know where to send the call',
      remedy: `add ${namespace}/${host}`,
    });
  }
}

/** Pods whose label asks for a sidecar. */
const isInMesh = ({ labels }: Workload): boolean => labels['sidecar.istio.io/inject'] === 'true';

function senderOf(workload: Workload): Sender {
  const account = textAt(workload.pod, 'serviceAccountName') ?? 'default';
  return { ...podsOf(workload), principal: principalOf(workload.namespace, account), title: workload.title };
}

function callsOf(workload: Workload): readonly Call[] {
  return containersOf(workload)
    .flatMap(({ value, field }) => itemsAt(value, field, 'env'))
    .filter(({ value }) => textAt(value, 'name') === CALLS)
    .flatMap(({ value, field }) =>
      [...(textAt(value, 'value') ?? '').matchAll(CALL)].map(([, callee = '', name = '', namespace = '']) => ({
        workload,
        callee,
        name,
        namespace,
        field: `${field}.value`,
      })),
    );
}
