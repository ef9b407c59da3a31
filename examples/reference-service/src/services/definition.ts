import type { Route } from '../http/router';

/** A request to a dependency. */
export interface CallRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** So that a repeated call, by a mesh's retry for one, is the same call. */
  readonly idempotencyKey?: string;
}

/** What one of the services does, and what the others want of it. */
export interface ServiceDefinition {
  readonly routes: readonly Route[];
  /**
   * What a caller asks of it, about some subject. The routes that are asked call nobody themselves, with the exception of
   * payment's: so no graph of dependencies, however it was declared, calls in a circle.
   */
  readonly asked: (subject: string) => CallRequest;
  /** Whether its callers answer without it when it is down. */
  readonly mayBeMissing: boolean;
}
