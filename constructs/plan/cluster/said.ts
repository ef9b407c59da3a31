import { alignedCidr } from '../network/cidr';
import type { Problem } from '../problem';

/** What a rule says of a value; the field is added by whoever looked there. */
export type Said = Pick<Problem, 'reason' | 'remedy'>;

/** Said of a text that names no block of IPv4 addresses. */
export function notABlock(text: string): Said {
  const aligned = alignedCidr(text);
  return {
    reason: 'not an IPv4 block',
    remedy:
      aligned === undefined
        ? "write an address, a slash and a prefix, as in '203.0.113.0/24'"
        : `did you mean '${aligned}'?`,
  };
}
