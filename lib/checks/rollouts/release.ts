import type { Environment } from '../../environment/schema';
import type { RenderedCluster } from '../wiring/cluster';
import type { Flaw, Placed } from '../wiring/placed';
import { analysisPlaces, stepsOf, type AnalysisPlace } from '../wiring/strategy';
import { at, itemsAt, textAt, type Item } from '../wiring/value';

/** One thing that an analysis measures, and the template that says so. */
export interface Metric extends Item {
  readonly template: Placed;
  /** Its name, unique within an analysis. */
  readonly name: string;
}

/** A place of a rollout where something is measured, with what is measured there. */
export interface Judgement extends AnalysisPlace {
  /** The templates that are there; what is missing, the check of wiring tells. */
  readonly found: readonly Placed[];
  /** What they measure, side by side. */
  readonly metrics: readonly Metric[];
}

/** A Rollout as it was rendered, with everything that judges it. */
export interface Release {
  readonly environment: Environment;
  readonly cluster: RenderedCluster;
  readonly placed: Placed;
  /** The section of a canary; `undefined` for another strategy. */
  readonly canary: unknown;
  /** The section of a blue-green release; `undefined` for another strategy. */
  readonly blueGreen: unknown;
  /** The steps of a canary. */
  readonly steps: readonly Item[];
  readonly judgements: readonly Judgement[];
}

/** A flaw, and the object that has it: the Rollout or one of its templates. */
export interface Told {
  readonly placed: Placed;
  readonly flaw: Flaw;
}

/** What is wrong with a release. */
export type ReleaseRule = (release: Release) => readonly Told[];

/** The Rollouts of a cluster. */
export function releasesOf(cluster: RenderedCluster, environment: Environment): readonly Release[] {
  return cluster.objectsOf('argoproj.io/Rollout').map((placed) => ({
    environment,
    cluster,
    placed,
    canary: at(placed.object, 'spec', 'strategy', 'canary'),
    blueGreen: at(placed.object, 'spec', 'strategy', 'blueGreen'),
    steps: stepsOf(placed.object),
    judgements: analysisPlaces(placed.object).map((place) => judgement(place, placed, cluster)),
  }));
}

function judgement(place: AnalysisPlace, { namespace }: Placed, cluster: RenderedCluster): Judgement {
  const found = place.templates.flatMap(
    ({ name }) => cluster.find({ kind: 'argoproj.io/AnalysisTemplate', namespace, name }) ?? [],
  );
  const metrics = found.flatMap((template) =>
    itemsAt(template.object, '', 'spec', 'metrics').map((item) => ({
      ...item,
      template,
      name: textAt(item.value, 'name') ?? '',
    })),
  );
  return { ...place, found, metrics };
}

/** Flaws of one object. */
export function tell(placed: Placed, flaws: readonly Flaw[]): readonly Told[] {
  return flaws.map((flaw) => ({ placed, flaw }));
}

/** A list with one flaw in it if something is wrong. */
export function when(isWrong: boolean, field: string, value: unknown, reason: string, remedy: string): Flaw[] {
  return isWrong ? [{ field, value, reason, remedy }] : [];
}

/** The step with which a canary gets its first requests; as many as there are steps when none gives it any. */
export function servingStep({ steps }: Release): number {
  const index = steps.findIndex(({ value }) => Number(at(value, 'setWeight') ?? 0) > 0);
  return index < 0 ? steps.length : index;
}
