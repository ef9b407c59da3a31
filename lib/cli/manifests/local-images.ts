import type { Environment } from '../../environment/schema';
import { imageName } from '../../images/image-name';

/** An image that a cluster on one's own machine must be given, since no registry has it. */
export interface LocalImage {
  /** `localhost/reference-service:0123456789abcdef` */
  readonly image: string;
  /** The folder that it is built from, from the root of the blueprint; none where only the service's team knows. */
  readonly folder?: string;
}

/** The images that must be built and loaded, each once. */
export function localImages(environment: Environment): readonly LocalImage[] {
  const images = new Map<string, LocalImage>();
  for (const [service, { image }] of Object.entries(environment.services ?? {})) {
    if (typeof image === 'string') continue;
    const name = imageName(service, image, environment, 'local');
    images.set(name, { image: name, ...('build' in image ? { folder: image.build } : {}) });
  }
  return [...images.values()];
}
