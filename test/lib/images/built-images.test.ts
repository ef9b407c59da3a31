import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { SpecError } from '../../../constructs/plan/problem';
import type { Environment } from '../../../lib/environment/schema';
import { serviceSpecs } from '../../../lib/environment/services';
import { BuiltImages } from '../../../lib/stacks/built-images';
import { SOUND } from '../environment/examples';
import { LEAST } from '../environment/service-examples';

/** The tests leave out the copying of assets into the output; here it is what they are about. */
const STAGED = { 'aws:cdk:disable-asset-staging': false };

const FOLDER = 'examples/reference-service';

/** What the CDK publishes: the part of its asset manifest that is about images. */
interface DockerImages {
  readonly dockerImages: Readonly<
    Record<
      string,
      {
        readonly source: { readonly directory: string; readonly platform: string };
        readonly destinations: Readonly<
          Record<string, { readonly repositoryName: string; readonly imageTag: string; readonly region: string }>
        >;
      }
    >
  >;
}

const environment: Environment = {
  ...SOUND,
  services: { payment: { ...LEAST, image: { build: FOLDER } }, user: { ...LEAST, image: { build: FOLDER } } },
};

function build(of: Environment, context: Readonly<Record<string, unknown>> = {}) {
  const app = new App({ context, postCliContext: STAGED });
  const { account, region } = of;
  const stack = new Stack(app, 'services', { env: { account, region } });
  new BuiltImages(stack, 'Builds', of, new Set([FOLDER]));
  const { directory } = app.synth();
  const assets = JSON.parse(readFileSync(join(directory, 'services.assets.json'), 'utf8')) as DockerImages;
  return Object.values(assets.dockerImages).map(({ source, destinations }) => ({
    source,
    destinations: Object.values(destinations),
    files: readdirSync(join(directory, source.directory)).sort(),
  }));
}

describe('an image that the deployment builds', () => {
  const published = build(environment);

  test('is pushed under the name that manifests have, once for all services that run it', () => {
    const [{ repositoryName, imageTag, region } = { repositoryName: '', imageTag: '', region: '' }, ...others] =
      published.flatMap(({ destinations }) => destinations);
    expect(others).toEqual([]);
    const name = `111122223333.dkr.ecr.${region}.amazonaws.com/${repositoryName}:${imageTag}`;
    const specs = serviceSpecs(environment);
    expect([specs.payment?.image, specs.user?.image]).toEqual([name, name]);
  });

  test('is built from the files that its hash is made of, for the processor of the nodes', () => {
    const [image] = published;
    expect(image?.files).toEqual(
      ['.dockerignore', 'Dockerfile', 'package-lock.json', 'package.json', 'src', 'tsconfig.json'].sort(),
    );
    expect(image?.source.platform).toBe('linux/amd64');
  });

  test('has another tag for another processor, so that environments of one account do not share what only one can run', () => {
    const graviton: Environment = {
      ...environment,
      cluster: { ...environment.cluster, nodePools: { general: { architectures: ['arm64'] } } },
    };
    const [image] = build(graviton);
    expect(image?.source.platform).toBe('linux/arm64');
    expect(image?.destinations.map(({ imageTag }) => imageTag)).toEqual([expect.stringMatching(/-arm64$/)]);
  });
});

describe('a bootstrap that gives its repository another name', () => {
  const qualifier = { '@aws-cdk/core:bootstrapQualifier': 'rides' };

  test('is refused where the deployment builds images, which manifests would name elsewhere', () => {
    expect(() => build(environment, qualifier)).toThrow(SpecError);
    expect(() => build(environment, qualifier)).toThrow(/bootstrapQualifier = "rides"/);
    expect(() => build(environment, qualifier)).toThrow(/cdk-rides-container-assets-111122223333-eu-west-1/);
  });

  test('does not matter where no image is built', () => {
    const app = new App({ context: qualifier, postCliContext: STAGED });
    const stack = new Stack(app, 'services', { env: { account: SOUND.account, region: SOUND.region } });
    expect(() => new BuiltImages(stack, 'Builds', SOUND, new Set())).not.toThrow();
  });
});
