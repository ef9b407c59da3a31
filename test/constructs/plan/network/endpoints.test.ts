import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { INTERFACE_ENDPOINT_NAMES } from '../../../../constructs/plan/network/endpoints';

const known = new Set(
  Object.values(InterfaceVpcEndpointAwsService).flatMap((service) =>
    service instanceof InterfaceVpcEndpointAwsService ? [service.shortName] : [],
  ),
);

test.each(INTERFACE_ENDPOINT_NAMES)('%s is the name of an endpoint that AWS offers', (name) => {
  expect(known).toContain(name);
});
