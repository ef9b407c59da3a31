import { physicalName, type ByTier, type PlanContext } from '../../context';
import type { ProbeSpec } from './spec';

/** What tries the public entry. */
export interface ProbePlan {
  /** Its name: `bulkhead-prod-entry`. */
  readonly name: string;
  /** What is asked for: `https://api.rides.example/`. */
  readonly url: string;
  /** The status that the answer must have; `undefined` where any below 500 will do. */
  readonly status?: number;
  /** How often, in minutes. */
  readonly everyMinutes: number;
  /** After how many seconds without an answer it gives up. */
  readonly timeoutSeconds: number;
  /** What runs it. */
  readonly runtime: string;
  /** How long its records are kept, in days. */
  readonly retentionDays: number;
}

/**
 * The newest runtime with Node.js (CloudWatch user guide, "Runtime versions using Node.js and Puppeteer", read 2026-11). AWS
 * says sixty days before a runtime is taken out of support; the probe uses nothing of it but Node.js 22 itself.
 */
export const PROBE_RUNTIME = 'syn-nodejs-puppeteer-15.0';

const EVERY_MINUTES: ByTier<number> = { development: 5, staging: 5, production: 1 };

/** Longer than any service may take: the load balancer would have answered with an error before. */
const TIMEOUT_SECONDS = 20;

/** Long enough to look at an incident of the last month; the numbers themselves are metrics, and stay longer. */
const RETENTION_DAYS = 31;

const HTTP_OK = 200;

/** Decides what tries the entry of this name; nothing where the spec says so. */
export function planProbe(spec: ProbeSpec | undefined, domain: string, context: PlanContext): ProbePlan | undefined {
  if (spec === 'none') return undefined;
  const { path, status, everyMinutes } = spec ?? {};
  return {
    name: physicalName(context, 'entry'),
    url: `https://${domain}${path ?? '/'}`,
    status: status ?? (path === undefined ? undefined : HTTP_OK),
    everyMinutes: everyMinutes ?? EVERY_MINUTES[context.tier],
    timeoutSeconds: TIMEOUT_SECONDS,
    runtime: PROBE_RUNTIME,
    retentionDays: RETENTION_DAYS,
  };
}
