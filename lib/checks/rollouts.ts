import type { Check, Finding } from './check';
import { argumentFlaws } from './rollouts/arguments';
import { describedWarnings } from './rollouts/described';
import { entranceRule } from './rollouts/entrances';
import { evidenceFlaws } from './rollouts/evidence';
import { metricFlaws } from './rollouts/metrics';
import { scaleFlaws } from './rollouts/pods';
import { queryFlaws } from './rollouts/queries';
import { releasesOf, type Release, type ReleaseRule } from './rollouts/release';
import { smokeFlaws } from './rollouts/smoke';
import { stepFlaws } from './rollouts/steps';
import type { RenderedPlatform } from './subject';
import { RenderedCluster } from './wiring/cluster';
import { findingOf } from './wiring/placed';

/** The engine takes a release without a judge, or with one that cannot object, as readily as any other. */
export const rollouts: Check = {
  name: 'rollouts',
  promise: 'no release promotes without evidence, waits for ever, or outlives its judge',
  run: ({ platforms }) => ({ findings: platforms.flatMap(rolloutFindings) }),
};

const RULES: readonly ReleaseRule[] = [
  scaleFlaws,
  stepFlaws,
  argumentFlaws,
  metricFlaws,
  queryFlaws,
  smokeFlaws,
  evidenceFlaws,
];

function rolloutFindings(platform: RenderedPlatform): Finding[] {
  const cluster = new RenderedCluster(platform);
  const releases = releasesOf(cluster, platform.environment);
  const rules = [...RULES, entranceRule(cluster)];
  return [
    ...releases.flatMap((release) =>
      rules.flatMap((rule) => rule(release)).map(({ placed, flaw }) => findingOf(cluster.environment, placed, flaw)),
    ),
    ...unusedFindings(cluster, releases),
    ...describedWarnings(platform.environment),
  ];
}

/** A judge that nobody asks. */
function unusedFindings(cluster: RenderedCluster, releases: readonly Release[]): Finding[] {
  const used = new Set(releases.flatMap(({ judgements }) => judgements.flatMap(({ found }) => found)));
  return cluster
    .objectsOf('argoproj.io/AnalysisTemplate')
    .filter((template) => !used.has(template))
    .map((template) =>
      findingOf(cluster.environment, template, {
        field: 'metadata.name',
        value: template.name,
        reason: 'no Rollout names it: what it measures stops no release',
        remedy: 'name it where it should judge, or remove it',
        severity: 'warning',
      }),
    );
}
