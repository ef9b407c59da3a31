// Expressions in CEL, the language of admission policies. Nothing is taken for granted that a schema does not require, since
// an expression that fails refuses what it should have judged. `dyn` keeps the API server from warning that a Pod has no
// template: one policy judges all kinds.

/** What a policy's other expressions build on. */
export interface Variable {
  /** Its name: other expressions say `variables.name`. */
  readonly name: string;
  /** Its value. */
  readonly expression: string;
}

/** A text in CEL. */
export const celText = (words: string): string => JSON.stringify(words);

/** What pods are made from: the template with its labels, since a changed one makes new pods too. A Pod is its own. */
const template = (object: string): string =>
  [
    `has(dyn(${object}).spec.jobTemplate) ? dyn(${object}).spec.jobTemplate`,
    `: has(dyn(${object}).spec.template) ? dyn(${object}).spec.template`,
    `: dyn(${object}).spec`,
  ].join('\n');

/**
 * Whether a request makes pods or changes them. Whatever else it changes is let through: a controller that scales, pauses or
 * finishes something that is older than the policy must not be stopped, nor somebody who removes a label or a finalizer.
 */
export const CHANGES_PODS = `request.operation == 'CREATE' || (${template('object')})\n!= (${template('oldObject')})`;

const list = (field: string): string => `(has(variables.podSpec.${field}) ? variables.podSpec.${field} : [])`;

/** The variables that all policies have, each after those that it builds on. */
export const COMMON_VARIABLES: readonly Variable[] = [
  {
    name: 'subject',
    expression: [
      "request.kind.kind + ' ' + request.namespace + '/'",
      '+ (has(object.metadata.name) ? object.metadata.name',
      ": has(object.metadata.generateName) ? object.metadata.generateName : '')",
    ].join('\n'),
  },
  {
    // A Rollout may refer to a Deployment instead of having a template: it then has no containers of its own.
    name: 'podSpec',
    expression: [
      'has(dyn(object).spec.jobTemplate) ? dyn(object).spec.jobTemplate.spec.template.spec',
      ': has(dyn(object).spec.template) && has(dyn(object).spec.template.spec) ? dyn(object).spec.template.spec',
      ': dyn(object).spec',
    ].join('\n'),
  },
  { name: 'debugging', expression: "has(request.subResource) && request.subResource == 'ephemeralcontainers'" },
  {
    // Whoever debugs a pod that is older than the policy adds a container, and cannot mend the others.
    name: 'containers',
    expression: [
      `variables.debugging ? ${list('ephemeralContainers')}`,
      `: ${list('initContainers')} + ${list('containers')}`,
    ].join('\n'),
  },
];

/** The names of the containers of which something holds; more may be told of each than its name. */
export const containersThat = (holds: string, told = 'c.name'): string =>
  `variables.containers.filter(c, ${holds})\n.map(c, ${told})`;
