import type { PlanContext } from '../context';
import { cidr, contains, parseCidr } from '../network/cidr';
import type { Problem } from '../problem';
import { notABlock, type Said } from './said';
import type { ClusterSpec } from './spec';

/** What is wrong with the blocks that may use a cluster's public endpoint. */
export function endpointProblems({ endpoint }: ClusterSpec, { tier }: PlanContext): Problem[] {
  return (endpoint?.publicCidrs ?? []).flatMap((text, index) => {
    const problem = publicCidrProblem(text, tier === 'production');
    return problem === undefined ? [] : [{ field: `endpoint.publicCidrs[${index}]`, value: text, ...problem }];
  });
}

const NARROW =
  "name the blocks that people work from, such as ['203.0.113.0/24'], or leave the public endpoint out (docs/private-access.md)";

const WIDEST_PUBLIC_PREFIX = 8;
const PRIVATE_BLOCKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
].map(cidr);

function publicCidrProblem(text: string, strict: boolean): Said | undefined {
  if (text.includes(':')) {
    const world = /^[0:]+\/0$/.test(text);
    return world && strict
      ? { reason: 'opens the API of a production cluster to the world', remedy: NARROW }
      : { reason: "this cluster's public endpoint has IPv4 addresses only", remedy: NARROW };
  }
  const block = parseCidr(text);
  if (block === undefined) return notABlock(text);
  const inside = PRIVATE_BLOCKS.find((candidate) => contains(candidate, block));
  if (inside !== undefined) {
    return {
      reason: 'a private address never arrives at a public endpoint, and EKS refuses it',
      remedy: 'name the public addresses that the network leaves with; from inside, use the private endpoint',
    };
  }
  if (!strict || block.prefix >= WIDEST_PUBLIC_PREFIX) return undefined;
  const share = block.prefix === 0 ? 'the world' : `1 in ${2 ** block.prefix} of all addresses`;
  return { reason: `opens the API of a production cluster to ${share}`, remedy: NARROW };
}
