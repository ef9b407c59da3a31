import type { Subject } from './subject';
import type { Tools } from './tools';

/** An error fails the check; a warning is shown, and fails a {@link Check.strict strict} check only. */
export type Severity = 'error' | 'warning';

/** One thing that a check found wrong with what was rendered, told so that it can be mended. */
export interface Finding {
  /** The environment that it is in: `prod`. */
  readonly environment: string;
  /** The stack that it is in: `network`. */
  readonly stack: string;
  /** The construct or, failing that, the logical id: `prod/data/ledger/Cluster`. */
  readonly resource?: string;
  /** The property: `Properties.KmsKeyId`. */
  readonly field?: string;
  /** What stands there. */
  readonly value?: unknown;
  /** The rule that was broken, as one would write it to acknowledge the finding: `AwsSolutions-VPC7`. */
  readonly rule?: string;
  /** Why it cannot stay. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly severity: Severity;
}

/** A finding that somebody has looked at and accepted, with the reason. */
export interface Acknowledged {
  /** The rule: `AwsSolutions-VPC7`. */
  readonly rule: string;
  /** The construct that broke it: `prod/network/Network/Vpc`. */
  readonly resource: string;
  /** Why that is accepted. */
  readonly reason: string;
}

/** Why a check could not look, and how to make it look next time. */
export interface Skipped {
  readonly reason: string;
  readonly remedy: string;
}

/** What a check saw. */
export interface Outcome {
  /** What is wrong; nothing, when all is well. */
  readonly findings: readonly Finding[];
  /**
   * What would be wrong, had it not been acknowledged.
   * @default - nothing was acknowledged
   */
  readonly acknowledged?: readonly Acknowledged[];
  /**
   * Why the check did not look at all.
   * @default - it looked
   */
  readonly skipped?: Skipped;
}

/**
 * A promise about everything that was rendered, and how to prove it. To add one: write it in a file of its own and
 * name it in `index.ts`.
 */
export interface Check {
  /** A short name, unique, as it stands in the report: `limits`. */
  readonly name: string;
  /** What a pass means, as a sentence. */
  readonly promise: string;
  /**
   * Whether a warning fails the check too, so that each must be mended or acknowledged.
   * @default false
   */
  readonly strict?: boolean;
  /** Looks at what was rendered. It throws only when it is itself broken. */
  run(subject: Subject, tools: Tools): Outcome | Promise<Outcome>;
}
