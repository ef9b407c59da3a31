import type { Environment } from '../../../lib/environment/schema';
import { serviceSpecs } from '../../../lib/environment/services';
import type { ServiceImage } from '../../../lib/environment/service';
import { nodeArchitectures } from '../../../lib/images/architecture';
import { folderHash } from '../../../lib/images/folder-hash';
import { anyHash, imageName, type Target } from '../../../lib/images/image-name';
import { parseImage } from '../../../constructs/plan/service/image';
import { SOUND, varied } from '../environment/examples';
import { LEAST } from '../environment/service-examples';

const FOLDER = 'examples/reference-service';
const named = (image: ServiceImage, target: Target, changes: Readonly<Record<string, unknown>> = {}): string =>
  imageName('payment', image, varied(changes) as Environment, target, () => '0123456789abcdef');

describe('the name of the image that a service runs', () => {
  test.each(['aws', 'local'] as const)('is what its team wrote, where that is a name, on %s', (target) => {
    expect(named('ghcr.io/rides/payment:1.4.2', target)).toBe('ghcr.io/rides/payment:1.4.2');
  });

  test("is a tag in the service's own repository, of the account and region of the environment", () => {
    expect(named({ tag: '1.4.2' }, 'aws')).toBe(
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/bulkhead-prod/payment:1.4.2',
    );
    expect(named({ tag: '1.4.2' }, 'aws', { platform: 'rides', region: 'eu-north-1' })).toBe(
      '111122223333.dkr.ecr.eu-north-1.amazonaws.com/rides-prod/payment:1.4.2',
    );
  });

  test('is in the repository of the bootstrap, where the deployment builds it, with the processor that it is built for', () => {
    const repository =
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/cdk-hnb659fds-container-assets-111122223333-eu-west-1';
    expect(named({ build: FOLDER }, 'aws')).toBe(`${repository}:0123456789abcdef-amd64`);
    const graviton = { 'cluster.nodePools': { general: { architectures: ['arm64'] } } };
    expect(named({ build: FOLDER }, 'aws', graviton)).toBe(`${repository}:0123456789abcdef-arm64`);
  });

  test("ends in another domain in AWS' regions of China", () => {
    expect(named({ tag: '1.4.2' }, 'aws', { region: 'cn-north-1' })).toBe(
      '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/bulkhead-prod/payment:1.4.2',
    );
  });

  test("names no registry on one's own machine, and no processor: it is the machine's", () => {
    expect(named({ tag: '1.4.2' }, 'local')).toBe('localhost/payment:1.4.2');
    expect(named({ build: FOLDER }, 'local')).toBe('localhost/reference-service:0123456789abcdef');
  });

  test.each([
    ['services/Payment', 'payment'],
    ['services/pay__ment.api', 'pay-ment-api'],
    ['services/payment-', 'payment'],
  ])('is one that Docker takes, though the folder is called %s', (build, name) => {
    expect(named({ build }, 'local')).toBe(`localhost/${name}:0123456789abcdef`);
  });

  test.each(['aws', 'local'] as const)(
    'has a version that Kubernetes can be told, in each of its forms, on %s',
    (target) => {
      for (const image of [{ tag: '1.4.2' }, { build: FOLDER }]) {
        expect(parseImage(named(image, target))?.tag).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,61}[A-Za-z0-9]$/);
      }
    },
  );
});

describe('the images of an environment', () => {
  const environment = { ...SOUND, services: { payment: { ...LEAST, image: { build: FOLDER } } } };

  test('are named by the content of their folders', () => {
    expect(serviceSpecs(environment).payment?.image).toMatch(new RegExp(`:${folderHash(FOLDER)}-amd64$`));
  });

  test('are named without reading a folder where nobody runs them', () => {
    expect(serviceSpecs(environment, 'aws', anyHash).payment?.image).toMatch(/:built-amd64$/);
  });
});

describe('the processors that nodes may have', () => {
  const of = (changes: Readonly<Record<string, unknown>>) => nodeArchitectures(varied(changes) as Environment);

  test('are those of all pools, each once, in an order that does not follow theirs', () => {
    expect(of({})).toEqual(['amd64']);
    expect(of({ 'cluster.nodePools': { b: { architectures: ['arm64'] }, a: {}, c: {} } })).toEqual(['amd64', 'arm64']);
  });

  test('are those of the instance types of node groups', () => {
    const groups = (...instanceTypes: string[]) => ({
      'cluster.mode': 'node-groups',
      'cluster.nodeGroups': { instanceTypes },
    });
    expect(of(groups('m7i.large'))).toEqual(['amd64']);
    expect(of(groups('m7g.large', 'm6g.large'))).toEqual(['arm64']);
  });
});
