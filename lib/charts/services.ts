import { GrafanaDashboard } from '../../constructs/kubernetes/grafana/dashboard';
import { MeshMember } from '../../constructs/kubernetes/mesh-member';
import { Microservice } from '../../constructs/kubernetes/microservice';
import { resolveNamespace, resolveReplicas } from '../../constructs/plan/service/defaults';
import type { ServicePlan } from '../../constructs/plan/service/plan';
import { contextOf } from '../environment/context';
import { serviceFacts } from '../environment/facts';
import type { Environment } from '../environment/schema';
import { serviceSpecs } from '../environment/services';
import type { Target } from '../images/image-name';
import { renderApplication, WAVES, type CustomizeChart, type ObjectApplication } from './application';
import { serviceDashboards } from './dashboards';

/** A service as it was rendered. */
export interface ServiceApplication extends ObjectApplication {
  /** What was decided of it. */
  readonly plan: ServicePlan;
}

/** The services of an environment, one application each, in the order in which the environment names them. */
export function serviceApplications(
  environment: Environment,
  target: Target,
  customize?: CustomizeChart,
): readonly ServiceApplication[] {
  const facts = serviceFacts(environment, target);
  const context = contextOf(environment);
  const dashboards = serviceDashboards(environment);
  return Object.values(serviceSpecs(environment, target)).map((spec) => {
    // A cluster on one's own machine has no zones. What was accepted for those of the environment must hold there, too.
    const replicas = resolveReplicas(spec, context, environment.network);
    const place = { name: spec.name, namespace: resolveNamespace(spec), wave: WAVES.services, environment };
    return renderApplication(
      place,
      (chart) => {
        const { plan } = new Microservice(chart, 'service', { ...spec, replicas, context, facts });
        new MeshMember(chart, 'mesh-member', { plan });
        const dashboard = dashboards.get(spec.name);
        if (dashboard !== undefined) new GrafanaDashboard(chart, 'dashboard', { dashboard, folder: 'Services' });
        return { plan };
      },
      customize,
    );
  });
}
