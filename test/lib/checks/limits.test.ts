import { CfnOutput, CfnResource } from 'aws-cdk-lib/core';
import { headroomOf, limits } from '../../../lib/checks/limits';
import { findings, rendered } from './rendered';

const withResources = (count: number) =>
  rendered(({ data }) => {
    // One more is there already.
    for (let index = 0; index < count; index += 1) new CfnResource(data, `Topic${index}`, { type: 'AWS::SNS::Topic' });
  });

/** 501 resources and more are refused by the CDK itself unless it is told otherwise. */
const UNCHECKED = { context: { '@aws-cdk/core:stackResourceLimit': 0 } };

describe('the check of limits', () => {
  it('passes a small stack', async () => {
    expect(await findings(limits, withResources(3))).toEqual([]);
  });

  it('warns when less than a fifth of the resources is left', async () => {
    expect(await findings(limits, withResources(399))).toEqual([]);
    expect(await findings(limits, withResources(400))).toEqual([
      {
        environment: 'prod',
        stack: 'data',
        field: 'resources',
        value: 401,
        reason: '19 % of the 500 that CloudFormation takes are left',
        remedy: 'move part of it to a stack of its own',
        severity: 'warning',
      },
    ]);
  });

  it('fails a stack that CloudFormation would not take', async () => {
    const subject = rendered(({ data }) => {
      for (let index = 0; index < 201; index += 1) new CfnOutput(data, `Output${index}`, { value: 'x' });
    }, UNCHECKED);
    expect(await findings(limits, subject)).toMatchObject([{ field: 'outputs', value: 201, severity: 'error' }]);
  });

  it('fails a description that is too long, and does not ask it for headroom', async () => {
    const described = (length: number) =>
      rendered(({ data }) => {
        data.templateOptions.description = 'x'.repeat(length);
      });
    expect(await findings(limits, described(1024))).toEqual([]);
    expect(await findings(limits, described(1025))).toMatchObject([
      { field: 'bytes of the description', severity: 'error' },
    ]);
  });

  it('measures the headroom of the limit that a stack reaches first', () => {
    const subject = rendered(({ data }) => {
      new CfnResource(data, 'Topic', { type: 'AWS::SNS::Topic' });
      for (let index = 0; index < 50; index += 1) new CfnOutput(data, `Output${index}`, { value: 'x' });
    });
    const data = subject.stacks.find(({ name }) => name === 'data')!;
    expect(headroomOf(data)).toEqual({ what: 'outputs', used: 50, most: 200, free: 0.75 });
  });
});
