import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { CertificatePlan, Tags } from '../../plan/edge/model';
import { cfnTags } from '../shared/names';

/**
 * The ARN of the certificate of a plan. One that is made is validated through the hosted zone; for another name it is made
 * anew and put to use before the old one goes.
 */
export function certificateArn(scope: Construct, id: string, plan: CertificatePlan, tags: Tags): string {
  if (plan.kind === 'given') return plan.arn;
  return new CfnCertificate(scope, id, {
    domainName: plan.name,
    validationMethod: 'DNS',
    domainValidationOptions: [{ domainName: plan.name, hostedZoneId: plan.zoneId }],
    tags: cfnTags(tags),
  }).ref;
}
