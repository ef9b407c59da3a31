import type { HelmRelease } from '../helm-release';
import type { ControllersContext } from './context';
import { planMesh } from './mesh';
import { planRollouts } from './rollouts';

export type { ControllersContext } from './context';

/** A controller that the platform installs from its publisher's chart. */
export type ControllerPlan = HelmRelease;

/**
 * The controllers of an environment, in the order of their installation: each may begin when the one before it is ready. The
 * mesh is first, since Argo Rollouts looks for it only when it starts. The mesh must have been checked.
 */
export function planControllers(context: ControllersContext): readonly ControllerPlan[] {
  const { mesh } = context;
  return [...(mesh === undefined ? [] : planMesh(mesh, context)), planRollouts(context)];
}
