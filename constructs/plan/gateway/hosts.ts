/** Any host. */
export const ANY_HOST = '*';

/** Whether every name that the second stands for is one that the first stands for: `*.rides.example` has `api.rides.example`. */
export function includesHost(first: string, second: string): boolean {
  if (first === ANY_HOST || first === second) return true;
  return first.startsWith('*.') && second.endsWith(first.slice(1));
}

/** Whether there is a name that both stand for. Of two such patterns one has the other. */
export function hostsMeet(first: string, second: string): boolean {
  return includesHost(first, second) || includesHost(second, first);
}
