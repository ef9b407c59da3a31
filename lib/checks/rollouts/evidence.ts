import { ERROR_RETRY_SECONDS, judgesStrictly } from '../../../constructs/delivery/defaults';
import { at, numberAt } from '../wiring/value';
import { isEvidence, isQuery } from './metrics';
import { paceOf, runSeconds, secondsOf, type Pace } from './pace';
import { servingStep, tell, when, type Metric, type Release, type Told } from './release';

/**
 * Whether somebody compares a new version with its promise, and can object before it is through. Where less is at stake, a
 * release may do without: there the warnings of its strategy say so.
 */
export function evidenceFlaws(release: Release): readonly Told[] {
  if (!judgesStrictly(release.environment.tier)) return [];
  return [...unjudgedFlaws(release), ...lateFlaws(release)];
}

function unjudgedFlaws(release: Release): readonly Told[] {
  const { judgements, placed, canary, steps } = release;
  const serving = canary === undefined ? -1 : servingStep(release);
  const judged = judgements.some(
    ({ at: where, metrics, step = steps.length }) =>
      // Before a promotion nobody asks the new version but a load.
      where !== 'before' && step > serving && metrics.some((metric) => isQuery(metric) && !isEvidence(metric)),
  );
  return tell(
    placed,
    when(
      !judged,
      canary === undefined ? 'spec.strategy.blueGreen.postPromotionAnalysis' : 'spec.strategy.canary.analysis',
      undefined,
      'nothing compares the new version with its promise once it has users, so a bad one goes through',
      'add an analysis that queries its requests',
    ),
  );
}

/** What still runs beside the steps when the last of them is done counts as passed. */
function lateFlaws({ judgements, placed, steps, canary }: Release): readonly Told[] {
  return judgements
    .filter((judgement) => judgement.at === 'background')
    .flatMap(({ metrics, field }) => {
      const start = numberAt(canary, 'analysis', 'startingStep') ?? 0;
      const left = steps.slice(start).reduce((sum, { value }, index) => sum + stepSeconds(value, start + index), 0);
      const needed = secondsToObject(metrics);
      return tell(
        placed,
        when(
          needed >= left,
          field,
          needed,
          `it objects after ${needed} s at the latest, and the release is through ${left} s after its start: what still runs then counts as passed (argo-rollouts #1329)`,
          `pause ${needed - left + 10} s longer in all, measure more often, or bear less`,
        ),
      );
    });

  /** How long a step lasts at least, in seconds; pods that are ready at once are the least favourable case. */
  function stepSeconds(step: unknown, index: number): number {
    const measured = judgements.filter((judgement) => judgement.step === index).flatMap(({ metrics }) => metrics);
    const analysed = runSeconds(measured.map(({ value }) => value));
    return (
      secondsOf(at(step, 'pause', 'duration')) ?? Math.max(analysed, secondsOf(at(step, 'experiment', 'duration')) ?? 0)
    );
  }
}

/** How long it takes to object, in seconds, whatever is wrong: a bad version, no data, or a store that does not answer. */
function secondsToObject(metrics: readonly Metric[]): number {
  const soonest = (chosen: readonly Metric[], after: (pace: Pace) => number): number => {
    const times = chosen.map(({ value }) => paceOf(value)).map((pace) => pace.initialDelaySeconds + after(pace));
    return times.length === 0 ? 0 : Math.min(...times);
  };
  const queries = metrics.filter(isQuery);
  const promises = queries.filter((metric) => !isEvidence(metric));
  const failed = ({ failureLimit, intervalSeconds = 0 }: Pace): number => failureLimit * intervalSeconds;
  const empty = ({ inconclusiveLimit, intervalSeconds = 0 }: Pace): number => inconclusiveLimit * intervalSeconds;
  const withoutData = [
    ...(promises.length === 0 ? [] : [soonest(promises, empty)]),
    ...queries.filter(isEvidence).map((metric) => soonest([metric], failed)),
  ];
  return Math.max(
    soonest(promises.length > 0 ? promises : metrics, failed),
    withoutData.length === 0 ? 0 : Math.min(...withoutData),
    soonest(queries, ({ consecutiveErrorLimit }) => consecutiveErrorLimit * ERROR_RETRY_SECONDS),
  );
}
