import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ServiceAccountRole } from '../../constructs/aws/service-account-role';
import { constructId } from '../../constructs/aws/shared/names';
import type { PlanContext } from '../../constructs/plan/context';
import type { ReplicatedDatabase } from '../../constructs/aws/replicated-database';
import type { PodsPlan } from './pods';

/** Props of {@link podRole}. */
export interface PodRoleProps {
  /** Whose pods. */
  readonly pods: PodsPlan;
  /** The cluster's name, a literal. */
  readonly clusterName: string;
  /** The environment. */
  readonly context: PlanContext;
  /** The stores of the environment, by name. */
  readonly stores: Readonly<Record<string, ReplicatedDatabase>>;
}

/** ECR, Secrets Manager and others append six characters of their own to a secret's name (Secrets Manager, "ARN"). */
const SECRET_SUFFIX = '-??????';

/** The role of the pods of one service account, with what they were promised and nothing else. */
export function podRole(scope: Construct, { pods, clusterName, context, stores }: PodRoleProps): ServiceAccountRole {
  const { namespace, serviceAccount } = pods;
  const role = new ServiceAccountRole(scope, roleId(pods), {
    clusterName,
    namespace,
    serviceAccount,
    context,
  });
  for (const { store, client } of pods.stores) stores[store]?.grantConnect(role, client);
  if (pods.secrets.length > 0) readSecrets(role, pods.secrets);
  return role;
}

/** The dot keeps the names of two places apart: without it, `rides-eu` of `trip` would be `rides` of `eu-trip`. */
function roleId({ namespace, serviceAccount }: PodsPlan): string {
  const separator = namespace === serviceAccount ? '' : '.';
  return [constructId('Role', namespace), constructId('', serviceAccount)].join(separator);
}

function readSecrets(role: ServiceAccountRole, names: readonly string[]): void {
  const stack = Stack.of(role);
  const arns = names.map(
    (name) => `arn:${stack.partition}:secretsmanager:${stack.region}:${stack.account}:secret:${name}${SECRET_SUFFIX}`,
  );
  role.role.addToPolicy(
    new PolicyStatement({
      sid: 'ReadItsSecrets',
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      resources: arns,
    }),
  );
  for (const arn of arns) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${String(stack.resolve(arn))}]`,
      reason: 'the six question marks stand for what Secrets Manager appends to the name of this one secret',
    });
  }
}
