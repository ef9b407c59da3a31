/** The minor number of a Kubernetes version: 35 of `1.35`. The major has been 1 since 2015. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** The Kubernetes version of a minor number: `1.35` of 35. */
export function versionOf(minor: number): string {
  return `1.${minor}`;
}

/** The versions that an upgrade passes through, one minor at a time and without the first: `1.35`, `1.36` from `1.34`. */
export function versionsBetween(from: string, to: string): readonly string[] {
  const hops = Math.max(0, minorOf(to) - minorOf(from));
  return Array.from({ length: hops }, (_, hop) => versionOf(minorOf(from) + hop + 1));
}
