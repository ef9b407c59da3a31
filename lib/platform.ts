import { App, Stage, Tags, type AppProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { parseEnvironments } from './environment/parse';
import type { Environment } from './environment/schema';
import { ClusterStack } from './stacks/cluster-stack';
import { DataStack } from './stacks/data-stack';
import { NetworkStack } from './stacks/network-stack';
import { tagsOf } from './stacks/platform-stack';

/**
 * One environment as a deployable unit: `npx cdk deploy 'prod/*'`. Its stacks, in the order in which they stand on each
 * other, are the network, the cluster and the data stores.
 */
export class PlatformStage extends Stage {
  public readonly environment: Environment;
  public readonly network: NetworkStack;
  public readonly cluster: ClusterStack;
  public readonly data: DataStack;

  public constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name, { env: { account: environment.account, region: environment.region } });
    this.environment = environment;

    this.network = new NetworkStack(this, 'network', { environment });
    const { vpc } = this.network.network;

    this.cluster = new ClusterStack(this, 'cluster', { environment, vpc });
    this.cluster.addStackDependency(this.network);

    this.data = new DataStack(this, 'data', { environment, vpc, cluster: this.cluster.cluster });
    this.data.addStackDependency(this.cluster);

    for (const [key, value] of Object.entries(tagsOf(environment))) Tags.of(this).add(key, value);
  }
}

/** What an adopter changes below the level of the environment: called once for each, after its stacks are made. */
export type Customize = (platform: PlatformStage) => void;

/** How to compose the app. */
export interface PlatformAppProps extends AppProps {
  /**
   * The escape hatch to every construct of an environment.
   * @default - nothing is customized
   */
  readonly customize?: Customize;
}

/** The context key that limits the app to one environment: `npx cdk synth -c environment=prod`. */
export const ENVIRONMENT_CONTEXT = 'environment';

/**
 * The CDK app of the given environments, one Stage each.
 *
 * @throws SpecError with every problem of the environments that it would hold, or when `-c environment=…` names none of them.
 */
export function platformApp(inputs: readonly Environment[], { customize, ...appProps }: PlatformAppProps = {}): App {
  const app = new App(appProps);
  const wanted: unknown = app.node.tryGetContext(ENVIRONMENT_CONTEXT);
  for (const environment of parseEnvironments(inputs, wanted)) {
    const platform = new PlatformStage(app, environment);
    customize?.(platform);
  }
  return app;
}
