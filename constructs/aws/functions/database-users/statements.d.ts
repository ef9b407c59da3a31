import type { Desired, State } from './index';

/** The query for every role. */
export const ROLES: string;
/** The query for every schema. */
export const SCHEMAS: string;
/** The query that lets nobody inherit from a role for having made it. */
export const NO_SELF_GRANT: string;
/** The query for the roles through which the master user holds `rds_iam`. */
export function iamThrough(measure: 'USAGE' | 'MEMBER'): string;
/** Refuses what would lock the master user out; takes what {@link iamThrough} `USAGE` found before and after. */
export function refuseLockOut(before: string[], after: string[]): void;
/** The query for a group's members. */
export function members(group: string): string;
/** The statement that ends what retired users have open. */
export function endSessions(groups: Desired['groups']): string;
/** All statements, in order, for one transaction. */
export function statements(desired: Desired, state: State): string[];
