import type { RouterSpec } from '../../delivery/router';
import { calleesOf } from '../resilience/calls';
import type { ServiceFacts } from './facts';
import type { ServiceSpec } from './spec';
import { DEFAULT_ADMIN_PORT, DEFAULT_PORT, resolveNamespace } from './defaults';
import { callersOf, peerOf } from './peers';
import { scrapedPort } from './variables';

/** Whom a connection comes from or goes to. */
export type Party =
  | {
      readonly kind: 'pods';
      /** Their namespace. */
      readonly namespace: string;
      /** Labels that they carry; all pods of the namespace when empty. */
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      /** Any pod of the cluster. */
      readonly kind: 'all-pods';
    }
  | {
      readonly kind: 'addresses';
      /** `10.40.0.0/20` */
      readonly cidr: string;
    };

/** A TCP or UDP port. */
export interface AccessPort {
  /** The protocol. */
  readonly protocol: 'TCP' | 'UDP';
  /** The number at the pod, which is the Service's too. */
  readonly port: number;
}

/** One thing that gets through. */
export interface AccessRule {
  /** Why, for people. */
  readonly because: string;
  /** Any of them. */
  readonly parties: readonly Party[];
  /** On any of these ports. */
  readonly ports: readonly AccessPort[];
}

/** Who may connect to a service's pods, and whom they may connect to. Nothing else gets through. */
export interface AccessPlan {
  /** Who may connect to it. */
  readonly ingress: readonly AccessRule[];
  /** Whom it may connect to. */
  readonly egress: readonly AccessRule[];
}

/** The label that names a service on everything that belongs to it, and that scraping copies to its metrics. */
export const NAME_LABEL = 'app.kubernetes.io/name';

/** Where the EKS Pod Identity agent answers on every node (EKS user guide, "Pod Identity: considerations"). */
export const POD_IDENTITY = { cidr: '169.254.170.23/32', port: 80 } as const;

/** Where a sidecar of Istio gets its configuration and certificates. */
export const MESH_CONTROL_PORT = 15012;

/** The name of the pods that run smoke checks. */
export const smokeName = (service: string): string => `${service}-smoke`;

const tcp = (...ports: readonly number[]): AccessPort[] => ports.map((port) => ({ protocol: 'TCP', port }));

const podsOf = (namespace: string, name?: string): Party => ({
  kind: 'pods',
  namespace,
  labels: name === undefined ? {} : { [NAME_LABEL]: name },
});

const addresses = (cidrs: readonly string[]): Party[] => cidrs.map((cidr) => ({ kind: 'addresses', cidr }));

/**
 * Works out what gets through to and from a service's pods.
 *
 * @param asked whether the release asks a new version by pods of its own; where it does not, whoever gave a pod their labels
 * would be let in
 */
export function planAccess(spec: ServiceSpec, router: RouterSpec, facts: ServiceFacts, asked: boolean): AccessPlan {
  const namespace = resolveNamespace(spec);
  const port = spec.port ?? DEFAULT_PORT;
  const ingress: (AccessRule | undefined)[] = [
    ...callersOf(spec, facts).map((caller) => ({
      because: `${caller} calls it`,
      parties: [podsOf(peerOf(caller, facts).namespace, caller)],
      ports: tcp(port),
    })),
    edgeRule(spec, router, facts, port),
    asked
      ? {
          because: 'smoke checks and loads ask a new version',
          parties: [podsOf(namespace, smokeName(spec.name))],
          ports: tcp(port),
        }
      : undefined,
    {
      because: 'its metrics are scraped',
      parties: [podsOf(facts.collector.namespace)],
      ports: tcp(scrapedPort(spec, router)),
    },
  ];
  const egress: (AccessRule | undefined)[] = [
    ...calleesOf(spec).map((callee) => {
      const peer = peerOf(callee, facts);
      return { because: `it calls ${callee}`, parties: [podsOf(peer.namespace, callee)], ports: tcp(peer.port) };
    }),
    ...(spec.stores ?? []).flatMap((store) => {
      const address = facts.stores?.[store];
      return address === undefined
        ? []
        : [{ because: `it uses the store ${store}`, parties: addresses(address.cidrs), ports: tcp(address.port) }];
    }),
    ...(spec.reaches ?? []).map(({ cidr, port: outside }) => ({
      because: 'it reaches an address outside the cluster',
      parties: addresses([cidr]),
      ports: tcp(outside),
    })),
    ...common(router, facts),
    {
      because: 'it sends traces and logs',
      parties: [podsOf(facts.collector.namespace)],
      ports: tcp(facts.collector.port),
    },
  ];
  return { ingress: ingress.filter(isRule), egress: egress.filter(isRule) };
}

/** What the pods of a smoke check may do: look a name up, and ask the service. */
export function planSmokeAccess(spec: ServiceSpec, router: RouterSpec, facts: ServiceFacts): AccessPlan {
  const asks: AccessRule = {
    because: 'it asks the new version',
    parties: [podsOf(resolveNamespace(spec), spec.name)],
    ports: tcp(spec.port ?? DEFAULT_PORT),
  };
  return { ingress: [], egress: [asks, ...common(router, facts)].filter(isRule) };
}

/** What every pod needs. */
function common(router: RouterSpec, facts: ServiceFacts): (AccessRule | undefined)[] {
  return [
    dnsRule(facts),
    facts.podIdentity
      ? {
          because: 'it gets AWS credentials from the agent of its node',
          parties: addresses([POD_IDENTITY.cidr]),
          ports: tcp(POD_IDENTITY.port),
        }
      : undefined,
    router.kind === 'istio'
      ? {
          because: 'its sidecar is configured by the mesh',
          parties: [podsOf(facts.mesh.namespace)],
          ports: tcp(MESH_CONTROL_PORT),
        }
      : undefined,
  ];
}

/** Where cluster DNS is no pod, a rule that selects its pods would block all DNS (aws/containers-roadmap #2552). */
export function dnsRule({ compute, dnsAddress }: Pick<ServiceFacts, 'compute' | 'dnsAddress'>): AccessRule {
  const party: Party =
    compute.dns === 'node'
      ? { kind: 'addresses', cidr: `${dnsAddress}/32` }
      : { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
  return {
    because: 'it looks names up',
    parties: [party],
    ports: [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ],
  };
}

function edgeRule(
  spec: ServiceSpec,
  router: RouterSpec,
  { loadBalancer, mesh }: ServiceFacts,
  port: number,
): AccessRule | undefined {
  if (spec.edge === undefined) return undefined;
  if (router.kind === 'istio') {
    return { because: 'users come through the gateway', parties: [podsOf(mesh.gatewayNamespace)], ports: tcp(port) };
  }
  const { adminPort = DEFAULT_ADMIN_PORT } = spec;
  return {
    because: 'users come through the load balancer, which asks the pods how they are',
    parties: addresses(loadBalancer.cidrs),
    ports: tcp(...new Set([port, adminPort])),
  };
}

/** A rule without parties would let everybody in: in a NetworkPolicy an empty list means all. */
function isRule(rule: AccessRule | undefined): rule is AccessRule {
  return rule !== undefined && rule.parties.length > 0 && rule.ports.length > 0;
}
