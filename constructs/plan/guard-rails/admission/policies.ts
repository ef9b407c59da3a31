import { containersThat, type Variable } from './expressions';
import type { AdmissionPolicyName } from './spec';

/** A list that must be empty, and what is said otherwise. */
export interface Refusal {
  /** The variable that holds the list: names of containers or volumes, or fields. */
  readonly offenders: string;
  /** Its value, in CEL. */
  readonly expression: string;
  /** What is said of them, after their names: `reserve no memory`. */
  readonly says: string;
  /** What they are, before their names: `containers`. */
  readonly kind: string;
  /** Why that cannot be. */
  readonly reason: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** A policy, before it is put together. */
export interface Policy {
  /** Whether it judges the containers that debuggers add. */
  readonly judgesDebuggers: boolean;
  /** Why it is there, told with the object. */
  readonly because: string;
  /** What it refuses. */
  readonly refusals: readonly Refusal[];
}

/**
 * A tag holds no slash, so the colon of a registry's port is not taken for that of a tag. A digest holds whatever the tag
 * beside it says.
 */
const NAMES_A_VERSION = [
  "c.image.contains('@') ? c.image.matches('@sha256:[0-9a-f]{64}$')",
  ": c.image.matches('[^/:@]:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$') && !c.image.endsWith(':latest')",
].join(' ');

/**
 * The charts of the mesh's gateways write `auto`, and the mesh fills the image in when the pods are made (Istio,
 * manifests/charts/gateway). So it is let through in what pods are made from, and refused in a Pod.
 */
const IS_FILLED_IN = "c.image == 'auto' && request.kind.kind != 'Pod'";

/** Kubernetes takes a limit for the request that is missing, of a Pod and not yet of a template: so do we, of both. */
const reserves = (resource: 'cpu' | 'memory'): string =>
  ['requests', 'limits'].map((part) => has(resource, part)).join(' || ');

const has = (resource: string, part: string): string =>
  `has(c.resources) && has(c.resources.${part}) && '${resource}' in c.resources.${part}`;

const ADDED = 'c.securityContext.capabilities.add';

/** The only capability that the `restricted` standard lets containers add. */
const MAY_BE_ADDED = "'NET_BIND_SERVICE'";

const hostNamespace = (field: string): string =>
  `(has(variables.podSpec.${field}) && variables.podSpec.${field} ? ['${field}'] : [])`;

const ON_THE_NODE = 'an agent that must work on nodes belongs into a namespace that is exempt, with a reason';

/**
 * The policies. Two that might be missed are left out. A Rollout may name its replicas: one without an autoscaler must, and
 * one with an autoscaler has them written into it by that. And nothing is said of spread over zones: that takes the number of
 * pods and of zones, which a single object does not show, and a refusal would come on the day on which a zone is lost.
 */
export const POLICIES: Readonly<Record<AdmissionPolicyName, Policy>> = {
  'image-versions': {
    judgesDebuggers: true,
    because:
      'a tag that moves rolls nothing out, cannot be rolled back to, and gives two pods of one version different code',
    refusals: [
      {
        offenders: 'unversioned',
        expression: containersThat(
          `!(has(c.image) && (${IS_FILLED_IN} || (${NAMES_A_VERSION})))`,
          "c.name + ' (' + (has(c.image) ? c.image : 'no image') + ')'",
        ),
        kind: 'containers',
        says: 'run an image without a version',
        reason:
          'a tag that is left out or latest moves, so two pods of one version may run different code, and going back is luck',
        remedy:
          'name a tag that stays, as in ghcr.io/rides/payment:1.4.2, or a digest, name@sha256:<64 hexadecimal digits>',
      },
    ],
  },
  'container-resources': {
    // Kubernetes does not let them reserve anything.
    judgesDebuggers: false,
    because:
      'without requests the scheduler fills nodes blindly, and without a memory limit one leak ends its neighbours',
    refusals: [
      {
        offenders: 'withoutCpu',
        expression: containersThat(`!(${reserves('cpu')})`),
        kind: 'containers',
        says: 'reserve no processor time',
        reason: 'the scheduler would put them on nodes that are full, and no autoscaler could tell how busy they are',
        remedy: 'set resources.requests.cpu, as in 250m',
      },
      {
        offenders: 'withoutMemory',
        expression: containersThat(`!(${reserves('memory')})`),
        kind: 'containers',
        says: 'reserve no memory',
        reason:
          'the scheduler would put them on nodes that are full, and the first that is ended there would be theirs',
        remedy: 'set resources.requests.memory, as in 256Mi',
      },
      {
        offenders: 'withoutMemoryLimit',
        expression: containersThat(`!(${has('memory', 'limits')})`),
        kind: 'containers',
        says: 'have no memory limit',
        reason: 'a leak in one of them would end other pods of its node',
        remedy: 'set resources.limits.memory, best to the same as the request',
      },
    ],
  },
  'pod-isolation': {
    judgesDebuggers: true,
    // Pod security covers it, and more, where a namespace has its labels: this is for those that have none, and it judges
    // what pods are made from as well, of which pod security only warns, and of a Rollout not even that.
    because:
      'a pod that reaches its node reaches every other pod there; for namespaces without pod security labels too',
    refusals: [
      {
        offenders: 'privileged',
        expression: containersThat(
          'has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged',
        ),
        kind: 'containers',
        says: 'are privileged',
        reason: 'whoever breaks into one has the node, and with it every pod there',
        remedy: `remove securityContext.privileged; ${ON_THE_NODE}`,
      },
      {
        offenders: 'capable',
        expression: containersThat(
          `has(c.securityContext) && has(c.securityContext.capabilities) && has(${ADDED}) && ${ADDED}.exists(each, each != ${MAY_BE_ADDED})`,
          `c.name + ' (' + ${ADDED}.filter(each, each != ${MAY_BE_ADDED}).join(', ') + ')'`,
        ),
        kind: 'containers',
        says: 'add capabilities',
        reason: 'they are parts of what root may do on the node',
        remedy: `remove securityContext.capabilities.add; only NET_BIND_SERVICE may be added; ${ON_THE_NODE}`,
      },
      {
        offenders: 'hostPaths',
        expression: [
          'variables.debugging || !has(variables.podSpec.volumes) ? []',
          ': variables.podSpec.volumes.filter(v, has(v.hostPath)).map(v, v.name)',
        ].join('\n'),
        kind: 'volumes',
        says: 'mount paths of the node',
        reason: "they hold other pods' files and the node's own credentials",
        remedy: `take an emptyDir, a PersistentVolumeClaim or a CSI volume; ${ON_THE_NODE}`,
      },
      {
        offenders: 'hostNamespaces',
        expression: [
          'variables.debugging ? []',
          `: ${['hostNetwork', 'hostPID', 'hostIPC'].map(hostNamespace).join('\n+ ')}`,
        ].join('\n'),
        kind: 'fields',
        says: 'share parts of the node',
        reason: 'no network policy holds for such a pod, or it sees the processes of the others',
        remedy: `remove them; ${ON_THE_NODE}`,
      },
    ],
  },
};

/** The list that a refusal judges, as a variable. */
export const offendersOf = ({ offenders, expression }: Refusal): Variable => ({ name: offenders, expression });
