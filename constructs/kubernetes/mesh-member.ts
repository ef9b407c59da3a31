import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ServicePlan } from '../plan/service/plan';
import { serviceAuthorization } from './mesh/authorization';
import { addressEntry } from './mesh/service-entries';

/** Props of {@link MeshMember}. */
export interface MeshMemberProps {
  /** The service: what `planService` gives. */
  readonly plan: ServicePlan;
}

/**
 * What makes a service part of the mesh: who may ask it for what, and which addresses outside the cluster it reaches. Nothing
 * for a service that is not part of one.
 */
export class MeshMember extends Construct {
  public constructor(scope: Construct, id: string, { plan }: MeshMemberProps) {
    super(scope, id);
    const { mesh } = plan;
    if (mesh === undefined) return;
    new ApiObject(this, 'authorization', serviceAuthorization(plan, mesh));
    for (const address of mesh.addresses) new ApiObject(this, address.name, addressEntry(plan, address));
  }
}
