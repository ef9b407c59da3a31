import { physicalName } from '../../constructs/plan/context';
import { contextOf } from '../environment/context';
import type { Environment } from '../environment/schema';
import type { ServiceImage } from '../environment/service';
import { nodeArchitectures } from './architecture';
import { folderHash } from './folder-hash';

/** Where manifests are applied: the environment's EKS cluster, or a cluster on one's own machine. */
export const TARGETS = ['aws', 'local'] as const;

/** One of {@link TARGETS}. */
export type Target = (typeof TARGETS)[number];

/** The qualifier of the default bootstrap, part of the name of the repository that built images go to. */
const QUALIFIER = 'hnb659fds';

/**
 * Stands for the hash of a folder where nobody runs the image and its name must only be of the right form: a real one reads
 * the folder, and waits for the CDK.
 */
export const anyHash = (): string => 'built';

/**
 * The name of the image that a service runs. It is known before anything is deployed, since manifests carry it. The tag of
 * one that is built comes from its folder, by `hash`.
 */
export function imageName(
  service: string,
  image: ServiceImage,
  environment: Environment,
  target: Target,
  hash: (folder: string) => string = folderHash,
): string {
  if (typeof image === 'string') return image;
  if ('tag' in image) {
    return target === 'local'
      ? localName(service, image.tag)
      : `${registryOf(environment)}/${repositoryName(service, environment)}:${image.tag}`;
  }
  return target === 'local'
    ? localName(imageNameOf(image.build), hash(image.build))
    : `${registryOf(environment)}/${builtRepositoryName(environment)}:${builtTag(image.build, environment, hash)}`;
}

/**
 * The tag of an image that a deployment builds. It names the processor, too: environments of one account share the
 * repository, and whoever pushes first is not pushed over.
 */
export function builtTag(
  folder: string,
  environment: Environment,
  hash: (folder: string) => string = folderHash,
): string {
  return [hash(folder), ...nodeArchitectures(environment)].join('-');
}

/** The repository of `cdk bootstrap`, which images go to that a deployment builds. */
export function builtRepositoryName({ account, region }: Environment): string {
  return `cdk-${QUALIFIER}-container-assets-${account ?? ''}-${region}`;
}

/** The service's own repository, which the platform makes: `bulkhead-prod/payment`. */
export function repositoryName(service: string, environment: Environment): string {
  return `${physicalName(contextOf(environment))}/${service}`;
}

/** The registry of the environment's account. */
function registryOf({ account, region }: Environment): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${account ?? ''}.dkr.ecr.${region}.${suffix}`;
}

/** `localhost` is no registry that anybody else could push to: an image that is missing is not fetched from a stranger. */
const localName = (name: string, tag: string): string => `localhost/${name}:${tag}`;

/** A folder's own name, as the name of an image is written: in small letters, with single characters between them. */
function imageNameOf(folder: string): string {
  const [name = ''] = folder.split('/').slice(-1);
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
}
