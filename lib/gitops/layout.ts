import { posix } from 'node:path';
import type { GitopsEnvironment } from './environment';

/** The folder of Argo CD's Applications, one file each. */
export const APPLICATIONS_FOLDER = 'applications';

/** The folder of what brings Argo CD to look at the others. */
export const BOOTSTRAP_FOLDER = 'bootstrap';

/** The folder of an application's objects: a service that is added renames nothing. */
export const objectsFolder = (application: string): string => posix.join('objects', application);

/** A place below the environment's manifests, as a path from the root of the repository. */
export function inRepository({ name, gitops }: GitopsEnvironment, place: string): string {
  return posix.join(gitops.path ?? `manifests/${name}`, place);
}
