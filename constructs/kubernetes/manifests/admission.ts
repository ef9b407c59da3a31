import type { Manifest } from './meta';

/** What the API server holds against requests, as Kubernetes 1.30 and later have it. */
export interface ValidatingAdmissionPolicy extends Manifest<
  'ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1'
> {
  /** Which requests, and what must hold of them. */
  readonly spec: {
    readonly failurePolicy: 'Fail' | 'Ignore';
    readonly matchConstraints: {
      readonly matchPolicy: 'Equivalent' | 'Exact';
      readonly resourceRules: readonly ResourceRule[];
    };
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly variables: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly {
      readonly expression: string;
      readonly message: string;
      readonly messageExpression: string;
      readonly reason: 'Forbidden' | 'Invalid';
    }[];
  };
}

/** Requests for some resources. */
export interface ResourceRule {
  /** API groups; the core one is empty. */
  readonly apiGroups: readonly string[];
  /** Their versions. */
  readonly apiVersions: readonly string[];
  /** What is done to them. */
  readonly operations: readonly ('CREATE' | 'UPDATE')[];
  /** The resources; a subresource follows a slash. */
  readonly resources: readonly string[];
  /** Whether they stand in a namespace. */
  readonly scope: 'Namespaced';
}

/** Where a policy counts, and what happens to what it refuses. */
export interface ValidatingAdmissionPolicyBinding extends Manifest<
  'ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1'
> {
  /** The policy, and the namespaces. */
  readonly spec: {
    readonly policyName: string;
    readonly validationActions: readonly ('Deny' | 'Audit')[];
    readonly matchResources?: {
      readonly namespaceSelector: {
        readonly matchExpressions: readonly {
          readonly key: string;
          readonly operator: 'NotIn';
          readonly values: readonly string[];
        }[];
      };
    };
  };
}
