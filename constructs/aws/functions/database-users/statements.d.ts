import type { Desired, State } from './index';

/** The query for every role. */
export const ROLES: string;
/** The query for every schema. */
export const SCHEMAS: string;
/** The query for a group's members. */
export function members(group: string): string;
/** The statement that ends what retired users have open. */
export function endSessions(groups: Desired['groups']): string;
/** All statements, in order, for one transaction. */
export function statements(desired: Desired, state: State): string[];
