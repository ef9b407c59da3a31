import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FirewallPlan, FirewallRulePlan } from '../../plan/edge/firewall';
import type { Tags } from '../../plan/edge/model';
import { EncryptionKey, keptOrGone } from '../shared/encryption-key';
import { cfnTags } from '../shared/names';

/** Props of {@link Firewall}. */
export interface FirewallProps {
  /** What it stops. */
  readonly plan: FirewallPlan;
  /** What it stands before. */
  readonly loadBalancer: CfnLoadBalancer;
  /** Tags of the web ACL. */
  readonly tags: Tags;
}

/** The web application firewall before a load balancer, and its log. */
export class Firewall extends Construct {
  /** Its rules. */
  public readonly webAcl: CfnWebACL;

  public constructor(scope: Construct, id: string, { plan, loadBalancer, tags }: FirewallProps) {
    super(scope, id);
    this.webAcl = new CfnWebACL(this, 'WebAcl', {
      name: plan.name,
      description: 'Lets through whatever none of its rules stops',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: plan.rules.map(rule),
      visibilityConfig: visibility(plan.name),
      dataProtectionConfig: {
        dataProtections: [
          { field: { fieldType: 'SINGLE_HEADER', fieldKeys: [...plan.redactedHeaders] }, action: 'SUBSTITUTION' },
        ],
      },
      tags: cfnTags(tags),
    });
    this.log(plan);
    // Its id must not change, nor the web ACL's name: the removal of the old association would take the new one along.
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: loadBalancer.ref,
      webAclArn: this.webAcl.attrArn,
    });
  }

  private log({ log, redactedHeaders }: FirewallPlan): void {
    const key = new EncryptionKey(this, 'LogKey', {
      plan: log.key,
      description: `Encrypts ${log.logGroup}`,
      logGroups: [log.logGroup],
    });
    const logGroup = new CfnLogGroup(this, 'LogGroup', {
      logGroupName: log.logGroup,
      retentionInDays: log.retentionDays,
      kmsKeyId: key.arn,
    });
    logGroup.applyRemovalPolicy(keptOrGone(log));
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAcl.attrArn,
      // Not the group's own attribute, which ends in `:*`: WAF wants the ARN of the group.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: log.logGroup,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: redactedHeaders.map((name) => ({ singleHeader: { Name: name } })),
      loggingFilter: STOPPED_OR_COUNTED,
    });
    logging.node.addDependency(logGroup);
  }
}

/** The rest is in the load balancer's log, and would cost most. */
const STOPPED_OR_COUNTED = {
  DefaultBehavior: 'DROP',
  Filters: [
    {
      Behavior: 'KEEP',
      Requirement: 'MEETS_ANY',
      Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE'].map((Action) => ({
        ActionCondition: { Action },
      })),
    },
  ],
};

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

function rule(plan: FirewallRulePlan): CfnWebACL.RuleProperty {
  const common = { name: plan.name, priority: plan.priority, visibilityConfig: visibility(plan.name) };
  switch (plan.kind) {
    case 'managed':
      return {
        ...common,
        overrideAction: plan.mode === 'count' ? { count: {} } : { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: plan.managedName,
            ...(plan.counted.length === 0 ? {} : { ruleActionOverrides: plan.counted.map(counted) }),
          },
        },
      };
    case 'rate-limit':
      return {
        ...common,
        action:
          plan.mode === 'count' ? { count: {} } : { block: { customResponse: { responseCode: TOO_MANY_REQUESTS } } },
        statement: { rateBasedStatement: rateBasedStatement(plan) },
      };
  }
}

function counted(name: string): CfnWebACL.RuleActionOverrideProperty {
  return { name, actionToUse: { count: {} } };
}

/** A client that is told so knows to wait, unlike after the 403 of another rule (RFC 6585, 4). */
const TOO_MANY_REQUESTS = 429;

function rateBasedStatement({
  requests,
  windowSeconds,
  clientAddressHeader,
}: Extract<FirewallRulePlan, { kind: 'rate-limit' }>): CfnWebACL.RateBasedStatementProperty {
  const limit = { limit: requests, evaluationWindowSec: windowSeconds };
  if (clientAddressHeader === undefined) return { ...limit, aggregateKeyType: 'IP' };
  return {
    ...limit,
    aggregateKeyType: 'FORWARDED_IP',
    // Only the proxy writes it, so what is no address there is an attack.
    forwardedIpConfig: { headerName: clientAddressHeader, fallbackBehavior: 'MATCH' },
  };
}
