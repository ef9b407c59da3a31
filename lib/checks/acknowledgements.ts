import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Acknowledged, Finding } from './check';

/** Reasons by rule, for one construct and all that is inside it. */
type Reasons = ReadonlyMap<string, string>;

/**
 * What constructs have acknowledged with `Validations.of(construct).acknowledge({ id, reason })`. An acknowledgement
 * covers the construct and all that is inside it.
 *
 * The id is the rule's own name for cdk-nag (`AwsSolutions-VPC7`) and has the check's name before it elsewhere
 * (`cfn-lint::W3005`, `CloudFormation-Validate::W3010`).
 */
export class Acknowledgements {
  readonly #byPath = new Map<string, Reasons>();

  public constructor(app: IConstruct) {
    for (const construct of app.node.findAll()) {
      const reasons = reasonsOf(construct);
      if (reasons.size > 0) this.#byPath.set(construct.node.path, reasons);
    }
  }

  /** The reason for which `rule` is acknowledged at a construct, or `undefined` when it is not. */
  public reason(rule: string, constructPath: string): string | undefined {
    const id = written(rule);
    for (let path: string | undefined = constructPath; path !== undefined; path = parentOf(path)) {
      const reason = this.#byPath.get(path)?.get(id);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** Divides findings into those that are open and those that are acknowledged. Only a reason of substance counts. */
  public divide(findings: readonly Finding[]): { findings: Finding[]; acknowledged: Acknowledged[] } {
    const open: Finding[] = [];
    const acknowledged: Acknowledged[] = [];
    for (const finding of findings) {
      const { rule, resource = '' } = finding;
      const reason = rule === undefined ? undefined : this.reason(rule, resource);
      if (rule === undefined || reason === undefined) open.push(finding);
      else if (!hasSubstance(reason)) open.push({ ...finding, ...empty(reason) });
      else acknowledged.push({ rule, resource, reason });
    }
    return { findings: open, acknowledged };
  }
}

/** The shortest reason that can say what is accepted and why: "the test fixture is public". */
const FEWEST_WORDS = 5;

/**
 * Whether a reason could convince a reviewer, as far as a program can tell: it has words, and they are no placeholder.
 */
export function hasSubstance(reason: string): boolean {
  const words = reason.split(/\s+/).filter((word) => /\p{L}{2,}/u.test(word));
  return words.length >= FEWEST_WORDS && !/^\W*(todo|tbd|fixme|xxx)\b/i.test(reason);
}

function empty(reason: string): Pick<Finding, 'reason' | 'remedy' | 'severity'> {
  return {
    reason: `acknowledged, but for no reason that a reviewer could weigh: ${JSON.stringify(reason)}`,
    remedy: `mend it, or say in at least ${FEWEST_WORDS} words why it may stay`,
    severity: 'error',
  };
}

function reasonsOf(construct: IConstruct): Reasons {
  const entries = construct.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  return new Map(
    entries.flatMap(({ data }) =>
      Object.entries(data as Record<string, string>).map(([id, reason]) => [ruleOf(id), reason] as const),
    ),
  );
}

/** The CDK puts `Annotation::` before an id that names no validator; cdk-nag's rules are such. */
const ruleOf = (id: string): string => id.replace(/^annotation::/i, '');

/** The CDK writes an id's spaces as hyphens. */
const written = (rule: string): string => rule.replaceAll(' ', '-');

function parentOf(path: string): string | undefined {
  if (path === '') return undefined;
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
