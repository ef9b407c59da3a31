import type { Alert, AlertSeverity, Runbook } from '../alert';
import { PLATFORM_SERVICE } from '../alert';
import type { Proof } from '../../proof/proof';
import type { Vector } from '../../../slo/promql';

/** What an alert about the platform says of itself. */
export interface PlatformAlert {
  /** Its name, unique. */
  readonly name: string;
  /** Whom it calls. */
  readonly severity: AlertSeverity;
  /** When it fires, in words. */
  readonly condition: string;
  /** When it fires, as a query. */
  readonly expression: Vector;
  /** How long that must hold, in seconds. */
  readonly forSeconds: number;
  /** What is the matter, as one line. */
  readonly summary: string;
  /** What to do. */
  readonly runbook: Runbook;
  /** Cases in which it fires, and in which it must not. */
  readonly proofs: () => readonly Proof[];
}

/** An alert about the platform: whose it is follows. */
export function platformAlert(alert: PlatformAlert): Alert {
  return { ...alert, service: PLATFORM_SERVICE };
}

/** Seconds in a minute. */
export const MINUTE = 60;

/** Seconds in an hour. */
export const HOUR = 60 * MINUTE;

/** Seconds in a day. */
export const DAY = 24 * HOUR;
