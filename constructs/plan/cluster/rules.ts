import type { PlanContext } from '../context';
import { cidr, contains, overlaps, parseCidr, type Cidr } from '../network/cidr';
import { under, type Problem } from '../problem';
import { accessProblems } from './access-rules';
import { addOnProblems, versionProblems } from './add-on-rules';
import { repeatedZoneProblems } from './control-plane-rules';
import { DEFAULT_MODE, DEFAULT_SERVICE_CIDR } from './defaults';
import { endpointProblems } from './endpoint-rules';
import { nodeProblems } from './node-rules';
import { notABlock, type Said } from './said';
import type { ClusterSpec } from './spec';

/** What is wrong with a cluster of the right shape. Fields are relative to the cluster's section. */
export function clusterProblems(spec: ClusterSpec, context: PlanContext): Problem[] {
  const mode = spec.mode ?? DEFAULT_MODE;
  return [
    ...versionProblems(spec, mode),
    ...under('access', accessProblems(spec.access, context)),
    ...endpointProblems(spec, context),
    ...loggingProblems(spec, context),
    ...serviceCidrShapeProblems(spec),
    ...repeatedZoneProblems(spec),
    ...nodeProblems(spec, mode, context),
    ...addOnProblems(spec, mode),
  ];
}

/** What is wrong between a cluster and the VPC that it stands in. Fields are relative to the cluster's section. */
export function serviceCidrProblems(spec: ClusterSpec, vpcCidr: string): Problem[] {
  const serviceCidr = spec.serviceCidr ?? DEFAULT_SERVICE_CIDR;
  if (!overlaps(serviceCidr, vpcCidr)) return [];
  return [
    {
      field: 'serviceCidr',
      value: serviceCidr,
      reason: `overlaps the VPC's ${vpcCidr}: a pod could not tell a Service from a machine`,
      remedy: `choose a private block outside ${vpcCidr}, such as ${outside(vpcCidr)}`,
    },
  ];
}

const SERVICE_BLOCKS = ['172.20.0.0/16', '10.100.0.0/16', '192.168.0.0/16'];

/** The first of the usual service blocks that leaves the VPC alone. A VPC, at most a /16, overlaps one of them at most. */
function outside(vpcCidr: string): string {
  return SERVICE_BLOCKS.find((block) => !overlaps(block, vpcCidr)) ?? DEFAULT_SERVICE_CIDR;
}

function loggingProblems({ logging }: ClusterSpec, { tier }: PlanContext): Problem[] {
  const types = logging?.types;
  if (tier !== 'production' || types === undefined || types.includes('audit')) return [];
  return [
    {
      field: 'logging.types',
      value: types,
      reason: 'without the audit log nobody can say who changed what in a production cluster',
      remedy: "add 'audit', or leave types out to keep all five",
    },
  ];
}

/** Where Services may have their addresses (EKS API reference, "KubernetesNetworkConfigRequest"). */
const SERVICE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr);
const WIDEST_SERVICE_PREFIX = 12;
const NARROWEST_SERVICE_PREFIX = 24;

function serviceCidrShapeProblems({ serviceCidr }: ClusterSpec): Problem[] {
  if (serviceCidr === undefined) return [];
  const told = serviceCidrProblem(serviceCidr, parseCidr(serviceCidr));
  return told === undefined ? [] : [{ field: 'serviceCidr', value: serviceCidr, ...told }];
}

function serviceCidrProblem(text: string, block: Cidr | undefined): Said | undefined {
  if (block === undefined) return notABlock(text);
  if (block.prefix < WIDEST_SERVICE_PREFIX || block.prefix > NARROWEST_SERVICE_PREFIX) {
    return {
      reason: `EKS takes a block from /${WIDEST_SERVICE_PREFIX} to /${NARROWEST_SERVICE_PREFIX} for Services`,
      remedy: `use a /16, such as ${DEFAULT_SERVICE_CIDR}: room for 65536 Services`,
    };
  }
  if (SERVICE_RANGES.some((range) => contains(range, block))) return undefined;
  return {
    reason: 'EKS takes private addresses only for Services: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
    remedy: `use ${DEFAULT_SERVICE_CIDR}`,
  };
}
