import type { MeshPoliciesMode } from '../controllers/spec';
import type { RouterSpec } from '../../delivery/router';
import { calleesOf } from '../resilience/calls';
import { resolveNamespace } from '../service/defaults';
import { planServiceEdge, type EdgeRoutePlan } from '../service/edge';
import type { ServiceFacts } from '../service/facts';
import { callersOf, peerOf } from '../service/peers';
import type { ServiceSpec } from '../service/spec';
import { CLUSTER_DNS } from './cluster-dns';
import { DEFAULT_SERVICE_ACCOUNT, principalOf } from './identity';
import { outsideAddresses, type OutsideAddress } from './outside-address';

/** Who gets through to a service, and by what. */
export interface MeshGrant {
  /** Why, for people. */
  readonly because: string;
  /** Who: any of them, as their certificates say. */
  readonly principals: readonly string[];
  /** What they may ask for; anything when left out. */
  readonly routes?: readonly Pick<EdgeRoutePlan, 'path' | 'match' | 'methods'>[];
}

/** What the mesh must know of a service, beyond how its requests are divided and survive. */
export interface MeshMemberPlan {
  /** Who it is. */
  readonly principal: string;
  /** Who gets through to its port; nobody else does. */
  readonly grants: readonly MeshGrant[];
  /** Whether others are refused, or only counted. */
  readonly policies: MeshPoliciesMode;
  /** What it reaches outside the cluster. */
  readonly addresses: readonly OutsideAddress[];
  /**
   * What its sidecars know, as `<namespace>/<host>`: what it calls, and nothing else. Each would otherwise be told of every
   * pod of every service, and again whenever one comes or goes.
   */
  readonly imports: readonly string[];
}

/**
 * Decides what the mesh must know of a service; nothing where it is not part of it.
 *
 * @param asked whether the release asks a new version by pods of its own
 */
export function planMeshMember(
  spec: ServiceSpec,
  router: RouterSpec,
  facts: ServiceFacts,
  asked: boolean,
): MeshMemberPlan | undefined {
  if (router.kind !== 'istio') return undefined;
  const { name } = spec;
  const namespace = resolveNamespace(spec);
  const addresses = outsideAddresses(name, [...storeBlocks(spec, facts), ...(spec.reaches ?? [])]);
  return {
    principal: principalOf(namespace, name),
    grants: planGrants(spec, facts, asked),
    policies: facts.mesh.policies,
    addresses,
    imports: [
      ...calleesOf(spec).map((callee) => {
        const peer = peerOf(callee, facts);
        return `${peer.namespace}/${callee}.${peer.namespace}.svc.cluster.local`;
      }),
      ...addresses.map(({ host }) => `./${host}`),
      // Its own part of the collector is on its node, behind a Service that other telemetry may stand beside.
      `${facts.collector.namespace}/*`,
      `${facts.mesh.namespace}/${CLUSTER_DNS.host}`,
    ],
  };
}

function planGrants(spec: ServiceSpec, facts: ServiceFacts, asked: boolean): readonly MeshGrant[] {
  const namespace = resolveNamespace(spec);
  const callers = callersOf(spec, facts);
  return [
    ...(callers.length === 0
      ? []
      : [
          {
            because: `${callers.join(', ')} ${callers.length === 1 ? 'calls' : 'call'} it`,
            principals: callers.map((caller) => principalOf(peerOf(caller, facts).namespace, caller)),
          },
        ]),
    ...(spec.edge === undefined
      ? []
      : [
          {
            because: 'users come through the gateway, by its routes',
            principals: [gatewayPrincipal(facts)],
            routes: planServiceEdge(spec.edge, facts).routes,
          },
        ]),
    // They name no account, and services have one each: pods of its namespace that are of no service.
    ...(asked
      ? [
          {
            because: 'checks and loads of a release ask it',
            principals: [principalOf(namespace, DEFAULT_SERVICE_ACCOUNT)],
          },
        ]
      : []),
  ];
}

/** Its chart calls the service account like the release, and with it the Gateway is called. */
function gatewayPrincipal({ mesh }: ServiceFacts): string {
  return principalOf(mesh.gatewayNamespace, mesh.gateway.slice(mesh.gateway.indexOf('/') + 1));
}

function storeBlocks({ stores = [] }: ServiceSpec, facts: ServiceFacts): readonly { cidr: string; port: number }[] {
  return stores.flatMap((store) => {
    const address = facts.stores?.[store];
    return address === undefined ? [] : address.cidrs.map((cidr) => ({ cidr, port: address.port }));
  });
}
