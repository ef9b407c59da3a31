import { FrontDoor } from 'bulkhead/aws';
import { targetGroupBinding } from 'bulkhead/plan';
import { App, Stack, aws_ec2 as ec2 } from 'aws-cdk-lib';

const app = new App({ outdir: 'synth/front-door' });
const stack = new Stack(app, 'Shop', { env: { region: 'eu-west-1' } });
const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] });

const door = new FrontDoor(stack, 'FrontDoor', {
  domain: { name: 'api.shop.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'shop.example' } },
  vpc,
  podSecurityGroup: new ec2.SecurityGroup(stack, 'Pods', { vpc }),
  clusterName: 'shop',
});
if (targetGroupBinding(door.plan, 'node-groups').kind !== 'TargetGroupBinding') throw new Error('no binding');

app.synth();
