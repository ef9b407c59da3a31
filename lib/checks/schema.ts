import { CloudFormationValidatePlugin, type PolicyViolatingResource, type PolicyViolation } from 'aws-cdk-lib/core';
import { Acknowledgements } from './acknowledgements';
import type { Check, Finding } from './check';
import type { RenderedStack, Subject } from './subject';

/**
 * Every template is one that CloudFormation's resource schemas accept. The validator comes with the CDK and is offline.
 */
export const schema: Check = {
  name: 'schema',
  promise: 'CloudFormation knows every resource type, property and value',
  strict: true,
  run: (subject) => new Acknowledgements(subject.app).divide(violations(subject)),
};

function violations({ app, stacks }: Subject): Finding[] {
  const plugin = new CloudFormationValidatePlugin();
  const report = plugin.validate({
    appConstruct: app,
    templatePaths: stacks.map(({ templateFile }) => templateFile),
    stackTemplates: stacks.map(({ path, templateFile, account, region }) => ({
      stackConstructPath: path,
      templatePath: templateFile,
      account,
      accountId: account,
      region,
    })),
  });
  return report.violations.flatMap((violation) =>
    violation.violatingResources.map((resource) => finding(stacks, violation, resource)),
  );
}

function finding(
  stacks: readonly RenderedStack[],
  violation: PolicyViolation,
  where: PolicyViolatingResource,
): Finding {
  const stack = stacks.find(({ templateFile }) => templateFile === where.templatePath);
  const { resourceLogicalId: id } = where;
  return {
    environment: stack?.environment ?? '',
    stack: stack?.name ?? '',
    resource: where.constructPath ?? (id === undefined ? undefined : (stack?.constructPaths.get(id) ?? id)),
    field: where.locations[0],
    rule: `CloudFormation-Validate::${violation.ruleName}`,
    reason: violation.description,
    remedy: violation.fix ?? 'compare it with the resource type in the CloudFormation Template Reference Guide',
    severity: violation.severity === 'warning' ? 'warning' : 'error',
  };
}
