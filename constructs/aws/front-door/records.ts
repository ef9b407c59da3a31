import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { RecordPlan } from '../../plan/edge/model';

/** The records of a name that lead to a load balancer. */
export class Records extends Construct {
  public constructor(scope: Construct, id: string, records: readonly RecordPlan[], loadBalancer: CfnLoadBalancer) {
    super(scope, id);
    for (const { name, type, zoneId } of records) {
      new CfnRecordSet(this, type, {
        hostedZoneId: zoneId,
        name,
        type,
        aliasTarget: {
          // The name that answers in both IP versions, as far as the load balancer has addresses in both.
          dnsName: `dualstack.${loadBalancer.attrDnsName}`,
          hostedZoneId: loadBalancer.attrCanonicalHostedZoneId,
          evaluateTargetHealth: true,
        },
      });
    }
  }
}
