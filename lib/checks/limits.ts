import { ENOUGH_HEADROOM } from '../stacks/stack-size';
import type { Check } from './check';
import { awsUses } from './limits/aws';
import { loadBalancerUses } from './limits/load-balancers';
import { objectUses } from './limits/objects';
import { prometheusUses } from './limits/prometheus';
import { stackUses } from './limits/stacks';
import { judge } from './limits/use';

/** Everything fits into what AWS and Kubernetes take, with room to grow. */
export const limits: Check = {
  name: 'limits',
  promise: `everything fits the quotas of AWS and the sizes that Kubernetes takes, with ${ENOUGH_HEADROOM * 100} % to spare`,
  run: (subject) => ({
    findings: [
      ...stackUses(subject),
      ...awsUses(subject),
      ...prometheusUses(subject),
      ...subject.platforms.flatMap((platform) => [...loadBalancerUses(platform), ...objectUses(platform)]),
    ].flatMap(judge),
  }),
};
