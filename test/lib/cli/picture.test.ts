import { main } from '../../../lib/cli/program';
import { pictureOf } from '../../../lib/picture/picture';
import { planEnvironment } from '../../../lib/cli/plan/plans';
import { environment } from './environments';
import { recordedWorld } from './world';

const blueprint = { environments: [environment('dev', 20), environment('prod', 40)] };

test('bulkhead picture prints the SVG of an environment and nothing else, so that it can be written to a file', async () => {
  const world = recordedWorld({ blueprint: () => blueprint });
  expect(await main(['picture', 'prod'], world)).toBe(0);
  expect(world.output()).toBe(pictureOf(planEnvironment(environment('prod', 40))));
  expect(world.errors()).toBe('');
});

test('bulkhead picture of an environment that does not exist names the nearest', async () => {
  const world = recordedWorld({ blueprint: () => blueprint });
  expect(await main(['picture', 'prd'], world)).toBe(1);
  expect(world.output()).toBe('');
  expect(world.errors()).toContain("did you mean 'prod'?");
});
