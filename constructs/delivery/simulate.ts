import { dueAt, measure, nextMeasurement, startRun, type MeasurementPhase, type RunState } from './analysis-run';
import type { StrategyPlan } from './plan';
import { judge, type Series } from './series';
import { backgroundOf, stagesOf, type Stage } from './stages';

/** How a release ends: through, stopped until a person decides, or back. */
export type Outcome = 'promoted' | 'paused' | 'aborted';

/** One thing that happens during a release. */
export interface SimulationEvent {
  /** When, in seconds from its start. */
  readonly at: number;
  /** What kind of thing. */
  readonly kind: 'stage' | 'requests' | 'measurement' | 'outcome';
  /** What, for people. */
  readonly says: string;
  /** The share of requests that the new version has from then on, 0 to 1. */
  readonly canaryShare: number;
  /** What a measurement came to. */
  readonly phase?: MeasurementPhase;
}

/** What becomes of a release. */
export interface Simulation {
  /** How it ends. */
  readonly outcome: Outcome;
  /** When, in seconds from its start. */
  readonly at: number;
  /** Why, for people. */
  readonly reason: string;
  /** All that happened, in order. */
  readonly events: readonly SimulationEvent[];
}

/** How a simulation treats what the engine leaves to others. */
export interface SimulationOptions {
  /**
   * How long a person takes to promote, in seconds, where a step waits for one.
   * @default - 0: at once, which leaves the checks the least time
   */
  readonly personSeconds?: number;
}

/**
 * Replays a release against what the metrics show, by the engine's own rules. Nothing in it is random: the same plan and
 * series give the same events.
 */
export function simulate(plan: StrategyPlan, series: Series, options: SimulationOptions = {}): Simulation {
  const release = new Release(plan, series, options.personSeconds ?? 0);
  return release.run();
}

interface Verdict {
  readonly outcome: Outcome;
  readonly reason: string;
}

/** A release on its way: what it has come to so far. */
class Release {
  private at = 0;
  private share = 0;
  private background: RunState | undefined;
  private readonly asked = new Map<string, number>();
  private readonly events: SimulationEvent[] = [];

  public constructor(
    private readonly plan: StrategyPlan,
    private readonly series: Series,
    private readonly personSeconds: number,
  ) {}

  public run(): Simulation {
    for (const stage of stagesOf(this.plan)) {
      const verdict = this.pass(stage);
      if (verdict !== undefined) return this.end(verdict);
    }
    return this.end({ outcome: 'promoted', reason: 'every stage has passed' });
  }

  private pass(stage: Stage): Verdict | undefined {
    this.note('stage', stage.title);
    if (stage.startsBackground) this.background = startRun(backgroundOf(this.plan), this.at);
    const stopped = this.waitUntil(this.at + stage.readySeconds);
    if (stopped !== undefined) return stopped;
    if (stage.split.canaryShare !== this.share) {
      this.share = stage.split.canaryShare;
      this.note('requests', `${Math.round(this.share * 1000) / 10} % of requests to the new version`);
    }
    return this.wait(stage);
  }

  private wait({ wait }: Stage): Verdict | undefined {
    switch (wait.kind) {
      case 'nothing':
        return undefined;
      case 'time':
        return this.waitUntil(this.at + wait.seconds);
      case 'person':
        return this.waitUntil(this.at + this.personSeconds);
      case 'analysis':
        return this.analyse(startRun(wait.checks, this.at));
    }
  }

  /** Lets time pass while the background analysis measures. When both fall together, the release goes on first. */
  private waitUntil(second: number): Verdict | undefined {
    for (let next = this.nextInBackground(); next !== undefined && next < second; next = this.nextInBackground()) {
      const verdict = this.measureBackground(next);
      if (verdict !== undefined) return verdict;
    }
    this.at = second;
    return undefined;
  }

  private analyse(started: RunState): Verdict | undefined {
    let run = started;
    for (let next = nextMeasurement(run); next !== undefined; next = nextMeasurement(run)) {
      const stopped = this.waitUntil(next);
      if (stopped !== undefined) return stopped;
      run = this.take(run, next);
    }
    return verdictOn(run);
  }

  private nextInBackground(): number | undefined {
    return this.background === undefined ? undefined : nextMeasurement(this.background);
  }

  private measureBackground(second: number): Verdict | undefined {
    this.at = second;
    if (this.background === undefined) return undefined;
    this.background = this.take(this.background, second);
    return verdictOn(this.background);
  }

  private take(run: RunState, second: number): RunState {
    const measured = new Map<string, MeasurementPhase>();
    for (const { check } of dueAt(run, second)) {
      const asked = this.asked.get(check.name) ?? 0;
      const phase = judge(check, this.series(second, asked));
      this.asked.set(check.name, asked + 1);
      measured.set(check.name, phase);
      this.note('measurement', `${check.name}: ${phase}`, phase);
    }
    return measure(run, second, measured);
  }

  private end({ outcome, reason }: Verdict): Simulation {
    if (outcome === 'aborted') this.share = 0;
    this.note('outcome', `${outcome}: ${reason}`);
    return { outcome, at: this.at, reason, events: this.events };
  }

  private note(kind: SimulationEvent['kind'], says: string, phase?: MeasurementPhase): void {
    this.events.push({ at: this.at, kind, says, canaryShare: this.share, ...(phase === undefined ? {} : { phase }) });
  }
}

/** A failure or an unanswered metric takes the release back; no verdict stops it where it is, for ever. */
function verdictOn({ phase, reason }: RunState): Verdict | undefined {
  if (phase === 'Failed' || phase === 'Error') return { outcome: 'aborted', reason };
  return phase === 'Inconclusive' ? { outcome: 'paused', reason } : undefined;
}
