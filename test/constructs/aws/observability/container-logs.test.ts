import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { ContainerLogs, type ContainerLogsProps } from '../../../../constructs/aws/observability/container-logs';
import {
  CONTAINER_LOG_STREAM,
  CONTAINER_LOGS,
  containerLogGroup,
} from '../../../../constructs/plan/observability/names';
import { SpecError } from '../../../../constructs/plan/problem';
import { openFindings } from '../../../nag';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function build(props: ContainerLogsProps = { context: { environment: 'prod' } }) {
  const stack = new Stack(new App(), 'Observability', { env: ENV });
  new ContainerLogs(stack, 'Logs', props);
  return { stack, template: Template.fromStack(stack) };
}

const { stack, template } = build();
const context = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' } as const;

describe('the logs of pods', () => {
  test.each(CONTAINER_LOGS)('of %s are where the collectors write: the group and its stream', (of) => {
    const name = containerLogGroup(context, of);
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        LogGroupName: name,
        RetentionInDays: 365,
        KmsKeyId: Match.anyValue(),
        DeletionProtectionEnabled: true,
      },
    });
    template.hasResourceProperties('AWS::Logs::LogStream', { LogStreamName: CONTAINER_LOG_STREAM });
  });

  test('are found by the id of a trace without reading everything', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      FieldIndexPolicies: [{ Fields: Match.arrayWith(['traceId']) }],
    });
  });

  test('are encrypted by a key that the logs service may use for these groups only', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    const policy = JSON.stringify(key);
    for (const of of CONTAINER_LOGS) expect(policy).toContain(`log-group:${containerLogGroup(context, of)}`);
  });

  test('go with a playground, and are kept for a week there', () => {
    const dev = build({ context: { environment: 'dev', tier: 'development' } }).template;
    dev.allResources('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 7, DeletionProtectionEnabled: false },
    });
  });

  test('are sent on where the environment says so, and nowhere else', () => {
    template.resourceCountIs('AWS::Logs::SubscriptionFilter', 0);
    const forward = {
      destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/logs',
      roleArn: 'arn:aws:iam::111122223333:role/Logs',
    };
    const sent = build({ forward, context: { environment: 'prod' } }).template;
    sent.resourceCountIs('AWS::Logs::SubscriptionFilter', 2);
    sent.allResourcesProperties('AWS::Logs::SubscriptionFilter', {
      DestinationArn: forward.destinationArn,
      RoleArn: forward.roleArn,
      FilterPattern: '',
    });
    expect(() => build({ forward: { destinationArn: forward.destinationArn }, context: {} })).toThrow(SpecError);
  });
});

test('nothing is left open by AwsSolutions', () => {
  expect(openFindings(stack)).toEqual([]);
});
