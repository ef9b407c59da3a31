import type { Problem } from '../problem';
import { nearest } from '../spec';
import { ADD_ON_NAMES, missingAddOns, versionsWith, type AddOnName } from '../versions/table';
import { addOnsOf, INDISPENSABLE_ADD_ONS, type ComputeMode } from './compute-modes';
import type { Said } from './said';
import type { ClusterSpec } from './spec';

/** Said of a Kubernetes version without matching add-on versions. */
export function versionProblems({ version, addons = {} }: ClusterSpec, mode: ComputeMode): Problem[] {
  const missing = missingAddOns(version, addOnsOf(mode)).filter((name) => addons[name] === undefined);
  if (missing.length === 0) return [];
  return [
    {
      field: 'version',
      value: version,
      reason: `with mode '${mode}' it needs add-ons for which the version table has no version: ${missing.join(', ')}`,
      remedy: `use one of: ${versionsWith(addOnsOf(mode)).join(', ')}; or name a version of each missing add-on in addons`,
    },
  ];
}

/** What is wrong with the add-on versions that a cluster sets itself. */
export function addOnProblems({ addons = {} }: ClusterSpec, mode: ComputeMode): Problem[] {
  const used = addOnsOf(mode);
  return Object.entries(addons).flatMap(([name, version]) => {
    const told = addOnProblem(name, version, used, mode);
    return told === undefined ? [] : [{ field: `addons.${name}`, value: version, ...told }];
  });
}

function addOnProblem(
  name: string,
  version: string | false,
  used: readonly AddOnName[],
  mode: ComputeMode,
): Said | undefined {
  const known = ADD_ON_NAMES.find((candidate) => candidate === name);
  if (known === undefined) {
    const meant = nearest(name, used);
    const list = `the add-ons are: ${used.join(', ')}`;
    return {
      reason: 'no such add-on is known here',
      remedy: meant === undefined ? list : `did you mean '${meant}'? (${list})`,
    };
  }
  if (!used.includes(known)) {
    return { reason: `mode '${mode}' does not install it: EKS brings what it does`, remedy: 'remove it' };
  }
  if (version === false && INDISPENSABLE_ADD_ONS.includes(known)) {
    return {
      reason: 'without it no node becomes ready, or no pod finds or reaches another',
      remedy: 'remove this line, or name a version',
    };
  }
  return undefined;
}
