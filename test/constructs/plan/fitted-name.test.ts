import fc from 'fast-check';
import { fittedName } from '../../../constructs/plan/fitted-name';

describe('a fitted name', () => {
  test('is the name itself when it fits', () => {
    expect(fittedName('bulkhead-prod-ledger', 20)).toBe('bulkhead-prod-ledger');
  });

  test('says how it begins, and what it stands for, when it does not', () => {
    expect(fittedName('bulkhead-production-ledger', 22)).toMatch(/^bulkhead-prod-[0-9a-f]{8}$/);
  });

  test('never ends its beginning with a hyphen, since RDS refuses two in a row', () => {
    expect(fittedName('bulkhead-prod-ledger', 18)).not.toContain('--');
  });

  test('is never too long, and two names with one beginning stay two', () => {
    const name = fc.stringMatching(/^[a-z]{30,60}$/);
    fc.assert(
      fc.property(name, name, (one, other) => {
        const [first, second] = [`${one}-a`, `${one}-${other}`].map((each) => fittedName(each, 30));
        expect(first?.length).toBeLessThanOrEqual(30);
        expect(second?.length).toBeLessThanOrEqual(30);
        if (other !== 'a') expect(first).not.toBe(second);
      }),
    );
  });
});
