import { z } from 'zod';
import { serviceSpec } from '../../constructs/plan/service/spec';
import { told } from '../../constructs/plan/spec';

/** An image by its name in any registry. */
const namedImage = z
  .string()
  .min(1)
  .meta(told({ as: 'ghcr.io/rides/payment:1.4.2', because: 'an image is named with its version' }));

/** An image in the repository that the platform makes for the service. */
const repositoryImage = z.strictObject({
  /** The tag that was pushed to the service's own repository: `'1.4.2'`. Tags there never move. */
  tag: z
    .string()
    .regex(/^\w[\w.-]{0,127}$/)
    .meta(told({ as: '1.4.2', because: 'a tag has letters, digits, dots, dashes and underscores' })),
});

/** An image that the deployment builds from a folder. */
const builtImage = z.strictObject({
  /** The folder with the Dockerfile, from the root of the blueprint: `'examples/reference-service'`. */
  build: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/)
    .meta(told({ as: 'examples/reference-service', because: 'a folder is named from the root, with forward slashes' })),
});

/**
 * A service of an environment. Its name is the key that it stands under, who calls it follows from the others' `calls`, and
 * the stores that it uses are those that name it among their `clients`: nothing is said twice.
 */
export const environmentServiceSpec = serviceSpec.omit({ name: true, callers: true, stores: true }).extend({
  /**
   * What it runs: the name of an image in any registry, `'ghcr.io/rides/payment:1.4.2'`; a tag in the repository that the
   * platform makes for the service, `{ tag: '1.4.2' }`; or a folder that the deployment builds,
   * `{ build: 'examples/reference-service' }`. The last two need the environment's `account`.
   */
  image: z
    .union([namedImage, repositoryImage, builtImage])
    .meta(told({ as: 'ghcr.io/rides/payment:1.4.2', because: 'an image is a name, { tag: … } or { build: … }' })),
});

/** A service as its team writes it. */
export type EnvironmentService = z.infer<typeof environmentServiceSpec>;

/** What a service runs, as its team writes it. */
export type ServiceImage = EnvironmentService['image'];

/**
 * Describes one service. The types catch what types can; everything else is checked when an environment has it.
 *
 * @example
 * export const payment = service({
 *   image: 'ghcr.io/rides/payment:1.4.2',
 *   promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
 * });
 */
export function service(spec: EnvironmentService): EnvironmentService {
  return spec;
}
