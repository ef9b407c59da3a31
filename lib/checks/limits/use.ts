import { ENOUGH_HEADROOM } from '../../stacks/stack-size';
import type { Finding } from '../check';

/** How much of a quota something uses. */
export interface Use extends Pick<Finding, 'environment' | 'stack' | 'resource'> {
  /** What is counted: `resources`. */
  readonly what: string;
  readonly used: number;
  /** The most there may be. */
  readonly most: number;
  /** Who takes no more: `CloudFormation`. */
  readonly taker: string;
  /**
   * Whether AWS raises it on request. Nobody here knows what it is in the account, so that more than the default is a warning.
   * @default false
   */
  readonly adjustable?: boolean;
  /**
   * The share of it that should stay free.
   * @default - {@link ENOUGH_HEADROOM}
   */
  readonly headroom?: number;
  /** What to do when it is nearly used up; worked out when it is. */
  readonly remedy: string | (() => string);
}

/** Finds what is used up, or nearly. */
export function judge(use: Use): Finding[] {
  const { environment, stack, resource, what, used, most, taker, adjustable = false, headroom, remedy } = use;
  // In whole numbers: 1 - 400 / 500 is a little less than 0.2.
  if (used <= most * (1 - (headroom ?? ENOUGH_HEADROOM))) return [];
  const exceeded = used > most;
  return [
    {
      environment,
      stack,
      ...(resource === undefined ? {} : { resource }),
      field: what,
      value: used,
      reason: exceeded
        ? `${taker} takes at most ${most}${adjustable ? ', unless AWS has raised that' : ''}`
        : `${percentFree(used, most)} % of the ${most} that ${taker} takes are left`,
      remedy: typeof remedy === 'string' ? remedy : remedy(),
      severity: exceeded && !adjustable ? 'error' : 'warning',
    },
  ];
}

/** What is left of a limit in whole percent, rounded down. */
export const percentFree = (used: number, most: number): number => Math.floor(((most - used) * 100) / most);
