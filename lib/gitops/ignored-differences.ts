import type { HorizontalPodAutoscaler } from '../../constructs/kubernetes/manifests/policy';
import type { BlueGreenStrategy, CanaryStrategy, RolloutManifest } from '../../constructs/kubernetes/manifests/rollout';
import { VERSION_LABEL } from '../../constructs/plan/service/variables';
import type { KubernetesObject } from '../charts/application';
import type { IgnoredDifference } from './kinds';

/**
 * What an autoscaler and Argo Rollouts change of these objects while a release goes on, object by object and field by
 * field: everything else stays git's.
 *
 * Not by `managedFieldsManagers: [rollouts-controller]`. Lists of custom resources are owned as a whole, so after its first
 * release the controller would own every route of a VirtualService for ever, and no later change of one would be seen
 * (argo-rollouts #3854).
 */
export function ignoredDifferences(objects: readonly KubernetesObject[]): readonly IgnoredDifference[] {
  return objects.flatMap((object) => {
    if (object.kind === 'HorizontalPodAutoscaler') return [replicasOfTarget(object)];
    return object.kind === 'Rollout' ? changedByRollout(object) : [];
  });
}

/** The number of pods is the autoscaler's. */
function replicasOfTarget({ metadata, spec }: KubernetesObject): IgnoredDifference {
  const { apiVersion, kind, name } = (spec as HorizontalPodAutoscaler['spec']).scaleTargetRef;
  return { ...subject(groupOf(apiVersion), kind, name, metadata), jsonPointers: ['/spec/replicas'] };
}

function changedByRollout({ metadata, spec }: KubernetesObject): readonly IgnoredDifference[] {
  const { strategy } = spec as RolloutManifest['spec'];
  return 'canary' in strategy
    ? [
        ...servicesOf(metadata, canaryServices(strategy.canary)),
        ...virtualServicesOf(metadata, strategy.canary),
        ...ingressOf(metadata, strategy.canary),
      ]
    : servicesOf(metadata, blueGreenServices(strategy.blueGreen));
}

const canaryServices = ({
  stableService,
  canaryService,
  pingPong,
}: CanaryStrategy): readonly (string | undefined)[] => [
  stableService,
  canaryService,
  pingPong?.pingService,
  pingPong?.pongService,
];

const blueGreenServices = (strategy: BlueGreenStrategy): readonly (string | undefined)[] => [
  strategy.activeService,
  strategy.previewService,
];

/** Narrowed to the pods of one version, and marked (argo-rollouts 1.9, `rollout/service.go`). */
function servicesOf(owner: Owner, names: readonly (string | undefined)[]): readonly IgnoredDifference[] {
  return names
    .filter((name) => name !== undefined)
    .map((name) => ({
      ...subject('', 'Service', name, owner),
      jsonPointers: [`/spec/selector/${VERSION_LABEL}`, annotation('argo-rollouts.argoproj.io/managed-by-rollouts')],
    }));
}

/** The weights of the routes that it divides, and the routes that it adds for headers and copies. */
function virtualServicesOf(owner: Owner, { trafficRouting }: CanaryStrategy): readonly IgnoredDifference[] {
  const added = (trafficRouting?.managedRoutes ?? []).map(({ name }) => route(name));
  return (trafficRouting?.istio?.virtualServices ?? []).map(({ name, routes }) => ({
    ...subject('networking.istio.io', 'VirtualService', name, owner),
    jqPathExpressions: [...routes.map((each) => `${route(each)} | .route[]?.weight`), ...added],
  }));
}

const route = (name: string): string => `.spec.http[]? | select(.name == ${JSON.stringify(name)})`;

/** What it tells the load balancer's controller by annotation, and the paths that it adds for headers. */
function ingressOf(owner: Owner, { trafficRouting, stableService }: CanaryStrategy): readonly IgnoredDifference[] {
  const alb = trafficRouting?.alb;
  if (alb === undefined) return [];
  const added = (trafficRouting?.managedRoutes ?? []).map(({ name }) => name);
  const actions = [alb.rootService ?? stableService ?? '', ...added].map((name) => `actions.${name}`);
  const conditions = added.map((name) => `conditions.${name}`);
  return [
    {
      ...subject('networking.k8s.io', 'Ingress', alb.ingress, owner),
      jsonPointers: [
        ...[...actions, ...conditions].map((key) => annotation(`alb.ingress.kubernetes.io/${key}`)),
        annotation('rollouts.argoproj.io/managed-alb-actions'),
        annotation('rollouts.argoproj.io/managed-alb-annotations'),
      ],
      ...(added.length === 0 ? {} : { jqPathExpressions: added.map(pathTo) }),
    },
  ];
}

const pathTo = (service: string): string =>
  `.spec.rules[]?.http.paths[]? | select(.backend.service.name == ${JSON.stringify(service)})`;

type Owner = Pick<KubernetesObject['metadata'], 'namespace'>;

const subject = (group: string, kind: string, name: string, { namespace }: Owner): IgnoredDifference => ({
  group,
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

/** A slash within a key is written `~1` (RFC 6901). */
const annotation = (key: string): string => `/metadata/annotations/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');
