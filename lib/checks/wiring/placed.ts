import type { Problem } from '../../../constructs/plan/problem';
import type { KubernetesObject } from '../../charts/application';
import type { Finding, Severity } from '../check';
import { kindOf } from './kinds';

/** An object, and what it was rendered for. */
export interface Placed {
  /** The application that it belongs to: `payment`. */
  readonly application: string;
  readonly object: KubernetesObject;
  /** Its kind with the API group: `argoproj.io/Rollout`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** What people call it: `Rollout payment/payment`. */
  readonly title: string;
}

/** An object in its application. */
export function placed(application: string, object: KubernetesObject): Placed {
  const { kind, metadata } = object;
  const { name, namespace } = metadata;
  return {
    application,
    object,
    kind: kindOf(object),
    name,
    namespace,
    title: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  };
}

/** What is wrong at a field of an object. An error, unless it says otherwise. */
export interface Flaw extends Problem {
  readonly severity?: Severity;
}

/** A flaw of an object as a check reports it. */
export function findingOf(environment: string, { application, title }: Placed, flaw: Flaw): Finding {
  const { severity = 'error', ...problem } = flaw;
  return { environment, stack: '', resource: `${application}: ${title}`, ...problem, severity };
}
