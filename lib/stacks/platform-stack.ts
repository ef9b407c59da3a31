import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { physicalName, type PlanContext } from '../../constructs/plan/context';
import { contextOf } from '../environment/context';
import type { Environment } from '../environment/schema';

/** What every stack of the platform is given. */
export interface PlatformStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
}

/** A stack of an environment: named by contract, tagged, and protected in production. */
export abstract class PlatformStack extends Stack {
  /** What the plans of this stack's constructs need to know. */
  protected readonly context: PlanContext;
  private readonly zones: readonly string[];

  protected constructor(scope: Construct, id: string, description: string, { environment }: PlatformStackProps) {
    super(scope, id, stackProps(environment, id, description));
    this.context = contextOf(environment);
    this.zones = environment.network.zones;
  }

  /** The zones that the environment names. The getter of the base class would look them up in the account. */
  public override get availabilityZones(): string[] {
    return [...this.zones];
  }
}

/** The tags of everything in an environment. */
export function tagsOf(environment: Environment): Record<string, string> {
  const { platform, environment: name } = contextOf(environment);
  return { platform, environment: name, ...environment.tags };
}

function stackProps(environment: Environment, id: string, description: string): StackProps {
  return {
    stackName: physicalName(contextOf(environment), id),
    description,
    env: { account: environment.account, region: environment.region },
    // CloudFormation hands them on to what has no tags in its template.
    tags: tagsOf(environment),
    terminationProtection: environment.terminationProtection ?? environment.tier === 'production',
  };
}
