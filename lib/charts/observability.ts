import { CollectorAgent } from '../../constructs/kubernetes/collector/agent';
import { CollectorGateway } from '../../constructs/kubernetes/collector/gateway';
import { LocalStores } from '../../constructs/kubernetes/collector/local-stores';
import { KubeStateMetrics } from '../../constructs/kubernetes/kube-state-metrics';
import { OBSERVABILITY_NAMESPACE } from '../../constructs/plan/observability/names';
import { planLocalStores } from '../../constructs/plan/observability/local/plan';
import { collectorPlan } from '../environment/collector';
import { monitoringOf } from '../environment/monitoring';
import type { Environment } from '../environment/schema';
import type { Target } from '../images/image-name';
import { renderApplication, WAVES, type CustomizeChart, type ObjectApplication } from './application';

/**
 * What collects an environment's metrics, logs and traces. In a cluster on one's own machine also what keeps them, applied
 * before it.
 */
export function observabilityApplications(
  environment: Environment,
  target: Target,
  customize?: CustomizeChart,
): readonly ObjectApplication[] {
  return [
    ...(target === 'local' ? [storesApplication(environment, customize)] : []),
    collectorApplication(environment, target, customize),
  ];
}

const PLACE = { namespace: OBSERVABILITY_NAMESPACE, wave: WAVES.observability } as const;

function collectorApplication(environment: Environment, target: Target, customize?: CustomizeChart): ObjectApplication {
  return renderApplication(
    { name: 'collector', ...PLACE, environment },
    (chart) => {
      const { agent, gateway, clusterState, identities } = collectorPlan(environment, target);
      new KubeStateMetrics(chart, 'kube-state-metrics', { plan: clusterState });
      if (gateway !== undefined) new CollectorGateway(chart, 'gateway', { plan: gateway });
      new CollectorAgent(chart, 'agent', { plan: agent });
      return { identities };
    },
    customize,
  );
}

function storesApplication(environment: Environment, customize?: CustomizeChart): ObjectApplication {
  return renderApplication(
    { name: 'local-stores', ...PLACE, environment },
    (chart) => {
      new LocalStores(chart, 'stores', { plan: planLocalStores(monitoringOf(environment).ruleFiles) });
      return {};
    },
    customize,
  );
}
