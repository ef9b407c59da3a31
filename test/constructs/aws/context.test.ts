import { App, Stack } from 'aws-cdk-lib/core';
import { contextOf } from '../../../constructs/aws/context';
import { KubernetesCluster } from '../../../constructs/aws/kubernetes-cluster';
import { ReplicatedDatabase } from '../../../constructs/aws/replicated-database';
import { ServiceAccountRole } from '../../../constructs/aws/service-account-role';
import { SpecError } from '../../../constructs/plan/problem';

const stack = (name = 'shop') => new Stack(new App(), name);

/** The fields that are refused, in the order in which they are told. */
function refused(attempt: () => unknown): readonly string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(({ field }) => field);
  }
}

describe('the context of a construct on its own', () => {
  test('is production in the environment named like its stack', () => {
    expect(contextOf(stack('Shop--Data-'), {}, ['eu-west-1a'])).toEqual({
      platform: 'bulkhead',
      environment: 'shop-data',
      tier: 'production',
      region: 'eu-west-1',
    });
  });

  test('is refused with every problem of what was given', () => {
    const given = { platform: 'My Shop', environment: 'Prod_1', tier: 'prod', teir: 'x' };
    expect(refused(() => contextOf(stack(), given as object))).toEqual([
      'context.platform',
      'context.environment',
      'context.tier',
      'context.teir',
    ]);
  });
});

describe('what only types ask for is asked for at run time too', () => {
  test.each([
    ['a cluster', (scope: Stack) => new KubernetesCluster(scope, 'C', {} as never), ['vpc', 'kubectlLayer']],
    ['a database', (scope: Stack) => new ReplicatedDatabase(scope, 'D', {} as never), ['name', 'vpc', 'admit']],
    [
      "a service account's role",
      (scope: Stack) => new ServiceAccountRole(scope, 'R', { clusterName: 'c', namespace: 'a b' } as never),
      ['namespace', 'serviceAccount'],
    ],
  ])('%s', (_, make, fields) => {
    expect(refused(() => make(stack()))).toEqual(fields);
  });
});
