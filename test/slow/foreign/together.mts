import { KubernetesCluster, MultiAzNetwork, ReplicatedDatabase } from 'bulkhead/aws';
import { physicalName } from 'bulkhead/plan';
import { App, Stack, aws_lambda as lambda } from 'aws-cdk-lib';

const app = new App({ outdir: 'synth/together' });
const context = { platform: 'shop', environment: 'prod', tier: 'production', region: 'eu-west-1' } as const;
const stack = new Stack(app, 'Shop', { stackName: physicalName(context), env: { region: context.region } });

const { vpc } = new MultiAzNetwork(stack, 'Network', {
  cidr: '10.80.0.0/16',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  context,
});
const cluster = new KubernetesCluster(stack, 'Cluster', {
  vpc,
  version: '1.35',
  access: { administrators: ['arn:aws:iam::111122223333:role/Admin'] },
  kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(
    stack,
    'Kubectl',
    'arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1',
  ),
  context,
});
new ReplicatedDatabase(stack, 'Ledger', {
  name: 'ledger',
  consistency: 'strong',
  clients: { payment: { access: 'read-write' } },
  vpc,
  admit: [cluster.podSecurityGroup],
  clusterName: cluster.clusterName,
  context,
});

app.synth();
