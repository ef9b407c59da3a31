import { HEALTH_PATHS, SHUTDOWN_SECONDS } from '../../../constructs/plan/service/defaults';
import { defaultFacts, type ServiceFacts } from '../../../constructs/plan/service/facts';
import { planVariables } from '../../../constructs/plan/service/variables';
import { type Config, readConfig } from '../../../examples/reference-service/src/config';
import { payment, production } from '../../constructs/plan/service/examples';

const names = ['user', 'trip', 'payment', 'mapping'];
const facts: ServiceFacts = {
  ...defaultFacts('eu-west-1'),
  services: Object.fromEntries(names.map((name) => [name, { namespace: name, port: 8080, calls: [] }])),
};
const fields = { '$(POD_NAME)': 'trip-abc', '$(NODE_NAME)': 'i-0abc' };

/** The environment of a pod as the platform plans it, with what Kubernetes fills in. */
function environmentOf(name: string): Record<string, string> {
  const calls = names.filter((each) => each !== name);
  const planned = planVariables({ ...payment, name, calls }, production, facts);
  const filled = (text: string): string =>
    Object.entries(fields).reduce((whole, [reference, value]) => whole.replaceAll(reference, value), text);
  return Object.fromEntries(
    planned.map((each) => [each.name, 'value' in each && each.value !== undefined ? filled(each.value) : 'filled-in']),
  );
}

function configOf(name: string): Config {
  const config = readConfig(environmentOf(name), '0.0.0');
  if (!('service' in config)) throw new Error(JSON.stringify(config));
  return config;
}

describe('what the platform tells a pod', () => {
  test.each(names)('is a configuration that %s can use', (name) => {
    const { service: own, port, adminPort, dependencies, telemetry } = configOf(name);
    expect({ own, port, adminPort }).toEqual({ own: name, port: 8080, adminPort: 9090 });
    expect(dependencies.map((each) => each.name)).toEqual(names.filter((each) => each !== name));
    expect(telemetry.export?.endpoint).toMatch(/\/v1\/traces$/);
    expect(telemetry.resource).toMatchObject({ 'service.name': name, 'k8s.pod.name': 'trip-abc' });
  });

  test('leaves a drain the time that it takes', () => {
    const { delayMilliseconds, limitMilliseconds } = configOf('trip').drain;
    expect(delayMilliseconds + limitMilliseconds).toBeLessThan(SHUTDOWN_SECONDS * 1_000);
  });

  test('is asked for on the paths that the service answers', () => {
    expect(Object.values(HEALTH_PATHS).sort()).toEqual(['/livez', '/readyz', '/startupz']);
  });
});
