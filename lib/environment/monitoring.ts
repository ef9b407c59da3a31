import {
  planMonitoring,
  provenRules,
  type MonitoringInput,
  type MonitoringPlan,
} from '../../constructs/observability/plan';
import type { ProvenRules } from '../../constructs/observability/proof/promtool';
import { monitoredService } from '../../constructs/observability/services';
import { anyHash } from '../images/image-name';
import { contextOf } from './context';
import { serviceFacts } from './facts';
import type { Environment } from './schema';
import { serviceSpecs } from './services';

/** What watches an environment that has been checked: who is called, when, what they look at and what they do. */
export function monitoringOf(environment: Environment): MonitoringPlan {
  return planMonitoring(monitoringInput(environment));
}

/** The rules of an environment, with the proofs that they call when they must, and only then. */
export function provenRulesOf(environment: Environment): readonly ProvenRules[] {
  return provenRules(monitoringInput(environment));
}

/** What an environment is watched with is worked out from this. */
export function monitoringInput(environment: Environment): MonitoringInput {
  const known = INPUTS.get(environment);
  if (known !== undefined) return known;
  const input = workedOut(environment);
  INPUTS.set(environment, input);
  return input;
}

/** Worked out once for each environment, for its rules and its dashboards: it is data that nobody changes. */
const INPUTS = new WeakMap<Environment, MonitoringInput>();

function workedOut(environment: Environment): MonitoringInput {
  const context = contextOf(environment);
  const facts = serviceFacts(environment);
  const runbooks = environment.observability?.runbooks;
  // Which image a service runs changes nothing here.
  const specs = Object.values(serviceSpecs(environment, 'aws', anyHash));
  return {
    context,
    services: specs.map((spec) => monitoredService(spec, context, facts)),
    platform: { mesh: environment.mesh !== undefined },
    ...(runbooks === undefined ? {} : { runbooks }),
  };
}
