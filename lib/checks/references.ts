import type { Check, Finding } from './check';
import { FOUNDATIONS, OUTAGE_WHEN_REPLACED } from './references/keepers';
import { readServiceSpec, type ServiceSpec } from './references/service-spec';
import { exportsOf, referent, usesIn, type Use } from './references/uses';
import type { RenderedStack, Subject } from './subject';

/**
 * What stacks know of each other is bound as tightly as it must be and no tighter. CloudFormation cannot see through a
 * weak reference while it plans: the value is "known after apply", and it plans to replace whatever takes that value at
 * creation only, and what hangs on that (aws-cdk #38829). A strong one keeps the producer from changing (aws-cdk
 * #7602).
 */
export const references: Check = {
  name: 'references',
  promise: 'no deployment plans to replace a store by guess, none is blocked by an export, environments stand alone',
  run: (subject) => ({ findings: new ReferenceRules(subject, readServiceSpec()).findings() }),
};

class ReferenceRules {
  readonly #uses: readonly Use[];
  readonly #localUses: ReadonlyMap<string, readonly Use[]>;

  public constructor(
    private readonly subject: Subject,
    private readonly spec: ServiceSpec,
  ) {
    this.#uses = subject.stacks.flatMap(usesIn);
    this.#localUses = grouped(this.#uses.filter(({ section }) => section === 'Resources'));
  }

  public findings(): Finding[] {
    return [
      ...this.#uses.flatMap((use) => this.#crossesEnvironments(use)),
      ...this.#uses.flatMap((use) => this.#tooWeak(use)),
      ...this.subject.stacks.flatMap((stack) => this.#tooStrong(stack)),
    ];
  }

  #crossesEnvironments(use: Use): Finding[] {
    const { target, stack } = use;
    if (target.kind === 'local') return [];
    const producer = this.subject.stacks.find((candidate) => produces(candidate, target));
    if (producer === undefined) {
      return [
        this.#finding(use, {
          reason: `no stack of this app produces ${nameOf(use)}`,
          remedy: 'pass what the other stack made as a typed property, never as a name that you wrote yourself',
        }),
      ];
    }
    if (producer.environment === stack.environment) return [];
    return [
      this.#finding(use, {
        reason: `it reaches from environment '${stack.environment}' into '${producer.environment}'`,
        remedy: 'give each environment its own; what environments must share goes by a name that both are told',
      }),
    ];
  }

  #tooWeak(use: Use): Finding[] {
    if (use.target.kind !== 'weak' || use.section !== 'Resources') return [];
    const chain = this.#replaces(use);
    if (chain === undefined) return [];
    return [
      this.#finding(use, {
        reason: `weak, yet it decides whether ${chain.map((step) => describe(step)).join(', hence ')} is replaced${why(chain.at(-1))}: a change set would plan that by guess (aws-cdk #38829)`,
        remedy:
          'in the construct that makes what is referred to: CrossStackReferences.of(resource).produce(ReferenceStrength.STRONG)',
      }),
    ];
  }

  #tooStrong(stack: RenderedStack): Finding[] {
    return [...exportsOf(stack.template)].flatMap(([exportName, value]) => {
      const producer = stack.template.Resources?.[referent(value) ?? ''];
      if (producer !== undefined && FOUNDATIONS.has(producer.Type)) return [];
      const consumers = this.#uses.filter(({ target }) => target.kind === 'strong' && target.exportName === exportName);
      const [first] = consumers;
      if (first === undefined || consumers.some((use) => this.#replaces(use) !== undefined)) return [];
      return [
        this.#finding(first, {
          reason: `strong, though nothing would be replaced if it changed: the export blocks updates of ${stack.path} (aws-cdk #7602)`,
          remedy: 'leave its strength to the default of cdk.json, which is weak',
        }),
      ];
    });
  }

  /**
   * The resources through which a value that is known only after apply reaches one that must not be replaced, ending
   * with that one; `undefined` when it reaches none. A resource that changes at all passes the doubt on to whatever
   * refers to it: a change set has been seen to plan so (aws-cdk #38829 for `DBSubnetGroupName`, and #31426).
   */
  #replaces(use: Use, seen: ReadonlySet<string> = new Set()): readonly Use[] | undefined {
    if (use.section !== 'Resources' || seen.has(use.logicalId)) return undefined;
    const type = typeOf(use);
    if (this.spec.isCreateOnly(type, use.path) && this.#mustStay(type)) return [use];
    for (const next of this.#localUses.get(keyOf(use.stack, use.logicalId)) ?? []) {
      const chain = this.#replaces(next, new Set([...seen, use.logicalId]));
      if (chain !== undefined) return [use, ...chain];
    }
    return undefined;
  }

  #mustStay(type: string): boolean {
    return this.spec.isStateful(type) || OUTAGE_WHEN_REPLACED.has(type);
  }

  #finding(use: Use, { reason, remedy }: Pick<Finding, 'reason' | 'remedy'>): Finding {
    return {
      environment: use.stack.environment,
      stack: use.stack.name,
      resource: use.stack.constructPaths.get(use.logicalId) ?? use.logicalId,
      field: use.path.join('.'),
      value: nameOf(use),
      reason,
      remedy,
      severity: 'error',
    };
  }
}

/** The uses of each resource within its stack, by {@link keyOf}. */
function grouped(uses: readonly Use[]): Map<string, Use[]> {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    if (use.target.kind !== 'local') continue;
    const key = keyOf(use.stack, use.target.logicalId);
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return groups;
}

const keyOf = ({ path }: RenderedStack, logicalId: string): string => `${path}:${logicalId}`;

const typeOf = ({ stack, logicalId }: Use): string => stack.template.Resources?.[logicalId]?.Type ?? '';

const describe = (use: Use): string => `${typeOf(use)} ${use.logicalId} (${use.path.join('.')})`;

function why(last: Use | undefined): string {
  const reason = last === undefined ? undefined : OUTAGE_WHEN_REPLACED.get(typeOf(last));
  return reason === undefined ? ', with the data in it' : ` (${reason})`;
}

function produces({ stackName, template }: RenderedStack, target: Use['target']): boolean {
  switch (target.kind) {
    case 'strong':
      return exportsOf(template).has(target.exportName);
    case 'weak':
      return stackName === target.stackName && template.Outputs?.[target.outputName] !== undefined;
    case 'local':
      return false;
  }
}

function nameOf({ target }: Use): string {
  switch (target.kind) {
    case 'strong':
      return `the export ${target.exportName}`;
    case 'weak':
      return `the output ${target.outputName} of stack ${target.stackName}`;
    case 'local':
      return target.logicalId;
  }
}
