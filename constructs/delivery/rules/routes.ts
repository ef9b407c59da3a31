import type { Problem } from '../../plan/problem';
import type { DeliveryContext } from '../context';
import type { CanarySpec } from '../spec';
import { splitRules, splitsOf } from '../step-facts';
import type { StepSpec } from '../steps';
import { problem, when } from './problem';

/** What is wrong with steps that need a router, or a canary that has pods. */
export function routeProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  const splits = splitsOf(strategy.steps, splitRules(strategy, context));
  return strategy.steps.flatMap((step, index) => {
    const at = `steps[${index}]`;
    const pods = splits[index]?.canaryPods ?? 0;
    return [
      ...needsRouter(step, at, context),
      ...(pods === 0 ? needsPods(step, at) : []),
      ...nameProblems(strategy.steps, step, index),
      ...(step.step === 'mirror' ? mirrorProblems(step, at) : []),
    ];
  });
}

const ROUTED = ['headerRoute', 'mirror'];

function needsRouter(step: StepSpec, at: string, { router }: DeliveryContext): Problem[] {
  return [
    ...when(
      ROUTED.includes(step.step) && router.kind !== 'istio',
      at,
      step.step,
      router.kind === 'alb'
        ? 'a load balancer mirrors nothing, and loses its header route while the canary has no pod (argo-rollouts #4486)'
        : 'no router tells requests apart by what is in them',
      "remove the step, or route with { kind: 'istio' }",
    ),
    ...when(
      step.step === 'setCanaryScale' && router.kind === 'replicas',
      at,
      step.step,
      "without a router the number of the canary's pods is its share: the engine refuses a scale of its own (argo-rollouts #2865)",
      "remove the step, or route with { kind: 'istio' } or { kind: 'alb' }",
    ),
  ];
}

function needsPods(step: StepSpec, at: string): Problem[] {
  if ((step.step === 'headerRoute' || step.step === 'mirror') && step.match !== undefined) {
    return [
      problem(
        at,
        step.step,
        'the canary has no pod yet: the engine removes its routes until it has, and does not set them again (argo-rollouts #4486)',
        "give it pods first, as in { step: 'setCanaryScale', scale: { replicas: 2 } }",
      ),
    ];
  }
  return when(
    step.step === 'analysis',
    at,
    step.step,
    'the canary has no pod yet, so there is nothing to judge (argo-rollouts #556)',
    "give it pods first, as in { step: 'setCanaryScale', scale: { replicas: 2 } }",
  );
}

function nameProblems(steps: readonly StepSpec[], step: StepSpec, index: number): Problem[] {
  if (step.step !== 'headerRoute' && step.step !== 'mirror') return [];
  const before = steps.slice(0, index).filter((each) => 'name' in each && each.name === step.name);
  return [
    ...when(
      before.some((each) => each.step !== step.step),
      `steps[${index}].name`,
      step.name,
      'a header route and a mirror of one name are one route to the engine: the second replaces the first',
      'give them two names',
    ),
    ...when(
      step.match === undefined && before.length === 0,
      `steps[${index}].name`,
      step.name,
      'a step without a match removes a route, and no step before it sets one of this name',
      'add what it should match, or name a route that was set',
    ),
  ];
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** A copy of a request is carried out: who orders once must not be charged twice. */
function mirrorProblems({ match = [] }: Extract<StepSpec, { step: 'mirror' }>, at: string): Problem[] {
  return match.flatMap(({ method }, index) =>
    when(
      !('exact' in method) || !SAFE_METHODS.includes(method.exact),
      `${at}.match[${index}].method`,
      method,
      'the canary carries a mirrored request out: one that changes something would change it twice (RFC 9110, 9.2.1)',
      `mirror safe methods only: ${SAFE_METHODS.join(', ')}, each with { exact: … }`,
    ),
  );
}
