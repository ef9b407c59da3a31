import type { DatabaseSpec } from './spec';
import { GROUPS, userName } from './names';

/** What one service may do in a store, and as whom. */
export interface ClientPlan {
  /** The service: `trip-planner`. */
  readonly service: string;
  /** Its database user, which logs in with IAM: `trip_planner`. */
  readonly user: string;
  /** Whether it owns a schema, named as its user, or only reads those of others. */
  readonly access: 'read-write' | 'read-only';
  /** The Kubernetes namespace of its pods. */
  readonly namespace: string;
  /** The Kubernetes service account of its pods. */
  readonly serviceAccount: string;
}

/** The users of a store and the groups that hold what they have in common. */
export interface AccessPlan {
  /** Roles without a login; see {@link GROUPS}. */
  readonly groups: typeof GROUPS;
  /** The services that may log in, in the order of their names. */
  readonly clients: readonly ClientPlan[];
  /**
   * The revision of the statements that turn this plan into roles and grants. A deployment runs them again when it
   * changes; raise it with them.
   */
  readonly revision: number;
}

const REVISION = 1;

/** The users of a store. */
export function planAccess(clients: DatabaseSpec['clients'] = {}): AccessPlan {
  return {
    groups: GROUPS,
    clients: Object.entries(clients)
      .map(([service, { access, namespace = service, serviceAccount = service }]) => ({
        service,
        user: userName(service),
        access,
        namespace,
        serviceAccount,
      }))
      .sort((a, b) => (a.service < b.service ? -1 : 1)),
    revision: REVISION,
  };
}
