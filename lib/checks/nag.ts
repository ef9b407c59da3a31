import { Stage, type CfnResource } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, NagMessageLevel, NagRuleCompliance, type IApplyRule } from 'cdk-nag';
import { Acknowledgements } from './acknowledgements';
import type { Check, Finding } from './check';

/** Nothing of AWS's own review rules is left open. */
export const nag: Check = {
  name: 'cdk-nag',
  promise: 'the AwsSolutions rules have nothing open, and each exception carries a reason',
  strict: true,
  run: ({ app }) => {
    const rules = new RecordedRules();
    rules.validateScope(app);
    return new Acknowledgements(app).divide(rules.found);
  },
};

/** The rules of AwsSolutions, keeping also what is acknowledged, which the pack itself leaves out of its report. */
class RecordedRules extends AwsSolutionsChecks {
  public readonly found: Finding[] = [];

  protected override applyRule(rule: IApplyRule): void {
    const id = `${this.packName}-${rule.ruleSuffixOverride ?? rule.rule.name}`;
    try {
      const result = rule.rule(rule.node);
      if (Array.isArray(result)) for (const detail of result) this.#add(`${id}[${detail}]`, rule, rule.info);
      else if (result === NagRuleCompliance.NON_COMPLIANT) this.#add(id, rule, rule.info);
    } catch (error) {
      // A rule throws when a value is known only to CloudFormation: then nobody has judged it, which is no pass.
      this.#add(
        id,
        rule,
        `the rule could not decide: ${error instanceof Error ? error.message : String(error)}`,
        'error',
      );
    }
  }

  #add(
    id: string,
    { node, level, explanation }: IApplyRule,
    reason: string,
    severity: Finding['severity'] = level === NagMessageLevel.ERROR ? 'error' : 'warning',
  ): void {
    this.found.push({
      ...placeOf(node),
      resource: node.node.path,
      rule: id,
      reason,
      // What follows explains the syntax of an older version of cdk-nag.
      remedy: explanation.split('This is a granular rule', 1).join('').trim(),
      severity,
    });
  }
}

function placeOf(node: CfnResource): Pick<Finding, 'environment' | 'stack'> {
  const environment = Stage.of(node)?.node.path ?? '';
  const { path } = node.stack.node;
  return { environment, stack: environment === '' ? path : path.slice(environment.length + 1) };
}
