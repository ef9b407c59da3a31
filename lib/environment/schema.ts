import { z } from 'zod';
import { clusterSpec } from '../../constructs/plan/cluster/spec';
import { gatewaySpec } from '../../constructs/plan/gateway/spec';
import { nameSpec, tierSpec } from '../../constructs/plan/context-spec';
import { meshSpec } from '../../constructs/plan/controllers/spec';
import { edgeSpec } from '../../constructs/plan/edge/spec';
import { networkSpec } from '../../constructs/plan/network/spec';
import { observabilitySpec } from '../../constructs/plan/observability/spec';
import { routerSpec } from '../../constructs/delivery/router';
import { serviceNameSpec } from '../../constructs/plan/service/spec';
import { told } from '../../constructs/plan/spec';
import { environmentServiceSpec } from './service';
import { gitopsSpec } from './gitops';
import { storeSpec } from './store';

/** A tag key or value as every AWS service takes it (Resource Groups Tagging API, "tag naming and usage conventions"). */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_KEY_LENGTH = 128;
const TAG_VALUE_LENGTH = 256;

/** The most stacks that the services of an environment may be spread over. */
export const MOST_SERVICE_STACKS = 100;

/** The shape of an environment. What types cannot say is in `rules.ts`. */
export const environmentSchema = z.strictObject({
  /**
   * The environment's name, the last part of every stack name and the word to type: `prod` gives `npx cdk deploy 'prod/*'`.
   * Changing it makes a second environment; it renames none.
   */
  name: nameSpec('prod', "an environment's name"),

  /**
   * How much is at stake: `production` refuses what must not be in production, and every default follows from the tier.
   */
  tier: tierSpec,

  /**
   * The platform's name, the first part of every physical name: `bulkhead` gives the cluster `bulkhead-prod`.
   * @default - `bulkhead`
   */
  platform: nameSpec('bulkhead', "the platform's name").optional(),

  /**
   * The AWS account to deploy to: `'111122223333'`, in quotes because it may begin with a zero.
   * @default - whichever account the credentials of the moment belong to; production must name one
   */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .meta(told({ as: '111122223333', because: 'an account number has 12 digits' }))
    .optional(),

  /** The AWS region: `eu-west-1`. All zones lie in it. */
  region: z.string().meta(told({ as: 'eu-west-1', because: 'an environment stands in one region' })),

  /** The VPC: its addresses, zones, the way out of it. */
  network: networkSpec.meta(told({ as: { cidr: '10.40.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] } })),

  /** The Kubernetes cluster: its version, who may enter, how nodes come. */
  cluster: clusterSpec.meta(
    told({ as: { version: '1.35', access: { administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] } } }),
  ),

  /**
   * The data stores by name; each says what it does in a network partition.
   * `{ ledger: { consistency: 'strong', clients: { payment: { access: 'read-write' } } } }` gives an Aurora PostgreSQL
   * cluster that refuses writes it cannot replicate.
   * @default - no stores
   */
  stores: z
    .record(nameSpec('ledger', "a store's name"), storeSpec)
    .meta(told({ as: { ledger: { consistency: 'strong' } } }))
    .optional(),

  /**
   * The services by name: what each promises, what it calls, how a new version of it takes over.
   * `{ payment: service({ … }) }`; a service team edits its file in `services/`.
   * @default - no services
   */
  services: z
    .record(
      serviceNameSpec,
      environmentServiceSpec.meta(
        told({ as: { image: 'ghcr.io/rides/payment:1.4.2' }, because: 'a service is what `service({ … })` gives' }),
      ),
    )
    .meta(told({ as: { payment: { image: 'ghcr.io/rides/payment:1.4.2' } } }))
    .optional(),

  /**
   * What divides requests between two versions of a service, unless the service says otherwise: `{ kind: 'istio' }`.
   * @default - the mesh where there is one; else `replicas`, by the number of pods
   */
  router: routerSpec.optional(),

  /**
   * The service mesh, Istio: `{ version: '1.31' }`. It divides requests by percent, header or copy, encrypts them between
   * pods, and lets nobody call who is not declared.
   * @default - no mesh: a new version gets as many requests as it has pods
   */
  mesh: meshSpec.meta(told({ as: { version: '1.31' } })).optional(),

  /**
   * The way in from outside: a load balancer that the platform owns, with its name, certificate and firewall, before the
   * mesh's gateway: `{ domain: { name: 'api.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } } }`.
   * @default - nothing leads in from outside through the mesh
   */
  edge: edgeSpec
    .meta(
      told({
        as: {
          domain: { name: 'api.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } },
        },
      }),
    )
    .optional(),

  /**
   * What the mesh's gateway asks of requests from outside: whose tokens it accepts, which web pages may call, how large a
   * body may be: `{ issuers: [{ issuer: 'https://id.rides.example', audiences: ['rides'], jwksUri: '…' }] }`.
   * @default - no tokens, and so no route that asks for one
   */
  gateway: gatewaySpec
    .meta(told({ as: { issuers: [{ issuer: 'https://id.rides.example', audiences: ['rides'] }] } }))
    .optional(),

  /**
   * How the environment is watched: who is called when a promise is about to break, what is kept and for how long, where
   * dashboards are.
   * @default - everything is measured and judged; nobody is called, which production refuses
   */
  observability: observabilitySpec
    .meta(told({ as: { alerts: { page: [{ kind: 'https', secret: 'pagerduty' }] } } }))
    .optional(),

  /**
   * Lets Argo CD, as a capability of EKS, apply the manifests that `npx bulkhead manifests` wrote to a repository:
   * `{ repository: 'https://github.com/rides/platform.git', identityCenter: { … } }`.
   * @default - the deployment applies them itself
   */
  gitops: gitopsSpec.meta(told({ as: { repository: 'https://github.com/rides/platform.git' } })).optional(),

  /**
   * Over how many stacks the services' roles, repositories and releases are spread: `8`. A stack takes about 25 services.
   * Choose it for the services that you will have: a change moves some of them to another stack, which takes them away
   * for a moment and makes them again.
   * @default - `1`
   */
  serviceStacks: z
    .int()
    .min(1)
    .max(MOST_SERVICE_STACKS)
    .meta(told({ as: 8, because: 'a stack holds at most 500 resources' }))
    .optional(),

  /**
   * Tags on every resource that takes tags, for cost allocation and ownership: `{ 'cost-center': 'rides' }`.
   * @default - only `platform` and `environment`, which are always there
   */
  tags: z
    .record(
      z
        .string()
        .min(1)
        .max(TAG_KEY_LENGTH)
        .regex(TAG_TEXT)
        .regex(/^(?!aws:)/i)
        .meta(
          told({
            as: 'cost-center',
            because: `a tag key has 1 to ${TAG_KEY_LENGTH} letters, digits, spaces or _.:/=+-@, and 'aws:' is reserved`,
          }),
        ),
      z
        .string()
        .max(TAG_VALUE_LENGTH)
        .regex(TAG_TEXT)
        .meta(
          told({
            as: 'rides',
            because: `a tag value has at most ${TAG_VALUE_LENGTH} letters, digits, spaces or _.:/=+-@`,
          }),
        ),
    )
    .meta(told({ as: { 'cost-center': 'rides' } }))
    .optional(),

  /**
   * Whether CloudFormation refuses to delete the stacks until this is set to `false` and deployed.
   * @default - `true` in production, `false` elsewhere
   */
  terminationProtection: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),
});

/** One environment: the only input of the platform. Plain data that names no engine. */
export type Environment = z.infer<typeof environmentSchema>;
