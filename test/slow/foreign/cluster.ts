import { KubernetesCluster } from 'bulkhead/aws';
import { App, Stack, aws_ec2 as ec2, aws_lambda as lambda } from 'aws-cdk-lib';

const app = new App({ outdir: 'synth/cluster' });
const stack = new Stack(app, 'Shop', { env: { region: 'eu-west-1' } });
const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] });

new KubernetesCluster(stack, 'Cluster', {
  vpc,
  version: '1.35',
  access: { administrators: ['arn:aws:iam::111122223333:role/Admin'] },
  kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(
    stack,
    'Kubectl',
    'arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1',
  ),
});

app.synth();
