import { ReplicatedDatabase } from 'bulkhead/aws';
import { App, Stack, aws_ec2 as ec2 } from 'aws-cdk-lib';

const app = new App({ outdir: 'synth/database' });
const stack = new Stack(app, 'Shop', { env: { region: 'eu-west-1' } });
const vpc = new ec2.Vpc(stack, 'Vpc', {
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  subnetConfiguration: [
    { name: 'public', subnetType: ec2.SubnetType.PUBLIC },
    { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  ],
});
const application = new ec2.SecurityGroup(stack, 'Application', { vpc });

new ReplicatedDatabase(stack, 'Ledger', { name: 'ledger', consistency: 'strong', vpc, admit: [application] });

app.synth();
