/** A block of IPv4 addresses. Build it with {@link parseCidr} or {@link block} so that it is always aligned. */
export interface Cidr {
  /** The first address as an unsigned 32-bit number: 10.0.0.0 is 167772160. */
  readonly base: number;
  /** The number of leading bits that the block's addresses share: 16 for `/16`. */
  readonly prefix: number;
}

const ADDRESS_BITS = 32;
const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
const LEADING_ZERO = /(^|[./])0\d/;

/**
 * The block that a text names, or `undefined` when it names none. Bits set beyond the prefix make it none:
 * `10.0.0.1/16` reads as if it began at 10.0.0.1, and AWS would silently take 10.0.0.0/16. A leading zero makes it none
 * too: some readers take `010` as octal.
 *
 * @example parseCidr('10.40.0.0/16') // { base: 170393600, prefix: 16 }
 */
export function parseCidr(text: string): Cidr | undefined {
  const parsed = readCidr(text);
  return parsed !== undefined && parsed.base % sizeOf(parsed) === 0 ? parsed : undefined;
}

/** The block that `text` lies in when its stray bits are cleared: `10.0.0.0/16` for `10.0.0.1/16`. For remedies. */
export function alignedCidr(text: string): string | undefined {
  const parsed = readCidr(text);
  return parsed === undefined
    ? undefined
    : formatCidr(block(parsed.base - (parsed.base % sizeOf(parsed)), parsed.prefix));
}

/** Reads a block that must be one, as after a spec was checked; throws otherwise. */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new RangeError(`not an aligned IPv4 block: ${text}`);
  return parsed;
}

/** A block from its first address and prefix; throws when they do not make one. */
export function block(base: number, prefix: number): Cidr {
  const made = { base, prefix };
  const valid =
    Number.isInteger(prefix) && prefix >= 0 && prefix <= ADDRESS_BITS && Number.isInteger(base) && base >= 0;
  if (!valid || base + sizeOf(made) > 2 ** ADDRESS_BITS || base % sizeOf(made) !== 0) {
    throw new RangeError(`not an aligned IPv4 block: base ${base}, prefix ${prefix}`);
  }
  return made;
}

/** How many addresses a block holds: 65536 for a /16. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (ADDRESS_BITS - prefix);
}

/** A block as text: `10.40.0.0/16`. */
export function formatCidr({ base, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.prefix >= outer.prefix && inner.base - (inner.base % sizeOf(outer)) === outer.base;
}

/** Whether two blocks, as text, share an address. What is no block shares none. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)];
  return a !== undefined && b !== undefined && (contains(a, b) || contains(b, a));
}

/**
 * The `index`th of the `parts` equal blocks of `whole`; `parts` is a power of two.
 *
 * @example formatCidr(part(cidr('10.40.0.0/16'), 4, 1)) // '10.40.64.0/18'
 */
export function part(whole: Cidr, parts: number, index: number): Cidr {
  const prefix = whole.prefix + Math.log2(parts);
  if (index < 0 || index >= parts) throw new RangeError(`part ${index} of ${parts}`);
  return block(whole.base + index * 2 ** (ADDRESS_BITS - prefix), prefix);
}

function readCidr(text: string): Cidr | undefined {
  const match = CIDR.exec(text);
  if (match === null || LEADING_ZERO.test(text)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > ADDRESS_BITS) return undefined;
  return { base: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}
