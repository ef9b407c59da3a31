import { alignedCidr, parseCidr } from '../network/cidr';
import type { Said } from '../cluster/said';

/** A block of addresses that may connect. */
export interface ClientBlock {
  /** `203.0.113.0/24` */
  readonly cidr: string;
  /** Of its addresses. */
  readonly ipVersion: 4 | 6;
}

/** Everybody. */
export const ANYWHERE: readonly ClientBlock[] = [
  { cidr: '0.0.0.0/0', ipVersion: 4 },
  { cidr: '::/0', ipVersion: 6 },
];

/** The block that a text names; `undefined` when it names none. */
export function clientBlock(text: string): ClientBlock | undefined {
  if (parseCidr(text) !== undefined) return { cidr: text, ipVersion: 4 };
  return isIpv6Block(text) ? { cidr: text, ipVersion: 6 } : undefined;
}

/** Said of a text that names no block of addresses. */
export function notAClientBlock(text: string): Said {
  const aligned = alignedCidr(text);
  return {
    reason: 'not a block of addresses',
    remedy:
      aligned === undefined
        ? "write an address, a slash and a prefix, as in '203.0.113.0/24' or '2001:db8::/32'"
        : `did you mean '${aligned}'?`,
  };
}

const GROUPS = 8;
const GROUP = /^[0-9a-f]{1,4}$/i;
const GROUP_BITS = 16;

function isIpv6Block(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > GROUPS * GROUP_BITS) return false;
  const groups = ipv6Groups(address);
  return groups !== undefined && isAligned(groups, Number(prefix));
}

/** The eight groups of an address; `undefined` when it is none. `::` stands once, for one group of zeros or more. */
function ipv6Groups(address: string): readonly number[] | undefined {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const written = head.length + tail.length;
  const complete = halves.length === 1 ? written === GROUPS : halves.length === 2 && written < GROUPS;
  if (!complete || ![...head, ...tail].every((group) => GROUP.test(group))) return undefined;
  const zeros = Array.from({ length: GROUPS - written }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}

/** Bits set beyond the prefix read as if the block began there, and AWS would silently clear them. */
function isAligned(groups: readonly number[], prefix: number): boolean {
  return groups.every((group, index) => {
    const bits = Math.min(GROUP_BITS, Math.max(0, prefix - index * GROUP_BITS));
    return group % 2 ** (GROUP_BITS - bits) === 0;
  });
}
