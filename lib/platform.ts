import { App, Stage, Tags, type AppProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Application, CustomizeChart } from './charts/application';
import { applicationsOf } from './charts';
import { accountSetups, type AccountSetup } from './environment/account';
import { contextOf } from './environment/context';
import { parseEnvironments } from './environment/parse';
import type { Environment } from './environment/schema';
import { AccountStack } from './stacks/account-stack';
import { AlarmsStack } from './stacks/alarms-stack';
import { ClusterStack } from './stacks/cluster-stack';
import { ControllersStack } from './stacks/controllers-stack';
import { DataStack } from './stacks/data-stack';
import { EdgeStack } from './stacks/edge-stack';
import { NetworkStack } from './stacks/network-stack';
import { ObservabilityStack } from './stacks/observability-stack';
import { tagsOf } from './stacks/platform-stack';
import { ServicesStack } from './stacks/services-stack';
import { shardsOf } from './stacks/shards';

/**
 * One environment as a deployable unit: `npx cdk deploy 'prod/*'`. Its stacks, in the order in which they stand on each
 * other, are the network, the cluster, the data stores, the way in, what observes them, the controllers in the cluster, the
 * services, and the alarms.
 */
export class PlatformStage extends Stage {
  public readonly environment: Environment;
  /** Everything that Kubernetes is told, in the order in which it is told. */
  public readonly applications: readonly Application[];
  public readonly network: NetworkStack;
  public readonly cluster: ClusterStack;
  public readonly data: DataStack;
  public readonly edge: EdgeStack | undefined;
  public readonly observability: ObservabilityStack;
  public readonly controllers: ControllersStack;
  public readonly services: readonly ServicesStack[];
  public readonly alarms: AlarmsStack;

  public constructor(scope: Construct, environment: Environment, customizeChart?: CustomizeChart) {
    super(scope, environment.name, { env: { account: environment.account, region: environment.region } });
    this.environment = environment;
    this.applications = applicationsOf(environment, 'aws', customizeChart);

    this.network = new NetworkStack(this, 'network', { environment });
    const { vpc } = this.network.network;

    this.cluster = new ClusterStack(this, 'cluster', { environment, vpc });
    this.cluster.addStackDependency(this.network);
    const { cluster } = this.cluster;

    this.data = new DataStack(this, 'data', { environment, vpc, cluster });
    this.data.addStackDependency(this.cluster);

    this.edge = environment.edge === undefined ? undefined : new EdgeStack(this, 'edge', { environment, vpc, cluster });
    this.edge?.addStackDependency(this.cluster);

    this.observability = new ObservabilityStack(this, 'observability', { environment });

    const { applications } = this;
    const { metrics } = this.observability;
    this.controllers = new ControllersStack(this, 'controllers', {
      environment,
      cluster,
      metrics,
      applications,
      ...(this.edge === undefined ? {} : { door: this.edge.door }),
    });
    if (this.edge !== undefined) this.controllers.addStackDependency(this.edge);
    this.controllers.addStackDependency(this.cluster);
    this.controllers.addStackDependency(this.observability);

    const { stores } = this.data;
    this.services = shardsOf(environment).map(({ id, pods }) => {
      const services = new ServicesStack(this, id, { environment, cluster, stores, metrics, pods, applications });
      services.addStackDependency(this.data);
      services.addStackDependency(this.controllers);
      return services;
    });

    this.alarms = new AlarmsStack(this, 'alarms', {
      environment,
      network: this.network.network,
      observability: this.observability,
      ...(this.edge === undefined ? {} : { door: this.edge.door }),
    });
    // Last: what is not there yet would fire.
    for (const before of [this.network, this.data, this.observability, this.controllers, ...this.services]) {
      this.alarms.addStackDependency(before);
    }
    if (this.edge !== undefined) this.alarms.addStackDependency(this.edge);

    for (const [key, value] of Object.entries(tagsOf(environment))) Tags.of(this).add(key, value);
  }
}

/**
 * What an account has once, whichever of its environments needs it: `npx cdk deploy 'account-777788889999/*'`, before the first of
 * them. It goes with none of them. In it is one stack for each region.
 */
export class AccountStage extends Stage {
  public readonly stacks: readonly AccountStack[];

  public constructor(scope: Construct, id: string, setups: readonly AccountSetup[]) {
    super(scope, id);
    this.stacks = setups.map((setup) => new AccountStack(this, setup.environment.region, setup));
    for (const { environment } of setups) Tags.of(this).add('platform', contextOf(environment).platform);
  }
}

/** What an adopter changes below the level of the environment: called once for each, after its stacks are made. */
export type Customize = (platform: PlatformStage) => void;

/** The escape hatches of an adopter. */
export interface Customizations {
  /**
   * To every construct of an environment's stacks.
   * @default - nothing is customized
   */
  readonly customize?: Customize;
  /**
   * To every object of an environment's charts.
   * @default - nothing is customized
   */
  readonly customizeChart?: CustomizeChart;
}

/** How to compose the app. */
export interface PlatformAppProps extends AppProps, Customizations {}

/** The context key that limits the app to one environment: `npx cdk synth -c environment=prod`. */
export const ENVIRONMENT_CONTEXT = 'environment';

/**
 * The CDK app of the given environments, one Stage each.
 *
 * @throws SpecError with every problem of the environments that it would hold, or when `-c environment=…` names none of them.
 */
export function platformApp(inputs: readonly Environment[], props: PlatformAppProps = {}): App {
  const { customize, customizeChart, ...appProps } = props;
  const app = new App(appProps);
  const wanted: unknown = app.node.tryGetContext(ENVIRONMENT_CONTEXT);
  const environments = parseEnvironments(inputs, wanted);
  const setups = accountSetups(environments);
  for (const stage of new Set(setups.map((setup) => setup.stage))) {
    new AccountStage(
      app,
      stage,
      setups.filter((setup) => setup.stage === stage),
    );
  }
  for (const environment of environments) {
    const platform = new PlatformStage(app, environment, customizeChart);
    customize?.(platform);
  }
  return app;
}
