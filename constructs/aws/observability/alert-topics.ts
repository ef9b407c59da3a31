import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { physicalName } from '../../plan/context';
import { planAlerting, type AlertingPlan, type TopicPlan } from '../../plan/observability/alerting/plan';
import { alertingProblems, URGENCIES, type Urgency } from '../../plan/observability/alerting/rules';
import { alertingSpec, type AlertingSpec } from '../../plan/observability/alerting/spec';
import { checkSpec } from '../../plan/spec';
import { contextOf, type ContextProps } from '../context';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId } from '../shared/names';

/** Props of {@link AlertTopics}: who is told, and the environment that it is about. */
export interface AlertTopicsProps extends AlertingSpec {
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/** Where messages are sent that are of one urgency. */
export type TopicArns = Readonly<Record<Urgency, readonly string[]>>;

/**
 * Two topics: one calls somebody, the other is read at work. Encrypted by a key of the account; only CloudWatch, EventBridge and
 * the metrics workspaces that are admitted may publish, and only over TLS.
 *
 * @example
 * const topics = new AlertTopics(this, 'Alerts', { page: [{ kind: 'https', secret: 'pagerduty' }], context: { environment: 'prod' } });
 * new MetricsWorkspace(this, 'Metrics', { alerts: topics, context: { environment: 'prod' } });
 */
export class AlertTopics extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: AlertingPlan;
  /** The topics themselves. */
  public readonly topics: Readonly<Record<Urgency, CfnTopic>>;
  /** Everything that is sent to: the topics, and those of others that are named. */
  public readonly arns: TopicArns;

  private readonly policies: readonly { readonly topic: CfnTopic; readonly document: PolicyDocument }[];

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, { context: given, ...section }: AlertTopicsProps = {}) {
    super(scope, id);
    const context = contextOf(this, given);
    this.plan = planAlerting(
      checkSpec(alertingSpec, section, (spec) => alertingProblems(spec, context)),
      context,
    );
    const plans = URGENCIES.map((urgency) => this.plan.topics[urgency]);
    const prefix = physicalName(context);
    const key = this.key(plans, prefix);
    const [page, ticket] = plans.map((plan) => this.topic(plan, key)) as [CfnTopic, CfnTopic];
    this.topics = { page, ticket };
    this.arns = {
      page: [page.ref, ...this.plan.topics.page.others],
      ticket: [ticket.ref, ...this.plan.topics.ticket.others],
    };
    this.policies = [page, ticket].map((topic) => {
      const document = new PolicyDocument({ statements: publishers(Stack.of(this), topic, prefix) });
      new CfnTopicPolicy(this, constructId('Policy', topic.node.id), { topics: [topic.ref], policyDocument: document });
      return { topic, document };
    });
  }

  /** Lets the alert manager of a workspace of Amazon Managed Service for Prometheus publish, and no other workspace. */
  public admitWorkspace(workspaceArn: string): void {
    for (const { topic, document } of this.policies) {
      document.addStatements(
        // As its user guide has it ("Giving … permission to send alert messages to your Amazon SNS topic").
        new PolicyStatement({
          sid: 'AlertsOfOneWorkspace',
          principals: [new ServicePrincipal('aps.amazonaws.com')],
          actions: ['sns:Publish', 'sns:GetTopicAttributes'],
          resources: [topic.ref],
          conditions: {
            StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
            ArnEquals: { 'aws:SourceArn': workspaceArn },
          },
        }),
      );
    }
  }

  /**
   * The key of what SNS holds. Each publisher asks for it through SNS, which names the topic: nobody can use it for anything
   * else. CloudWatch also says which account and alarm it is; EventBridge says neither, and a condition on them would lose every
   * event without a word (EventBridge User Guide, "Encrypted … SNS topics"); of Prometheus AWS does not say whether it does.
   */
  private key(plans: readonly TopicPlan[], prefix: string): EncryptionKey {
    const { partition, region, account } = Stack.of(this);
    const topics = plans.map(({ name }) => `arn:${partition}:sns:${region}:${account}:${name}`);
    const use = (
      sid: string,
      service: string,
      conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) =>
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          ...conditions,
          ArnEquals: { ...conditions.ArnEquals, 'kms:EncryptionContext:aws:sns:topicArn': topics },
        },
      });
    return new EncryptionKey(this, 'Key', {
      plan: this.plan.key,
      description: `Alerts of ${prefix}, on their way`,
      statements: [
        use('AlarmsThroughTheseTopics', 'cloudwatch.amazonaws.com', {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': alarmsOf(Stack.of(this), prefix) },
        }),
        use('EventsThroughTheseTopics', 'events.amazonaws.com', {}),
        use('PrometheusThroughTheseTopics', 'aps.amazonaws.com', {}),
      ],
    });
  }

  private topic({ urgency, name, subscriptions }: TopicPlan, key: EncryptionKey): CfnTopic {
    const topic = new CfnTopic(this, constructId('Topic', urgency), {
      topicName: name,
      displayName: name,
      kmsMasterKeyId: key.arn,
      // SHA256 in place of SHA1, for whoever checks that a message is ours.
      signatureVersion: '2',
    });
    topic.node.addDependency(key);
    for (const { id, protocol, endpoint, ...rest } of subscriptions) {
      new CfnSubscription(this, constructId(constructId('Subscription', urgency), id), {
        topicArn: topic.ref,
        protocol,
        // CloudFormation reads the secret when it deploys: neither git nor the template has it.
        endpoint:
          'secret' in rest && rest.secret !== undefined ? `{{resolve:secretsmanager:${rest.secret}}}` : endpoint,
      });
    }
    return topic;
  }
}

const alarmsOf = ({ partition, region, account }: Stack, prefix: string): string =>
  `arn:${partition}:cloudwatch:${region}:${account}:alarm:${prefix}-*`;

/** Who may publish, and that nobody does without TLS. */
function publishers(stack: Stack, topic: CfnTopic, prefix: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'OnlyOverTls',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['sns:Publish', 'sns:Subscribe'],
      resources: [topic.ref],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    // A policy of one's own takes the place of the one by which the account administers its topic.
    new PolicyStatement({
      sid: 'AccountAdministersByIam',
      principals: [new AccountRootPrincipal()],
      actions: ['sns:GetTopicAttributes', 'sns:SetTopicAttributes', 'sns:ListSubscriptionsByTopic', 'sns:Subscribe'],
      resources: [topic.ref],
    }),
    new PolicyStatement({
      sid: 'AlarmsOfThisEnvironment',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.ref],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': alarmsOf(stack, prefix) },
      },
    }),
    // Without conditions: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge" (its User Guide,
    // "Amazon SNS permissions"), and a role does not go with an encrypted topic (the same page). At worst a rule of a stranger
    // who knows this topic's name sends a false message; nobody can read one.
    new PolicyStatement({
      sid: 'EventsOfRules',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.ref],
    }),
  ];
}
