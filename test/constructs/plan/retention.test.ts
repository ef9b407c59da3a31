import { RETENTION_DAYS, retentionDays } from '../../../constructs/plan/retention';
import { shapeProblems } from '../../../constructs/plan/spec';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

test('the retentions are those that CloudWatch Logs has', () => {
  const known = Object.values(RetentionDays).filter(
    (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
  );
  expect(RETENTION_DAYS).toEqual(known);
});

test('a retention that CloudWatch Logs has is accepted', () => {
  expect(shapeProblems(retentionDays, 90)).toEqual([]);
});

test('any other is refused with the list of those that would do', () => {
  expect(shapeProblems(retentionDays, 100)).toEqual([
    expect.objectContaining({ value: 100, remedy: expect.stringContaining('60, 90, 120') as string }),
  ]);
});
