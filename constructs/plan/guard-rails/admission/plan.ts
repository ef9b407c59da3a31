import { EXEMPT_NAMESPACES, type ExemptNamespace } from './exempt-namespaces';
import { celText, CHANGES_PODS, COMMON_VARIABLES, type Variable } from './expressions';
import { offendersOf, POLICIES, type Refusal } from './policies';
import { ADMISSION_POLICY_NAMES, type AdmissionPolicyName, type AdmissionSpec } from './spec';

/** Kinds of one API that a policy judges when they are made or changed; not when they are deleted, nor their status. */
export interface JudgedResources {
  /** The API group; empty for the core of Kubernetes. */
  readonly group: string;
  /** Its version. */
  readonly version: string;
  /** The resources: `deployments`, `pods/ephemeralcontainers`. */
  readonly resources: readonly string[];
}

/** What must hold of an object, and what is said otherwise. */
export interface ValidationPlan {
  /** True when it holds, in CEL. */
  readonly expression: string;
  /** Which object and container, why, and what to do, in CEL. */
  readonly messageExpression: string;
  /** The same without the object, for when the expression cannot be worked out. */
  readonly message: string;
}

/** A policy that judges every request for pods and what makes pods. */
export interface AdmissionPolicyPlan {
  /** Its name: `bulkhead-image-versions`. */
  readonly name: string;
  /** Why it is there. */
  readonly because: string;
  /** What it judges. */
  readonly judges: readonly JudgedResources[];
  /** Which of these requests it judges, in CEL. */
  readonly condition: string;
  /** What its expressions build on. */
  readonly variables: readonly Variable[];
  /** What it judges them by. */
  readonly validations: readonly ValidationPlan[];
  /** The namespaces that it leaves alone. */
  readonly exempt: readonly ExemptNamespace[];
}

/**
 * What makes pods. Whoever applies one of these sees the refusal; of a Pod only its controller would. The engine's
 * Experiments and AnalysisRuns are left out: nobody applies them, and the ReplicaSets and Jobs that they make are judged.
 */
const MAKERS: readonly JudgedResources[] = [
  { group: 'apps', version: 'v1', resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { group: 'batch', version: 'v1', resources: ['jobs', 'cronjobs'] },
  { group: 'argoproj.io', version: 'v1alpha1', resources: ['rollouts'] },
];

/** Decides the admission policies of a cluster. The spec must have been checked. */
export function planAdmissionPolicies({
  platform = 'bulkhead',
  exemptNamespaces = EXEMPT_NAMESPACES,
}: AdmissionSpec): readonly AdmissionPolicyPlan[] {
  return ADMISSION_POLICY_NAMES.map((name) => {
    const { because, judgesDebuggers, refusals } = POLICIES[name];
    return {
      name: `${platform}-${name}`,
      because,
      judges: [
        { group: '', version: 'v1', resources: ['pods', ...(judgesDebuggers ? ['pods/ephemeralcontainers'] : [])] },
        ...MAKERS,
      ],
      condition: CHANGES_PODS,
      variables: [...COMMON_VARIABLES, ...refusals.map(offendersOf)],
      validations: refusals.map(validation),
      exempt: exemptNamespaces.filter(({ from }) => isExempt(name, from)),
    };
  });
}

function validation({ offenders, kind, says, reason, remedy }: Refusal): ValidationPlan {
  const because = `${says}: ${reason}; ${remedy}`;
  return {
    expression: `variables.${offenders}.size() == 0`,
    message: `${kind} ${because}`,
    messageExpression: [
      `variables.subject + ${celText(`: ${kind} `)}`,
      `+ variables.${offenders}.join(', ') + ${celText(` ${because}`)}`,
    ].join('\n'),
  };
}

const isExempt = (name: AdmissionPolicyName, from: readonly AdmissionPolicyName[] | undefined): boolean =>
  from === undefined || from.includes(name);
