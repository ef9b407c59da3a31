import type { Check, Finding } from './check';
import type { RenderedPlatform } from './subject';
import { Addresses } from './wiring/calls';
import { RenderedCluster } from './wiring/cluster';
import { DividedRoutes } from './wiring/divided-routes';
import { identityFlaws } from './wiring/identity';
import { ingressFlaws } from './wiring/ingresses';
import { literalFlaws, versionsOf } from './wiring/literals';
import { meshFlaws } from './wiring/mesh';
import { objectFlaws } from './wiring/objects';
import { findingOf, type Flaw, type Placed } from './wiring/placed';
import { podFlaws } from './wiring/pods';
import { addressFlaws, policyFindings } from './wiring/policies';
import { releaseFindings } from './wiring/releases';
import { rolloutFlaws } from './wiring/rollouts';
import { selectionFlaws } from './wiring/selections';
import { Traffic } from './wiring/traffic';

/**
 * Kubernetes takes a name that leads nowhere without a word: the pod waits, the route answers 503, the policy lets nobody
 * through. So names are looked up where nothing has been applied yet.
 */
export const wiring: Check = {
  name: 'wiring',
  promise:
    'every name that a Kubernetes object uses is there, and every declared call gets through both network policies',
  run: ({ platforms }) => ({ findings: platforms.flatMap(wiringFindings) }),
};

/** What is wrong with an object by itself, and with what it names. */
const OBJECT_RULES: readonly ((placed: Placed, cluster: RenderedCluster) => readonly Flaw[])[] = [
  identityFlaws,
  (placed, cluster) => literalFlaws(placed.object, versionsOf(cluster.workloadsOf(placed))),
  objectFlaws,
  selectionFlaws,
  rolloutFlaws,
  ingressFlaws,
  meshFlaws,
  addressFlaws,
];

function wiringFindings(platform: RenderedPlatform): Finding[] {
  const cluster = new RenderedCluster(platform);
  const traffic = new Traffic(cluster);
  const addresses = new Addresses(cluster, traffic);
  const routes = new DividedRoutes(cluster);
  const { environment } = cluster;
  return [
    ...releaseFindings(cluster),
    ...cluster.objects.flatMap((object) =>
      OBJECT_RULES.flatMap((rule) => rule(object, cluster)).map((flaw) => findingOf(environment, object, flaw)),
    ),
    ...cluster.workloads.flatMap((workload) =>
      [...podFlaws(workload, cluster), ...addresses.flaws(workload)].map((flaw) =>
        findingOf(environment, workload.placed, flaw),
      ),
    ),
    ...cluster
      .objectsOf('argoproj.io/Rollout')
      .flatMap((rollout) => routes.flaws(rollout).map((flaw) => findingOf(environment, rollout, flaw))),
    ...policyFindings(cluster, traffic),
  ];
}
