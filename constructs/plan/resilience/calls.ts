import type { CallSpec } from './spec';

/** A service that another one calls. */
export interface Call {
  /** Its name. */
  readonly service: string;
  /** Whether the caller answers without it. */
  readonly optional: boolean;
}

/** What a service calls, in the order in which it says so: the one reader of `calls`. */
export function callsOf({ calls = [] }: { readonly calls?: readonly CallSpec[] }): readonly Call[] {
  return calls.map((call) =>
    typeof call === 'string'
      ? { service: call, optional: false }
      : { service: call.service, optional: call.optional ?? false },
  );
}

/** The names of the services that a service calls. */
export function calleesOf(spec: { readonly calls?: readonly CallSpec[] }): readonly string[] {
  return callsOf(spec).map(({ service }) => service);
}
