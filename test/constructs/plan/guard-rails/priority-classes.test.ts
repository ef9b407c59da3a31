import { PRIORITY_CLASS_NAMES, PRIORITY_CLASSES } from '../../../../constructs/plan/guard-rails/priority-classes';

const valueOf = (name: string): number => PRIORITY_CLASSES.find((each) => each.name === name)?.value ?? Number.NaN;

test('the classes are those that services may name, the most important first', () => {
  expect(PRIORITY_CLASSES.map(({ name }) => name)).toEqual([...PRIORITY_CLASS_NAMES]);
  const values = PRIORITY_CLASSES.map(({ value }) => value);
  expect(values).toEqual([...new Set(values)].sort((a, b) => b - a));
});

test('none reaches the values that Kubernetes keeps for itself', () => {
  for (const { value } of PRIORITY_CLASSES) expect(value).toBeLessThan(1_000_000_000);
});

test('a service that names none is as important as one that names service', () => {
  expect(valueOf('service')).toBe(0);
});

test('batch work still gets nodes from the autoscaler, and takes none from services', () => {
  expect(valueOf('batch')).toBeGreaterThanOrEqual(-10);
  expect(valueOf('batch')).toBeLessThan(valueOf('service'));
  expect(PRIORITY_CLASSES.filter(({ preempts }) => !preempts).map(({ name }) => name)).toEqual(['batch']);
});
