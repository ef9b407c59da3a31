import { main } from '../../../lib/cli/program';
import { recordedWorld } from './world';

test('bulkhead schema prints the JSON schema of an environment, whatever the environments are', async () => {
  const world = recordedWorld({
    blueprint: () => {
      throw new Error('not read');
    },
  });
  expect(await main(['schema'], world)).toBe(0);
  expect(JSON.parse(world.output())).toMatchObject({ title: 'Environment', type: 'object' });
});
