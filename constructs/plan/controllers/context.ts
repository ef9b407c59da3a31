import type { RouterSpec } from '../../delivery/router';
import type { ComputeModeFacts } from '../cluster/compute-modes';
import type { PlanContext } from '../context';
import type { GatewayPlan } from '../edge/model';
import type { ServiceFacts } from '../service/facts';
import type { MeshSpec } from './spec';

/** What the controllers of an environment need to know of it. */
export interface ControllersContext {
  /** The environment. */
  readonly context: PlanContext;
  /** The zones of its nodes, who answers queries, and where what only AWS knows is written; the same as services are told. */
  readonly facts: Pick<ServiceFacts, 'zones' | 'prometheus' | 'platformFacts'>;
  /** What the compute mode brings. */
  readonly compute: Pick<ComputeModeFacts, 'targetGroupBindingApi'>;
  /** What divides traffic in this environment, by any of its services. */
  readonly routers: readonly RouterSpec['kind'][];
  /** What the load balancer before the mesh expects of the gateway; none where nothing leads to it from outside. */
  readonly gateway?: Pick<GatewayPlan, 'ports' | 'drain' | 'trustedProxies'>;
  /** The mesh; none where there is none. */
  readonly mesh?: MeshSpec;
}
