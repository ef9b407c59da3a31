import { createHash } from 'node:crypto';

/** How many hexadecimal digits of a hash a name carries: as many as Kubernetes' own for ReplicaSets. */
const DIGITS = 10;

/**
 * A few letters that stand for settings, whatever their order: when a setting changes, so does the name of the ConfigMap
 * that carries this, and with it the pods that refer to it.
 */
export function contentsHash(settings: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, DIGITS);
}
