import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { isAsking } from '../plan/service/analyses';
import { defaultFacts, type ServiceFacts } from '../plan/service/facts';
import { planService, type ServicePlan } from '../plan/service/plan';
import { serviceProblems, serviceSpec, type ServiceSpec } from '../plan/service/spec';
import { checkSpec } from '../plan/spec';
import { contextOf, type ContextProps } from './context';
import type { ServiceAccount } from './manifests/core';
import { autoscaler, disruptionBudget } from './microservice/autoscaling';
import { configMap } from './microservice/configuration';
import { networkPolicy } from './microservice/network-policy';
import { podTemplate } from './microservice/pod';
import { secretProviderClass } from './microservice/secrets';
import { Rollout } from './rollout';
import { smokeLabels } from './rollout/asking-job';
import { TrafficRouter } from './traffic-router';

/** Props of {@link Microservice}: a service's description, and the environment that it stands in. */
export interface MicroserviceProps extends ServiceSpec {
  /** The environment: `{ environment: 'prod', region: 'eu-west-1' }`. */
  readonly context: ContextProps;
  /**
   * What differs from the blueprint's environments: `{ zones: ['eu-west-1a', 'eu-west-1b'] }`.
   * @default - EKS Auto Mode in three zones, Amazon Managed Service for Prometheus, and the blueprint's names
   */
  readonly facts?: Partial<ServiceFacts>;
}

/**
 * A service that is rolled out by canary or blue-green, judged by its promise, and survives the loss of a zone: its pods,
 * their autoscaler and disruption budget, what they may reach, their settings and secrets, and what divides requests between
 * versions.
 *
 * @example
 * new Microservice(chart, 'payment', {
 *   name: 'payment',
 *   image: 'ghcr.io/rides/payment:1.4.2',
 *   promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
 *   context: { environment: 'prod', region: 'eu-west-1' },
 * });
 */
export class Microservice extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: ServicePlan;

  /** The Rollout, for what no prop says. */
  public readonly rollout: Rollout;

  public constructor(scope: Construct, id: string, { context, facts, ...given }: MicroserviceProps) {
    super(scope, id);
    const environment = contextOf(context);
    const known: ServiceFacts = { ...defaultFacts(environment.region), ...facts };
    const spec = checkSpec(serviceSpec, inNamespaceOf(this, given), (each) =>
      serviceProblems(each, environment, known),
    );
    this.plan = planService(spec, environment, known);

    // What comes later may refer to what came before: cdk8s keeps this order. Dependencies would say the same, and make
    // synthesis quadratic in the number of services.
    new ApiObject(this, 'service-account', serviceAccount(this.plan));
    const settings = configMap(this.plan);
    if (settings !== undefined) new ApiObject(this, 'configuration', settings);
    const secrets = secretProviderClass(this.plan);
    if (secrets !== undefined) new ApiObject(this, 'secrets', secrets);
    this.addNetworkPolicies();
    new ApiObject(this, 'disruption-budget', disruptionBudget(this.plan));
    new TrafficRouter(this, 'router', { plan: this.plan });
    const template = podTemplate(this.plan, settings?.metadata.name);
    this.rollout = new Rollout(this, 'rollout', { plan: this.plan, template });
    new ApiObject(this, 'autoscaler', autoscaler(this.plan));
  }

  private addNetworkPolicies(): void {
    const { name, namespace, labels, selector, access, smoke, analyses } = this.plan;
    new ApiObject(this, 'network-policy', networkPolicy({ name, namespace, labels, selector }, access));
    if (!analyses.some(({ metrics }) => metrics.some(isAsking))) return;
    const pods = smokeLabels(this.plan);
    const subject = { name: smoke.name, namespace, labels: pods, selector: { 'app.kubernetes.io/name': smoke.name } };
    new ApiObject(this, 'smoke-network-policy', networkPolicy(subject, smoke.access));
  }
}

/** A chart that has a namespace means it for what stands in it. */
function inNamespaceOf(scope: Construct, spec: ServiceSpec): ServiceSpec {
  const { namespace } = Chart.of(scope);
  return spec.namespace !== undefined || namespace === undefined ? spec : { ...spec, namespace };
}

/** EKS Pod Identity knows it by its namespace and name: no annotation, and so no ARN. */
function serviceAccount({ name, namespace, labels }: ServicePlan): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}
