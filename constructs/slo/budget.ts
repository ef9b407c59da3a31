import { ceiling, complement, decimal } from './decimal';
import type { Slo } from './spec';

/** Whom a burn-rate alert calls: a person now (`page`), or somebody within days (`ticket`). */
export type BurnRateSeverity = 'page' | 'ticket';

/** One burn-rate alert: two windows over both of which the budget must burn too fast. */
export interface BurnRateAlert {
  /** Whom it calls. */
  readonly severity: BurnRateSeverity;
  /** The share of the period's budget that is gone when the long window has been burning at the factor: `0.02`. */
  readonly budgetSpent: number;
  /** The window that shows that it matters, in seconds: `3600`. */
  readonly longWindowSeconds: number;
  /** The window that shows that it still goes on, in seconds: a twelfth of the long one. */
  readonly shortWindowSeconds: number;
  /** How many times as fast as allowed the budget burns: `14.4`. At 1 it lasts exactly the period. */
  readonly factor: number;
  /** The share of bad requests above which it fires, over both windows: the factor times the budget, `0.0144`. */
  readonly errorRatio: number;
  /** How long the condition must hold, in seconds. */
  readonly forSeconds: number;
  /**
   * The requests that the long window must hold for the alert to say anything: with fewer, one bad request would exceed
   * the ratio and somebody be called at night for it.
   */
  readonly minimumRequests: number;
}

/** What may go wrong in a period without the promise being broken. */
export interface ErrorBudget {
  /** The share of requests that may fail: `0.001`. */
  readonly share: number;
  /** How many requests that is at the expected rate, around the clock, over the period. */
  readonly requests: number;
  /** How long the service may be down altogether, in seconds. */
  readonly outageSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Multi-window, multi-burn-rate alerts: how much budget each may cost, over which window, and for how long. The method,
 * the first two and the last are from "The Site Reliability Workbook" (O'Reilly, 2018), chapter 5, "Multiwindow,
 * Multi-Burn-Rate Alerts"; the day's, and how long each must hold, are what the kubernetes-mixin watches the API server by.
 */
const ALERTS = [
  { severity: 'page', budgetSpent: 0.02, longWindowSeconds: HOUR, forSeconds: 2 * MINUTE },
  { severity: 'page', budgetSpent: 0.05, longWindowSeconds: 6 * HOUR, forSeconds: 15 * MINUTE },
  { severity: 'ticket', budgetSpent: 0.1, longWindowSeconds: DAY, forSeconds: HOUR },
  { severity: 'ticket', budgetSpent: 0.1, longWindowSeconds: 3 * DAY, forSeconds: 3 * HOUR },
] as const;

/** The same source takes the short window as a twelfth of the long one. */
const SHORT_WINDOW_SHARE = 12;

/** The period of a promise that names none, in days. */
const DEFAULT_WINDOW_DAYS = 30;

/** The period of the promise, in seconds. */
export function periodSeconds(slo: Pick<Slo, 'windowDays'>): number {
  return (slo.windowDays ?? DEFAULT_WINDOW_DAYS) * DAY;
}

/** What may go wrong in the period. */
export function errorBudget(slo: Pick<Slo, 'availability' | 'windowDays' | 'requestsPerSecond'>): ErrorBudget {
  const share = complement(slo.availability);
  const outageSeconds = decimal(share * periodSeconds(slo));
  return { share, outageSeconds, requests: decimal(slo.requestsPerSecond * outageSeconds) };
}

/** The share of requests that may be slower than the latency's threshold: 0.01 for the 99th percentile. */
export function latencyBudget({ latency }: Pick<Slo, 'latency'>): number {
  return complement(latency.percentile / 100);
}

/**
 * The alerts on a budget, the fastest first. `budget` is the share of requests that may be bad: of availability unless
 * said otherwise, as in `burnRateAlerts(slo, latencyBudget(slo))`.
 */
export function burnRateAlerts(
  slo: Pick<Slo, 'availability' | 'windowDays'>,
  budget: number = complement(slo.availability),
): readonly BurnRateAlert[] {
  return ALERTS.map((alert) => {
    const exact = exactFactor(alert, slo);
    return {
      ...alert,
      shortWindowSeconds: alert.longWindowSeconds / SHORT_WINDOW_SHARE,
      factor: decimal(exact),
      errorRatio: decimal(exact * budget),
      minimumRequests: requestsToOutweighOne(exact * budget),
    };
  });
}

/** How fast the budget burns when the fastest alert fires: 14.4 times over 30 days, 13.44 over 28. */
export function fastestFactor(slo: Pick<Slo, 'windowDays'>): number {
  return Math.max(...ALERTS.map((alert) => decimal(exactFactor(alert, slo))));
}

function exactFactor(
  { budgetSpent, longWindowSeconds }: Pick<BurnRateAlert, 'budgetSpent' | 'longWindowSeconds'>,
  slo: Pick<Slo, 'windowDays'>,
): number {
  return (budgetSpent * periodSeconds(slo)) / longWindowSeconds;
}

/**
 * The share of failing requests that ends a rollout: what would call a person at once. A canary that burns slower than
 * that can wait for the slower alerts; one that burns faster has spent 2 % of the period's budget within the hour.
 */
export function intolerableErrorRatio(slo: Pick<Slo, 'availability' | 'windowDays'>): number {
  return decimal(fastestFactor(slo) * complement(slo.availability));
}

/** The fewest requests among which one bad request does not exceed this share: 70 for 0.0144. */
export function requestsToOutweighOne(ratio: number): number {
  return ceiling(1 / ratio);
}

/**
 * How long a total outage lasts before the fastest alert calls somebody, in seconds: until the outage alone has pushed the
 * long window over the ratio, and then until it has held.
 */
export function secondsToPage(slo: Pick<Slo, 'availability' | 'windowDays'>): number {
  const pages = burnRateAlerts(slo).filter(({ severity }) => severity === 'page');
  return Math.min(...pages.map(secondsToDetect));
}

/**
 * How long everything fails before an alert fires, in seconds: until that alone has pushed the long window over the ratio,
 * and then until it has held. How often is scraped and evaluated comes on top.
 */
export function secondsToDetect({
  longWindowSeconds,
  errorRatio,
  forSeconds,
}: Pick<BurnRateAlert, 'longWindowSeconds' | 'errorRatio' | 'forSeconds'>): number {
  return decimal(longWindowSeconds * errorRatio + forSeconds);
}
