import { at, numberAt } from '../wiring/value';

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** A time as Go writes it, in seconds: 90 for `1m30s`. A number is one of seconds already. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return undefined;
  return [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0),
    0,
  );
}

/** How often a metric measures and what it bears, with what the engine takes for what is not said. */
export interface Pace {
  readonly initialDelaySeconds: number;
  /** `undefined` for a metric that measures once. */
  readonly intervalSeconds?: number;
  /** `undefined` for one that never ends by itself. */
  readonly count?: number;
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  readonly consecutiveErrorLimit: number;
  readonly consecutiveSuccessLimit?: number;
}

/** The engine's own (argo-rollouts 1.9, `defaults.DefaultConsecutiveErrorLimit`). */
const DEFAULT_CONSECUTIVE_ERROR_LIMIT = 4;

/** How a metric measures. */
export function paceOf(metric: unknown): Pace {
  const intervalSeconds = secondsOf(at(metric, 'interval'));
  const count = numberAt(metric, 'count');
  return {
    initialDelaySeconds: secondsOf(at(metric, 'initialDelay')) ?? 0,
    intervalSeconds,
    // The engine takes a count of 0 for endless, and measures once where nothing is said.
    count: count === 0 ? undefined : (count ?? (intervalSeconds === undefined ? 1 : undefined)),
    failureLimit: numberAt(metric, 'failureLimit') ?? 0,
    inconclusiveLimit: numberAt(metric, 'inconclusiveLimit') ?? 0,
    consecutiveErrorLimit: numberAt(metric, 'consecutiveErrorLimit') ?? DEFAULT_CONSECUTIVE_ERROR_LIMIT,
    consecutiveSuccessLimit: numberAt(metric, 'consecutiveSuccessLimit'),
  };
}

/** How long metrics side by side take when all is well, in seconds: to the last measurement of the slowest. */
export function runSeconds(metrics: readonly unknown[]): number {
  return Math.max(
    0,
    ...metrics.map(paceOf).map(({ initialDelaySeconds, intervalSeconds = 0, count = 1, consecutiveSuccessLimit }) => {
      const measurements = Math.min(count, consecutiveSuccessLimit ?? count);
      return initialDelaySeconds + (measurements - 1) * intervalSeconds;
    }),
  );
}
