import type { Problem } from '../problem';
import type { WrittenRoute } from '../service/edge';
import { includesHost } from './hosts';

/** A route with the hosts that lead to it. */
export interface HostedRoute extends WrittenRoute {
  /** The hosts. */
  readonly hosts: readonly string[];
}

/**
 * What the API server keeps in one object, in bytes: 1.5 MiB is the most that etcd takes (`--max-request-bytes`), and some of it is
 * for what Kubernetes writes beside the object.
 */
const MOST_BYTES = 1_300_000;

/** A path in the list of its host, with the times of its service: measured with names of 20 letters. */
const BYTES_OF_A_PATH = 350;

/** And what it says of web pages. */
const BYTES_OF_PAGES = 400;

/** All routes of a host are one object, so that their order is one. Fields are relative to the services. */
export function sizeProblems(
  routes: readonly HostedRoute[],
  { hosts, hasPages = false }: { readonly hosts: readonly string[]; readonly hasPages?: boolean },
): Problem[] {
  return hosts.flatMap((host) => {
    const own = routes.filter(({ hosts: of }) => of.some((each) => includesHost(each, host)));
    const withPages = own.filter(({ route }) => route.cors !== 'none' && (route.cors !== undefined || hasPages));
    const bytes = own.length * BYTES_OF_A_PATH + withPages.length * BYTES_OF_PAGES;
    if (bytes <= MOST_BYTES) return [];
    return [
      {
        field: '',
        value: `${own.length} routes`,
        reason: `the routes of ${host} would be an object of about ${Math.round(bytes / 1000)} kB, and the API server keeps ${MOST_BYTES / 1000} kB at most`,
        remedy: 'give some services a host of their own, or one subtree instead of many routes',
      },
    ];
  });
}
