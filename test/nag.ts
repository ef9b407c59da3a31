import { Stage, type App, type Stack } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * What cdk-nag's AwsSolutions pack finds in an app or a stack and nobody has acknowledged, one line each, sorted:
 * `AwsSolutions-VPC7 at Test/Network/Vpc: The VPC does not have an associated Flow Log.` A rule that could not be
 * evaluated is a finding too.
 *
 * @example expect(openFindings(stack)).toEqual([]);
 */
export function openFindings(scope: App | Stack): string[] {
  // Synthesis first: aspects and lazy values decide what the template holds, and nag reads the resources as they are then.
  Stage.of(scope)?.synth();
  const { violations } = new AwsSolutionsChecks().validateScope(scope);
  return violations
    .flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}: ${description}`),
    )
    .sort();
}
