import { App, Aws, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ServiceAccountRole } from '../../../constructs/aws/service-account-role';

const PROPS = {
  clusterName: 'bulkhead-prod',
  namespace: 'payment',
  serviceAccount: 'api',
  context: { environment: 'prod' },
};

const stackOf = () => new Stack(new App(), 'Data', { env: { account: '111122223333', region: 'eu-west-1' } });

describe('the role of a service account', () => {
  const stack = stackOf();
  const role = new ServiceAccountRole(stack, 'Payment', PROPS);
  const template = Template.fromStack(stack);

  test('is tied to the service account by names alone', () => {
    template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      ClusterName: 'bulkhead-prod',
      Namespace: 'payment',
      ServiceAccount: 'api',
      RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PaymentRole'), 'Arn'] },
      DisableSessionTags: false,
    });
  });

  test('can be taken by that service account of that cluster in this account, and by nothing else', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'bulkhead-prod-pod-payment.api',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Condition: {
              StringEquals: {
                'aws:SourceAccount': '111122223333',
                'aws:RequestTag/eks-cluster-arn': {
                  'Fn::Join': [
                    '',
                    ['arn:', { Ref: 'AWS::Partition' }, ':eks:eu-west-1:111122223333:cluster/bulkhead-prod'],
                  ],
                },
                'aws:RequestTag/kubernetes-namespace': 'payment',
                'aws:RequestTag/kubernetes-service-account': 'api',
              },
            },
          },
        ],
      },
    });
  });

  test('takes what any grant gives', () => {
    const other = stackOf();
    new Bucket(other, 'Receipts').grantRead(new ServiceAccountRole(other, 'Payment', PROPS));
    Template.fromStack(other).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: Match.arrayWith(['s3:GetObject*']) })] },
    });
  });

  test('has a name that IAM takes, however long its parts', () => {
    const long = new ServiceAccountRole(stackOf(), 'Long', {
      ...PROPS,
      namespace: 'n'.repeat(63),
      serviceAccount: 's'.repeat(63),
    });
    const other = new ServiceAccountRole(stackOf(), 'Long', {
      ...PROPS,
      namespace: 'n'.repeat(63),
      serviceAccount: 't'.repeat(63),
    });
    expect(long.roleName).toHaveLength(64);
    expect(other.roleName).not.toBe(long.roleName);
    expect(role.roleName).toBe('bulkhead-prod-pod-payment.api');
  });

  test('keeps namespace and service account apart in its name', () => {
    const names = [
      ['a-b', 'c'],
      ['a', 'b-c'],
    ].map(
      ([namespace = '', serviceAccount = '']) =>
        new ServiceAccountRole(stackOf(), 'R', { ...PROPS, namespace, serviceAccount }).roleName,
    );
    expect(new Set(names).size).toBe(2);
  });

  test('is one in a stack for all who ask for it', () => {
    const shared = stackOf();
    expect(ServiceAccountRole.in(shared, PROPS)).toBe(ServiceAccountRole.in(shared, PROPS));
    expect(ServiceAccountRole.in(shared, { ...PROPS, serviceAccount: 'worker' })).not.toBe(
      ServiceAccountRole.in(shared, PROPS),
    );
  });

  test.each([{ clusterName: Aws.STACK_NAME }, { namespace: Aws.REGION }, { serviceAccount: '' }])(
    'refuses a name that is not known yet: %j',
    (change) => {
      expect(() => new ServiceAccountRole(stackOf(), 'Payment', { ...PROPS, ...change })).toThrow(
        /known before anything is deployed/,
      );
      expect(() => ServiceAccountRole.in(stackOf(), { ...PROPS, ...change })).toThrow(
        /known before anything is deployed/,
      );
    },
  );
});
