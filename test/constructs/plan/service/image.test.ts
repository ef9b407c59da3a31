import { imageVersion, parseImage } from '../../../../constructs/plan/service/image';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  ['payment:1', { repository: 'payment', tag: '1' }, '1'],
  ['ghcr.io/rides/payment:1.4.2', { repository: 'ghcr.io/rides/payment', tag: '1.4.2' }, '1.4.2'],
  ['localhost:5000/payment:1.4.2', { repository: 'localhost:5000/payment', tag: '1.4.2' }, '1.4.2'],
  ['localhost:5000/payment', { repository: 'localhost:5000/payment' }, 'unknown'],
  [`ghcr.io/rides/payment@${digest}`, { repository: 'ghcr.io/rides/payment', digest }, '0123456789ab'],
  [`payment:1@${digest}`, { repository: 'payment', tag: '1', digest }, '1'],
])('%s is taken apart', (text, parts, version) => {
  const parsed = parseImage(text);
  expect(parsed).toEqual(parts);
  expect(imageVersion(parsed ?? { repository: '' })).toBe(version);
});

test.each(['', 'payment:', 'payment@sha256:12', 'pay ment:1', 'payment:1:2', 'a@b@c'])('%j is no image', (text) => {
  expect(parseImage(text)).toBeUndefined();
});
