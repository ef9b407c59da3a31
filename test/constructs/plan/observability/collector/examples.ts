import type { PlanContext } from '../../../../../constructs/plan/context';
import {
  planCollector,
  type CollectorFacts,
  type CollectorPlan,
} from '../../../../../constructs/plan/observability/collector/plan';
import type { CollectorSpec } from '../../../../../constructs/plan/observability/collector/spec';
import { defaultFacts } from '../../../../../constructs/plan/service/facts';
import { production } from '../../service/examples';

/** An environment in three zones, whose slowest service promises an answer in 400 ms. */
export const facts: CollectorFacts = {
  ...defaultFacts('eu-west-1'),
  target: 'aws',
  longestPromiseMilliseconds: 400,
};

/** A plan of production, or of what differs from it. */
export const planned = (
  spec: CollectorSpec = {},
  context: Partial<PlanContext> = {},
  more: Partial<CollectorFacts> = {},
): CollectorPlan => planCollector(spec, { ...production, ...context }, { ...facts, ...more });

/** The same on one's own machine. */
export const onOwnMachine = (): CollectorPlan => planned({}, {}, { target: 'local', zones: [], podIdentity: false });

/** A plan's gateway, which is there on AWS. */
export function gatewayOf({ gateway }: CollectorPlan): NonNullable<CollectorPlan['gateway']> {
  if (gateway === undefined) throw new Error('there is a gateway on AWS');
  return gateway;
}
