import { CfnRuleGroupsNamespace } from 'aws-cdk-lib/aws-aps';
import { Construct } from 'constructs';
import { printRuleFile, type RuleFile } from '../../observability/rules/rule';
import { constructId } from '../shared/names';

/** Props of {@link AlertRules}. */
export interface AlertRulesProps {
  /** The ARN of the workspace that works them out, such as a MetricsWorkspace's `arn`. */
  readonly workspaceArn: string;
  /** The files, such as those of `planMonitoring(…).ruleFiles`. */
  readonly files: readonly RuleFile[];
}

/**
 * Rules of Prometheus in a workspace of Amazon Managed Service for Prometheus: each file a namespace of its own, so that the
 * rules of a service come and go with it.
 *
 * @example
 * new AlertRules(this, 'Rules', { workspaceArn: metrics.arn, files: planMonitoring(input).ruleFiles });
 */
export class AlertRules extends Construct {
  /** The namespaces of rules, by the names of their files. */
  public readonly namespaces: ReadonlyMap<string, CfnRuleGroupsNamespace>;

  public constructor(scope: Construct, id: string, { workspaceArn, files }: AlertRulesProps) {
    super(scope, id);
    this.namespaces = new Map(
      files.map((file) => [
        file.name,
        new CfnRuleGroupsNamespace(this, constructId('Rules', file.name), {
          workspace: workspaceArn,
          name: file.name,
          data: printRuleFile(file),
        }),
      ]),
    );
  }
}
