import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlanContext } from '../plan/context';
import { contextSpec } from '../plan/context-spec';
import { SpecError, under } from '../plan/problem';
import { shapeProblems } from '../plan/spec';

/** What a construct accepts about the environment that it stands in; what is left out is derived from its stack. */
export type ContextProps = Partial<PlanContext>;

/**
 * Completes a construct's context. A construct used on its own is treated as production: what is safe is the default.
 *
 * @throws SpecError with every problem of what was given.
 * @example contextOf(this, { environment: 'prod' }) // { platform: 'bulkhead', environment: 'prod', tier: 'production', region: … }
 */
export function contextOf(scope: Construct, given: ContextProps = {}, zones: readonly string[] = []): PlanContext {
  const problems = under('context', shapeProblems(contextSpec, given));
  if (problems.length > 0) throw new SpecError(problems);
  const stack = Stack.of(scope);
  return {
    platform: given.platform ?? 'bulkhead',
    environment: given.environment ?? nameOf(stack),
    tier: given.tier ?? 'production',
    region: given.region ?? (Token.isUnresolved(stack.region) ? regionOf(zones) : undefined) ?? stack.region,
  };
}

/** The region of named zones: `eu-west-1` of `eu-west-1a`. */
function regionOf(zones: readonly string[]): string | undefined {
  const [first] = zones;
  return first === undefined || Token.isUnresolved(first) ? undefined : first.replace(/[a-z]$/, '');
}

/** A stack's name as a part of physical names: `shop-data` of `Shop--Data-`. */
function nameOf({ stackName }: Stack): string {
  return stackName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
