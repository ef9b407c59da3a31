import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlanContext } from '../plan/context';

/** What a construct accepts about the environment that it stands in; what is left out is derived from its stack. */
export type ContextProps = Partial<PlanContext>;

/**
 * Completes a construct's context. A construct used on its own is treated as production: what is safe is the default.
 *
 * @example contextOf(this, { environment: 'prod' }) // { platform: 'bulkhead', environment: 'prod', tier: 'production', region: … }
 */
export function contextOf(scope: Construct, given: ContextProps = {}, zones: readonly string[] = []): PlanContext {
  const stack = Stack.of(scope);
  return {
    platform: given.platform ?? 'bulkhead',
    environment: given.environment ?? stack.stackName.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    tier: given.tier ?? 'production',
    region: given.region ?? (Token.isUnresolved(stack.region) ? regionOf(zones) : undefined) ?? stack.region,
  };
}

/** The region of named zones: `eu-west-1` of `eu-west-1a`. */
function regionOf(zones: readonly string[]): string | undefined {
  const [first] = zones;
  return first === undefined || Token.isUnresolved(first) ? undefined : first.replace(/[a-z]$/, '');
}
