import fc from 'fast-check';
import {
  alignedCidr,
  block,
  cidr,
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  part,
  sizeOf,
} from '../../../../constructs/plan/network/cidr';

const anyBlock = fc
  .integer({ min: 0, max: 32 })
  .chain((prefix) =>
    fc.integer({ min: 0, max: 2 ** prefix - 1 }).map((index) => block(index * 2 ** (32 - prefix), prefix)),
  );

test.each([
  ['10.0.0.0/16', 167772160, 16],
  ['0.0.0.0/0', 0, 0],
  ['255.255.255.255/32', 4294967295, 32],
  ['172.16.0.0/12', 2886729728, 12],
])('%s is a block', (text, base, prefix) => {
  expect(parseCidr(text)).toEqual({ base, prefix });
});

test.each([
  ['10.0.0.1/16', 'it begins at 10.0.0.0'],
  ['10.0.0.0/33', 'an address has 32 bits'],
  ['10.0.0.256/32', 'an octet ends at 255'],
  ['10.0.0/16', 'an address has four octets'],
  ['10.0.0.0', 'a prefix is missing'],
  ['010.0.0.0/16', 'a leading zero may mean octal'],
  ['10.0.0.0/016', 'a leading zero may mean octal'],
  ['10.0.0.0/16 ', 'there is a blank'],
  ['fd00::/8', 'it is IPv6'],
  ['', 'there is nothing'],
])('%j is no block, because %s', (text) => {
  expect(parseCidr(text)).toBeUndefined();
  expect(() => cidr(text)).toThrow(RangeError);
});

test('a block written with stray bits is shown with them cleared', () => {
  expect(alignedCidr('10.0.0.1/16')).toBe('10.0.0.0/16');
  expect(alignedCidr('192.168.77.9/20')).toBe('192.168.64.0/20');
  expect(alignedCidr('nonsense')).toBeUndefined();
});

test.each([
  [0.5, 16],
  [-65536, 16],
  [1, 16],
  [2 ** 32, 32],
  [0, 33],
])('base %d with prefix %d makes no block', (base, prefix) => {
  expect(() => block(base, prefix)).toThrow(RangeError);
});

test('a block survives being written and read', () => {
  fc.assert(fc.property(anyBlock, (each) => expect(parseCidr(formatCidr(each))).toEqual(each)));
});

test('two blocks overlap exactly when they share an address', () => {
  fc.assert(
    fc.property(anyBlock, anyBlock, (a, b) => {
      const share = a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
      expect(overlaps(formatCidr(a), formatCidr(b))).toBe(share);
    }),
  );
});

test('a block contains itself and what lies in it, and nothing larger or elsewhere', () => {
  const outer = cidr('10.0.0.0/16');
  expect(['10.0.0.0/16', '10.0.0.0/17', '10.0.255.255/32'].map((inner) => contains(outer, cidr(inner)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['10.0.0.0/15', '10.0.0.0/8', '10.1.0.0/16'].map((inner) => contains(outer, cidr(inner)))).toEqual([
    false,
    false,
    false,
  ]);
});

test('what is no block overlaps nothing', () => {
  expect(overlaps('10.0.0.1/16', '10.0.0.0/16')).toBe(false);
  expect(overlaps('10.0.0.0/16', 'nonsense')).toBe(false);
});

test('the parts of a block are disjoint and fill it', () => {
  fc.assert(
    fc.property(anyBlock, fc.constantFrom(1, 2, 4, 8), (whole, parts) => {
      fc.pre(sizeOf(whole) >= parts);
      const made = Array.from({ length: parts }, (_, index) => part(whole, parts, index));
      expect(made.every((each) => contains(whole, each))).toBe(true);
      expect(made.map(({ base }) => base)).toEqual(
        made.map((_, index) => whole.base + (index * sizeOf(whole)) / parts),
      );
      expect(() => part(whole, parts, parts)).toThrow(RangeError);
    }),
  );
});
