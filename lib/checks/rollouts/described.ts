import { judgesStrictly } from '../../../constructs/delivery/defaults';
import { strategyWarnings } from '../../../constructs/delivery/rules';
import { under } from '../../../constructs/plan/problem';
import { deliveryContext, resolveStrategy } from '../../../constructs/plan/service/strategy';
import { contextOf } from '../../environment/context';
import { serviceFacts } from '../../environment/facts';
import type { Environment } from '../../environment/schema';
import { serviceSpecs } from '../../environment/services';
import type { Finding } from '../check';

/**
 * What is worth knowing of the strategies that an environment describes, where less is at stake than in production, which
 * refuses it. Nothing is proven here: what may be accepted was never rendered.
 */
export function describedWarnings(environment: Environment): Finding[] {
  const services = Object.values(serviceSpecs(environment));
  if (judgesStrictly(environment.tier) || services.length === 0) return [];
  const facts = serviceFacts(environment);
  const context = contextOf(environment);
  return services.flatMap((spec) => {
    const delivery = deliveryContext(spec, context, facts);
    const warnings = under(
      `services.${spec.name}.strategy`,
      strategyWarnings(resolveStrategy(spec, delivery), delivery),
    );
    return warnings.map((warning) => ({
      environment: environment.name,
      stack: '',
      resource: `${spec.name}: the strategy`,
      ...warning,
      severity: 'warning' as const,
    }));
  });
}
