import type { Problem } from '../problem';
import {
  addressDemand,
  LARGEST_VPC_PREFIX_LENGTH,
  privateAddresses,
  SMALLEST_SUBNET_PREFIX_LENGTH,
  SMALLEST_VPC_PREFIX_LENGTH,
  smallestPrefix,
  smallestUsablePrefix,
} from './capacity';
import { alignedCidr, cidr as block, contains, overlaps, parseCidr, type Cidr } from './cidr';
import type { ResolvedNetwork } from './defaults';
import type { NetworkSpec } from './spec';

/** The blocks that may be used in private networks (RFC 1918, and RFC 6598 for shared address space). */
const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/**
 * Docker's default bridge. AWS says not to create a VPC in it, because some of its services use it on instances (VPC user
 * guide, "VPC CIDR blocks"); EKS said the same of its Docker nodes, whose kubelets could not be reached in it.
 */
const CONTAINER_BRIDGE = '172.17.0.0/16';

/** What is wrong with the VPC's block by itself. */
export function cidrProblems(text: string): Problem[] {
  const problem = (reason: string, remedy: string): Problem => ({ field: 'cidr', value: text, reason, remedy });
  const vpc = parseCidr(text);
  if (vpc === undefined) return [problem(...misread(text, '10.40.0.0/16'))];
  const problems: Problem[] = [];
  if (!PRIVATE_BLOCKS.some((each) => contains(block(each), vpc))) {
    problems.push(
      problem(
        'not a block of private addresses: its owners could not be reached',
        `choose within ${PRIVATE_BLOCKS.join(', ')}`,
      ),
    );
  }
  if (vpc.prefix < LARGEST_VPC_PREFIX_LENGTH || vpc.prefix > SMALLEST_VPC_PREFIX_LENGTH) {
    problems.push(
      problem(
        `AWS takes blocks from /${LARGEST_VPC_PREFIX_LENGTH} to /${SMALLEST_VPC_PREFIX_LENGTH}, not /${vpc.prefix}`,
        `write it like ${resized(text, LARGEST_VPC_PREFIX_LENGTH)}`,
      ),
    );
  }
  if (overlaps(text, CONTAINER_BRIDGE)) {
    problems.push(
      problem(
        `overlaps ${CONTAINER_BRIDGE}, which container runtimes and some AWS services use on instances: nodes could not reach these addresses`,
        'choose another block, such as 172.20.0.0/16',
      ),
    );
  }
  return problems;
}

/** The reason and the remedy for a text that is no aligned block. */
function misread(text: string, example: string): [reason: string, remedy: string] {
  const aligned = alignedCidr(text);
  return aligned === undefined
    ? ['not a block of IPv4 addresses', `write it like ${example}`]
    : ['the address has bits beyond the prefix, so the block begins elsewhere than it reads', `write ${aligned}`];
}

/** What is wrong with connected networks, or with the VPC because of them. */
export function connectedProblems(vpc: string, connected: readonly string[]): Problem[] {
  return connected.flatMap((other, index): Problem[] => {
    const field = `connectedCidrs[${index}]`;
    if (parseCidr(other) === undefined) {
      const [reason, remedy] = misread(other, '10.0.0.0/12');
      return [{ field, value: other, reason, remedy }];
    }
    if (!overlaps(vpc, other)) return [];
    return [
      {
        field: 'cidr',
        value: vpc,
        reason: `overlaps the connected network ${other} (${field}): the same address would exist on both sides`,
        remedy: 'choose a block that no connected network uses',
      },
    ];
  });
}

/** Room for the pods, counted only when the block and the zones are sound enough to count with. */
export function sizeProblems({ cidr, zones }: NetworkSpec, resolved: ResolvedNetwork): Problem[] {
  const vpc = parseCidr(cidr);
  const count = new Set(zones).size;
  if (vpc === undefined || !isVpcSize(vpc) || count < 2) return [];
  const { capacity, interfaceEndpoints, zoneSlots } = resolved;
  const need = addressDemand(capacity, count, interfaceEndpoints.length);
  const have = privateAddresses(vpc.prefix, zoneSlots);
  const problem = (reason: string, remedy: string): Problem[] => [{ field: 'cidr', value: cidr, reason, remedy }];
  if (have < need.total) {
    const fits = smallestPrefix(need.total, zoneSlots);
    return problem(
      `too small: ${capacity.pods} pods on ${capacity.nodes} nodes need ${need.total} addresses in each private subnet, and a /${vpc.prefix} ` +
        `gives ${have}. With one of ${count} zones lost, each zone left runs ${need.pods} pods (a rollout adds 25 %) on ` +
        `${need.nodes} nodes: ${need.nodes} × ${need.prefixesPerNode} prefixes of 16 = ${need.podAddresses}, and ` +
        `${need.otherAddresses} for nodes, endpoints, control plane, load balancers and AWS`,
      fits === undefined
        ? 'even a /16 would not do: name another zone, lower capacity, or split the platform into two environments'
        : `use a /${fits}, such as ${resized(cidr, fits)}, or lower capacity to what the peak really is`,
    );
  }
  const smallest = smallestUsablePrefix(zoneSlots);
  if (vpc.prefix <= smallest) return [];
  return problem(
    `too small: cut for ${zoneSlots} zones, its public subnets would be smaller than the /${SMALLEST_SUBNET_PREFIX_LENGTH} that a load balancer needs`,
    `use a /${smallest} or larger, such as ${resized(cidr, smallest)}`,
  );
}

const isVpcSize = ({ prefix }: Cidr): boolean =>
  prefix >= LARGEST_VPC_PREFIX_LENGTH && prefix <= SMALLEST_VPC_PREFIX_LENGTH;

/** The block of another size in which a block lies, or with which it begins. */
function resized(text: string, prefix: number): string {
  return alignedCidr(`${text.split('/', 1)[0]}/${prefix}`) ?? text;
}
