// Quantities in their shortest form. The engine of a rollout writes pods' templates back in it (argo-rollouts #3281): another
// form would be its change, and be refused when it is applied again.

const MILLICORES = 1000;
const MEBIBYTES = 1024;

/** Processor time as Kubernetes writes it: `250m`, `1`. */
export function processors(millicores: number): string {
  return millicores % MILLICORES === 0 ? String(millicores / MILLICORES) : `${millicores}m`;
}

/** Memory as Kubernetes writes it: `256Mi`, `1Gi`. */
export function memory(mebibytes: number): string {
  return mebibytes % MEBIBYTES === 0 ? `${mebibytes / MEBIBYTES}Gi` : `${mebibytes}Mi`;
}
