import { z } from 'zod';
import { told } from '../spec';
import { firewallSpec } from './firewall-spec';

export { edgeProblems } from './rules';

/** A name in DNS, in lower case and without the last dot: `api.rides.example`. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LONGEST_DOMAIN = 253;

const domainName = (example: string) =>
  z
    .string()
    .regex(DOMAIN)
    .max(LONGEST_DOMAIN)
    .meta(told({ as: example, because: 'a domain name is written in lower case, without a last dot or a wildcard' }));

/** Where the name is kept, if Route 53 keeps it in this account. */
const hostedZoneSpec = z.strictObject({
  /** The hosted zone's id: `Z0123456789ABCDEFGHIJ`. */
  id: z
    .string()
    .regex(/^Z[A-Z0-9]{1,31}$/)
    .meta(told({ as: 'Z0123456789ABCDEFGHIJ', because: 'the id of a hosted zone, without /hostedzone/ before it' })),
  /** The zone's own name: `rides.example`. */
  name: domainName('rides.example'),
  /**
   * Whether everybody can look names up in it, or the VPCs that it is attached to only.
   * @default - public
   */
  visibility: z
    .enum(['public', 'private'])
    .meta(told({ as: 'public' }))
    .optional(),
});

const domainSpec = z.strictObject({
  /** The name that clients use: `api.rides.example`. */
  name: domainName('api.rides.example'),
  /**
   * The hosted zone that the name's records go into: `{ id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' }`; or
   * `elsewhere`, when somebody else points the name to the load balancer, whose own name is an output of the stack.
   */
  zone: z
    .union([z.literal('elsewhere'), hostedZoneSpec])
    .meta(told({ as: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } })),
  /**
   * A certificate for the name that exists already, in the same region:
   * `arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef`.
   * @default - one is made, validated through the hosted zone, and renewed by itself for as long as the record stays there
   */
  certificateArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/)
    .meta(
      told({
        as: 'arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
        because: 'a certificate of ACM is named by its ARN',
      }),
    )
    .optional(),
});

const port = (example: number) =>
  z
    .int()
    .min(1024)
    .max(65_535)
    .meta(told({ as: example, because: 'a port below 1024 takes a privilege that restricted pod security refuses' }));

const kubernetesName = (example: string) =>
  z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/)
    .max(63)
    .meta(told({ as: example, because: 'Kubernetes takes lower-case letters, digits and hyphens, 63 at most' }));

/** Who takes the requests inside the cluster. */
const gatewaySpec = z.strictObject({
  /**
   * The namespace of the mesh's gateway: `istio-ingress`.
   * @default - istio-ingress
   */
  namespace: kubernetesName('istio-ingress').optional(),
  /**
   * The gateway's Service: `edge`.
   * @default - edge
   */
  service: kubernetesName('edge').optional(),
  /**
   * The port on which the gateway's pods, and its Service, take requests: `8080`. Changing it makes a new target group,
   * which has no pods until they are bound to it.
   * @default - 8080
   */
  httpPort: port(8080).optional(),
  /**
   * The port on which the gateway's pods say whether they are ready: `15021`.
   * @default - 15021, Istio's own
   */
  healthPort: port(15_021).optional(),
  /**
   * What the load balancer speaks to the gateway. `HTTP1` fits every client and WebSockets; `HTTP2` fits gRPC, and refuses
   * clients that speak HTTP/1.1. Changing it makes a new target group.
   * @default - HTTP1
   */
  protocol: z
    .enum(['HTTP1', 'HTTP2'])
    .meta(told({ as: 'HTTP1' }))
    .optional(),
});

/** How long things may take. */
const timeoutsSpec = z.strictObject({
  /**
   * After how much silence a connection is closed, in seconds: `60`. A request that is not answered by then is an error.
   * @default - 60
   */
  idleSeconds: z
    .int()
    .min(1)
    .max(4000)
    .meta(told({ as: 60, because: 'a load balancer waits 1 to 4,000 seconds' }))
    .optional(),
  /**
   * For how long a client may go on using one connection, in seconds: `300`. After a zonal shift, clients that are connected
   * to the zone stay there as long.
   * @default - 300
   */
  clientKeepAliveSeconds: z
    .int()
    .min(60)
    .max(604_800)
    .meta(told({ as: 300, because: 'a load balancer keeps a connection for 60 to 604,800 seconds' }))
    .optional(),
  /**
   * How long a request may still run on a pod of the gateway that is being stopped, in seconds: `60`.
   * @default - as long as `idleSeconds`
   */
  drainSeconds: z
    .int()
    .min(1)
    .max(3600)
    .meta(told({ as: 60, because: 'a target group waits at most 3,600 seconds' }))
    .optional(),
});

/** The load balancer's own logs: requests, connections and health checks, in a bucket. */
const logsSpec = z.strictObject({
  /**
   * For how many days a log is kept: `365`.
   * @default - 30 in development and staging, 365 in production
   */
  retentionDays: z
    .int()
    .min(1)
    .max(3653)
    .meta(told({ as: 365, because: 'logs are kept for a number of days, ten years at most' }))
    .optional(),
});

/**
 * The front door of the platform: a name, a certificate, a firewall and a load balancer in every zone that leads to the
 * gateway of the mesh. What types cannot say is in `rules.ts`.
 */
export const edgeSpec = z.strictObject({
  /**
   * The name that clients use: `{ name: 'api.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } }`.
   * @default - none: plain HTTP on the load balancer's own name, in development only
   */
  domain: domainSpec
    .meta(told({ as: { name: 'api.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } } }))
    .optional(),

  /**
   * Whether the internet reaches it (`internet-facing`), or connected networks only (`internal`). Changing it makes another
   * load balancer, with another name of its own.
   * @default - internet-facing
   */
  scheme: z
    .enum(['internet-facing', 'internal'])
    .meta(told({ as: 'internet-facing' }))
    .optional(),

  /**
   * The blocks of addresses that may connect: `['203.0.113.0/24', '2001:db8::/32']`.
   * @default - everybody, for one that faces the internet; one that is internal must say
   */
  clients: z
    .array(z.string().meta(told({ as: '203.0.113.0/24' })))
    .min(1)
    .meta(told({ as: ['203.0.113.0/24'], because: 'a front door that nobody may come through is none' }))
    .optional(),

  /**
   * Whether clients may come by IPv6 too; the network must have it.
   * @default - false
   */
  ipv6: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),

  /**
   * The oldest version of TLS that is spoken. Both choices offer key exchanges that a quantum computer does not break.
   * @default - 1.2, which every client of the last ten years speaks
   */
  oldestTls: z
    .enum(['1.2', '1.3'])
    .meta(told({ as: '1.2' }))
    .optional(),

  /**
   * Who takes the requests inside the cluster: `{ httpPort: 8080 }`.
   * @default - see the fields
   */
  gateway: gatewaySpec.meta(told({ as: { httpPort: 8080 } })).optional(),

  /**
   * How long things may take: `{ idleSeconds: 60 }`.
   * @default - see the fields
   */
  timeouts: timeoutsSpec.meta(told({ as: { idleSeconds: 60 } })).optional(),

  /**
   * The firewall before it: `{ groups: { common: 'count' } }`, or `none`.
   * @default - see the fields
   */
  firewall: z
    .union([z.literal('none'), firewallSpec])
    .meta(told({ as: { groups: { common: 'count' } } }))
    .optional(),

  /**
   * Its logs: `{ retentionDays: 365 }`, or `none`.
   * @default - none in development, 30 days in staging, 365 in production
   */
  logs: z
    .union([z.literal('none'), logsSpec])
    .meta(told({ as: { retentionDays: 365 } }))
    .optional(),

  /**
   * Whether AWS refuses to delete the load balancer until this is `false` and deployed.
   * @default - `true` in production, `false` elsewhere
   */
  deletionProtection: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),
});

/** See {@link edgeSpec}. */
export type EdgeSpec = z.infer<typeof edgeSpec>;
