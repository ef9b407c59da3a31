import { physicalName, type PlanContext } from './context';

/** An encryption key. */
export interface KeyPlan {
  /** Without the `alias/` that AWS writes before it: `bulkhead-prod-cluster-secrets`. */
  readonly alias: string;
  /** How often its material is replaced, in days; what it has encrypted stays readable. */
  readonly rotationDays: number;
  /** How long it can be brought back after it was deleted, in days. */
  readonly deletionWaitDays: number;
  /** Whether it outlives what it was made for. */
  readonly retain: boolean;
}

/** A year, as PCI DSS 3.7.4 asks of keys at the end of their cryptoperiod; it is the default of KMS, written out. */
const ROTATION_DAYS = 365;

/** KMS lets a deleted key wait 7 to 30 days ("Deleting AWS KMS keys"): all there is in production, little elsewhere. */
const DELETION_WAIT_DAYS = { production: 30, elsewhere: 7 };

/**
 * The key of a purpose. It outlives what it was made for in production, unless `retain` says otherwise: nothing else can
 * read what it has encrypted.
 *
 * @example planKey(context, ['cluster', 'secrets']).alias // 'bulkhead-prod-cluster-secrets'
 */
export function planKey(context: PlanContext, purpose: readonly string[], retain?: boolean): KeyPlan {
  const production = context.tier === 'production';
  return {
    alias: physicalName(context, ...purpose),
    rotationDays: ROTATION_DAYS,
    deletionWaitDays: production ? DELETION_WAIT_DAYS.production : DELETION_WAIT_DAYS.elsewhere,
    retain: retain ?? production,
  };
}
