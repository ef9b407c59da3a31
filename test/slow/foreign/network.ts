import { MultiAzNetwork } from 'bulkhead/aws';
import { App, Stack } from 'aws-cdk-lib';

const app = new App({ outdir: 'synth/network' });
const stack = new Stack(app, 'Shop', { env: { region: 'eu-west-1' } });

new MultiAzNetwork(stack, 'Network', { cidr: '10.80.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] });

app.synth();
