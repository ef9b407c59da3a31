import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import { Role, ServicePrincipal, type IGrantable, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { physicalName } from '../plan/context';
import { fittedName } from '../plan/fitted-name';
import { SpecError } from '../plan/problem';
import { contextOf, type ContextProps } from './context';

/** Props of {@link ServiceAccountRole}. */
export interface ServiceAccountRoleProps {
  /** The cluster's name, as a literal: `bulkhead-prod`. It may be of another stack; nothing refers to it by token. */
  readonly clusterName: string;
  /** The Kubernetes namespace: `payment`. */
  readonly namespace: string;
  /** The Kubernetes service account: `payment`. */
  readonly serviceAccount: string;
  /**
   * The environment: `{ environment: 'prod' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/** IAM limits a role's name to 64 characters (IAM quotas). */
const LONGEST_ROLE_NAME = 64;

/**
 * The IAM role of one Kubernetes service account, by EKS Pod Identity: pods that run as the service account have what is
 * granted here, and their manifest says nothing of it. No other pod, namespace, cluster or account can take the role.
 *
 * @example
 * const payment = new ServiceAccountRole(this, 'Payment', {
 *   clusterName: 'bulkhead-prod', namespace: 'payment', serviceAccount: 'payment',
 * });
 * receipts.grantRead(payment);
 */
export class ServiceAccountRole extends Construct implements IGrantable {
  /** The role. */
  public readonly role: Role;
  /** Its name, a literal: `bulkhead-prod-pod-payment.payment`. */
  public readonly roleName: string;

  /** Lets every `grant…` method of the CDK take this construct. */
  public get grantPrincipal(): IPrincipal {
    return this.role;
  }

  public constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    checkLiteral(props);
    const { clusterName, namespace, serviceAccount } = props;
    const stack = Stack.of(this);
    const context = contextOf(this, props.context);
    // The dot keeps namespace and account apart: neither name can hold one.
    this.roleName = fittedName(physicalName(context, 'pod', `${namespace}.${serviceAccount}`), LONGEST_ROLE_NAME);
    this.role = new Role(this, 'Role', {
      roleName: this.roleName,
      description: `Pods of service account ${namespace}/${serviceAccount} in cluster ${clusterName}`,
      // Pod Identity tells who asks in session tags. Without these conditions, whoever may make an association in this
      // account could hand the role to any pod (EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity").
      assumedBy: new ServicePrincipal('pods.eks.amazonaws.com')
        .withConditions({
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:RequestTag/eks-cluster-arn': stack.formatArn({
              service: 'eks',
              resource: 'cluster',
              resourceName: clusterName,
            }),
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': serviceAccount,
          },
        })
        .withSessionTags(),
    });
    const association = new CfnPodIdentityAssociation(this, 'Association', {
      clusterName,
      namespace,
      serviceAccount,
      roleArn: this.role.roleArn,
      // The trust policy reads the tags.
      disableSessionTags: false,
    });
    association.node.addDependency(this.role);
  }

  /**
   * The role of a service account in the stack of `scope`, made when it is first asked for. EKS takes one association
   * per service account, so that a service that uses two stores has one role for both.
   */
  public static in(scope: Construct, props: ServiceAccountRoleProps): ServiceAccountRole {
    checkLiteral(props);
    const stack = Stack.of(scope);
    const id = `ServiceAccount-${props.clusterName}-${props.namespace}.${props.serviceAccount}`;
    const existing = stack.node.tryFindChild(id);
    return existing instanceof ServiceAccountRole ? existing : new ServiceAccountRole(stack, id, props);
  }
}

function checkLiteral({ clusterName, namespace, serviceAccount }: ServiceAccountRoleProps): void {
  const problems = Object.entries({ clusterName, namespace, serviceAccount })
    .filter(
      ([, value]) =>
        typeof value !== 'string' || Token.isUnresolved(value) || !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(value),
    )
    .map(([field, value]) => ({
      field,
      value,
      reason: 'the association goes by names that are known before anything is deployed',
      remedy: "write it as a text, as in 'payment'",
    }));
  if (problems.length > 0) throw new SpecError(problems);
}
