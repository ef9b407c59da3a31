import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { planAdmissionPolicies, type AdmissionPolicyPlan } from '../plan/guard-rails/admission/plan';
import { admissionProblems, admissionSpec, type AdmissionSpec } from '../plan/guard-rails/admission/spec';
import { checkSpec } from '../plan/spec';
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from './manifests/admission';

/** Props of {@link AdmissionPolicies}: the platform's name, and the namespaces that are exempt. */
export type AdmissionPolicyProps = AdmissionSpec;

/** The label that Kubernetes puts on every namespace, and lets nobody change. */
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/**
 * What the API server refuses in every namespace that is not exempt: images without a version, containers that reserve
 * nothing or have no memory limit, and pods that reach their node. It judges Deployments and their like as well as Pods, so
 * that whoever applies one is told.
 *
 * @example
 * new AdmissionPolicies(chart, 'admission-policies');
 */
export class AdmissionPolicies extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: readonly AdmissionPolicyPlan[];

  public constructor(scope: Construct, id: string, props: AdmissionPolicyProps = {}) {
    super(scope, id);
    this.plan = planAdmissionPolicies(checkSpec(admissionSpec, props, admissionProblems));
    for (const each of this.plan) {
      new ApiObject(this, each.name, policy(each));
      new ApiObject(this, `${each.name}-binding`, binding(each));
    }
  }
}

function policy(plan: AdmissionPolicyPlan): ValidatingAdmissionPolicy {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: plan.name, annotations: { 'bulkhead/because': plan.because } },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        resourceRules: plan.judges.map(({ group, version, resources }) => ({
          apiGroups: [group],
          apiVersions: [version],
          operations: ['CREATE', 'UPDATE'],
          resources,
          scope: 'Namespaced',
        })),
      },
      matchConditions: [{ name: 'changes-pods', expression: plan.condition }],
      variables: plan.variables,
      validations: plan.validations.map((validation) => ({ ...validation, reason: 'Forbidden' })),
    },
  };
}

function binding({ name, exempt }: AdmissionPolicyPlan): ValidatingAdmissionPolicyBinding {
  const values = exempt.map((each) => each.name);
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: {
      name,
      ...(exempt.length === 0
        ? {}
        : { annotations: { 'bulkhead/exempt': exempt.map((each) => `${each.name}: ${each.because}`).join('; ') } }),
    },
    spec: {
      policyName: name,
      validationActions: ['Deny', 'Audit'],
      // An expression without values is invalid.
      ...(values.length === 0
        ? {}
        : {
            matchResources: {
              namespaceSelector: { matchExpressions: [{ key: NAMESPACE_LABEL, operator: 'NotIn', values }] },
            },
          }),
    },
  };
}
