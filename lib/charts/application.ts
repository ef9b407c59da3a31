import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import type { HelmRelease, ReleaseIdentity } from '../../constructs/plan/helm-release';
import type { Environment } from '../environment/schema';

/** A Kubernetes object as it was rendered: plain data, complete, without a token. */
export interface KubernetesObject {
  /** `argoproj.io/v1alpha1` */
  readonly apiVersion: string;
  /** `Rollout` */
  readonly kind: string;
  /** Its name, and its namespace unless it belongs to the whole cluster. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [section: string]: unknown;
}

/** Objects that are applied together and belong to one thing: a service, or the cluster's guard rails. */
export class ApplicationChart extends Chart {
  /** What they belong to: `payment`. */
  public readonly application: string;
  /** The environment that they are rendered for. */
  public readonly environment: Environment;

  public constructor(scope: Construct, application: string, environment: Environment) {
    super(scope, application, { disableResourceNameHashes: true });
    this.application = application;
    this.environment = environment;
  }

  /** Every object of the application. Those of the base class are only what stands directly in the chart. */
  public override get apiObjects(): ApiObject[] {
    return this.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  }
}

/**
 * What an adopter changes below the level of the environment: called once for each application, after its objects are made.
 */
export type CustomizeChart = (chart: ApplicationChart) => void;

/** What every application says of itself. */
interface ApplicationPlace {
  /** What it is: `payment`. */
  readonly name: string;
  /** The namespace that its release belongs to. */
  readonly namespace: string;
  /** When it is applied: after everything of a lower wave. */
  readonly wave: number;
}

/** Objects that are applied together. */
export interface ObjectApplication extends ApplicationPlace {
  /** The objects, in the order of their making: what comes later may refer to what came before. */
  readonly objects: readonly KubernetesObject[];
  /** Who it is in AWS, where it is of the platform: a service's role stands with the service. Nobody where it asks AWS for nothing. */
  readonly identities?: readonly ReleaseIdentity[];
}

/** A controller that comes from its publisher's Helm chart. */
export interface ReleaseApplication extends ApplicationPlace {
  /** The chart, its version and its values. */
  readonly release: HelmRelease;
}

/** One thing that is applied to the cluster. */
export type Application = ObjectApplication | ReleaseApplication;

/** The order in which applications are applied: what is in a later wave needs what is in an earlier one. */
export const WAVES = {
  namespaces: 0,
  controllers: 10,
  guardRails: 20,
  observability: 25,
  mesh: 30,
  services: 40,
} as const;

/**
 * Renders one application. Each has an app of its own, so that an application costs the same however many there are: cdk8s
 * compares all objects of an app with each other. What `make` gives is kept with the application.
 */
export function renderApplication<T extends object>(
  { environment, ...place }: ApplicationPlace & { readonly environment: Environment },
  make: (chart: ApplicationChart) => T,
  customize: CustomizeChart = () => undefined,
): ObjectApplication & T {
  const chart = new ApplicationChart(new App(), place.name, environment);
  const made = make(chart);
  customize(chart);
  return { ...place, ...made, objects: chart.toJson() as readonly KubernetesObject[] };
}

/** Objects as YAML, one document each. */
export function toYaml(objects: readonly KubernetesObject[]): string {
  return Yaml.stringify(...objects);
}
