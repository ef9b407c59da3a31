/** An image's name, taken apart. */
export interface ImageReference {
  /** Where it lies: `ghcr.io/rides/payment`. */
  readonly repository: string;
  /** The tag, if it has one: `1.4.2`. */
  readonly tag?: string;
  /** The digest, if it has one: `sha256:…`. */
  readonly digest?: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const REPOSITORY = /^[a-z0-9][a-z0-9._-]*(:\d+)?(\/[a-z0-9][a-z0-9._-]*)*$/i;

/**
 * Takes an image's name apart; `undefined` when it is none. The colon of a registry's port is not that of a tag.
 *
 * @example parseImage('localhost:5000/payment:1.4.2') // { repository: 'localhost:5000/payment', tag: '1.4.2' }
 */
export function parseImage(text: string): ImageReference | undefined {
  const [name = '', digest, ...rest] = text.split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const repository = colon === -1 ? name : name.slice(0, colon);
  const tag = colon === -1 ? undefined : name.slice(colon + 1);
  const right =
    rest.length === 0 &&
    REPOSITORY.test(repository) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  return right ? { repository, tag, digest } : undefined;
}

/** What people call the version of an image: its tag, else the beginning of its digest. */
export function imageVersion({ tag, digest }: ImageReference): string {
  return tag ?? digest?.slice('sha256:'.length, 'sha256:'.length + 12) ?? 'unknown';
}
