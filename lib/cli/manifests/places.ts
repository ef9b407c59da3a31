import { posix } from 'node:path';
import type { KubernetesObject, ObjectApplication } from '../../charts/application';
import { objectsFolder } from '../../gitops/layout';

/**
 * The file of an object of an application: `objects/payment/rollout-payment.yaml`. It follows from what the object is and
 * from nothing beside it, so that no file is renamed when another object or application comes. What is in a namespace other
 * than the application's is in a folder of that name: `objects/namespaces/payment/networkpolicy-default-deny.yaml`.
 */
export function placeOf({ kind, metadata }: KubernetesObject, { name, namespace }: ObjectApplication): string {
  const file = `${kind.toLowerCase()}-${encoded(metadata.name)}.yaml`;
  const elsewhere = metadata.namespace !== undefined && metadata.namespace !== namespace;
  return posix.join(objectsFolder(name), ...(elsewhere ? [metadata.namespace] : []), file);
}

/** Roles may have colons in their names, which Windows has in no file's: `system:node` is `system%3Anode`. */
const encoded = (name: string): string => encodeURIComponent(name);

/** The values of a chart that people install by Helm: `values/argo-rollouts.yaml`. */
export const valuesPlace = (application: string): string => posix.join(VALUES_FOLDER, `${application}.yaml`);

/** The folder of the charts' values. */
export const VALUES_FOLDER = 'values';

/** The script that applies everything to a cluster of one's own machine. */
export const SCRIPT = 'apply.sh';
