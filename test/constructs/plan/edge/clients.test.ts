import { clientBlock } from '../../../../constructs/plan/edge/clients';

describe('a block of addresses', () => {
  test.each(['0.0.0.0/0', '10.0.0.0/8', '203.0.113.7/32'])('of IPv4 is %s', (cidr) => {
    expect(clientBlock(cidr)).toEqual({ cidr, ipVersion: 4 });
  });

  test.each(['::/0', '2001:db8::/32', '2001:DB8:0:1::/64', 'fd00::1/128', '1:2:3:4:5:6:7:8/128', '2001:db8:8000::/33'])(
    'of IPv6 is %s',
    (cidr) => expect(clientBlock(cidr)).toEqual({ cidr, ipVersion: 6 }),
  );

  test.each([
    '2001:db8::',
    '2001:db8::/129',
    '2001:db8::1/64',
    '2001:db8:4000::/33',
    '1:2:3:4:5:6:7/128',
    '1:2:3:4:5:6:7:8:9/128',
    '1::2::3/128',
    '1:2:3:4:5:6:7:8::/128',
    '12345::/16',
    'g::/16',
    '::ffff:10.0.0.1/128',
    '::/0/0',
    '::/',
    '/64',
    '',
    'pl-0123456789abcdef0',
  ])('is not %j', (text) => expect(clientBlock(text)).toBeUndefined());
});
