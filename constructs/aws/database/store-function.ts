import { join } from 'node:path';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DatabasePlan, FunctionPlan } from '../../plan/database/plan';
import { StoreLogGroup } from './store-log-group';

const FUNCTIONS = join(__dirname, '..', 'functions');

/** Props of {@link StoreFunction}. */
export interface StoreFunctionProps {
  /** The store that it tends. */
  readonly store: DatabasePlan;
  /** Its names. */
  readonly plan: FunctionPlan;
  /** The folder of its code, under `constructs/aws/functions`. */
  readonly code: string;
  /** What it is for. */
  readonly description: string;
  /** How long it may run. */
  readonly timeout: Duration;
  /** The key of its logs. */
  readonly key: IKey;
  /** What it may do, besides writing its logs. */
  readonly permissions: readonly PolicyStatement[];
  /**
   * Its environment variables; no secrets.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A function that tends a store through AWS's interfaces. It stands outside the VPC, so that no rule of the store's
 * security groups is there for it. Its permissions are part of its role from the beginning, and it has no others.
 */
export class StoreFunction extends LambdaFunction {
  public constructor(scope: Construct, id: string, props: StoreFunctionProps) {
    const logGroup = new StoreLogGroup(scope, `${id}Logs`, props.store, props.key, props.plan.logGroup);
    const role = new Role(scope, `${id}Role`, {
      description: `Lets function ${props.plan.name} do its work`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        work: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
            ...props.permissions,
          ],
        }),
      },
    });
    super(scope, id, {
      functionName: props.plan.name,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: props.timeout,
      handler: 'index.handler',
      code: Code.fromAsset(join(FUNCTIONS, props.code), { exclude: ['*.d.ts'] }),
      environment: { ...props.environment },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
  }
}
