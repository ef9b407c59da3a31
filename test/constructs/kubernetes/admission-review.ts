import { celEnv, isCelError, parse, plan, type CelInput } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { StrictManifest } from './strict';

/** Any Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly namespace: string };
  readonly [section: string]: unknown;
}

/** What somebody asks of the API server. */
export interface Request {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly object: KubernetesObject;
  readonly oldObject?: KubernetesObject;
  readonly subResource?: string;
}

type Policy = Extract<StrictManifest, { kind: 'ValidatingAdmissionPolicy' }>;
type Binding = Extract<StrictManifest, { kind: 'ValidatingAdmissionPolicyBinding' }>;

/** What the API server answers: a message for each thing that it refuses; none when the request is let through. */
export function review(manifests: readonly StrictManifest[], request: Request): string[] {
  return manifests
    .filter((each): each is Policy => each.kind === 'ValidatingAdmissionPolicy')
    .filter((policy) => isBound(manifests, policy, request) && isMatched(policy, request))
    .flatMap((policy) => refusals(policy, request));
}

/** An expression of CEL with nothing but its own input, as the API server evaluates it; an error throws. */
export function evaluate(expression: string, input: Readonly<Record<string, unknown>>): unknown {
  const result = program(expression)(input as Record<string, CelInput>);
  if (isCelError(result)) throw new Error(`${result.message}\nin ${expression}`);
  return result;
}

const env = celEnv({ funcs: strings });
const programs = new Map<string, (input: Record<string, CelInput>) => unknown>();

function program(expression: string): (input: Record<string, CelInput>) => unknown {
  const known = programs.get(expression) ?? plan(env, parse(expression));
  programs.set(expression, known);
  return known;
}

function isBound(manifests: readonly StrictManifest[], policy: Policy, { object }: Request): boolean {
  return manifests
    .filter((each): each is Binding => each.kind === 'ValidatingAdmissionPolicyBinding')
    .filter(({ spec }) => spec.policyName === policy.metadata.name)
    .some(({ spec }) =>
      (spec.matchResources?.namespaceSelector.matchExpressions ?? []).every(
        ({ values }) => !values.includes(object.metadata.namespace),
      ),
    );
}

function isMatched({ spec }: Policy, { operation, object, subResource }: Request): boolean {
  const [group = '', version = ''] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', 'v1'];
  const resource = [resourceOf(object), ...(subResource === undefined ? [] : [subResource])].join('/');
  return spec.matchConstraints.resourceRules.some(
    (rule) =>
      rule.apiGroups.includes(group) &&
      rule.apiVersions.includes(version) &&
      rule.operations.some((each) => each === operation) &&
      rule.resources.includes(resource),
  );
}

function refusals({ spec }: Policy, request: Request): string[] {
  const input: Record<string, unknown> = {
    object: request.object,
    oldObject: request.oldObject ?? null,
    request: requestOf(request),
  };
  if (!spec.matchConditions.every(({ expression }) => evaluate(expression, input) === true)) return [];
  const variables: Record<string, unknown> = {};
  for (const { name, expression } of spec.variables) variables[name] = evaluate(expression, { ...input, variables });
  return spec.validations
    .filter(({ expression }) => evaluate(expression, { ...input, variables }) !== true)
    .map(({ messageExpression }) => String(evaluate(messageExpression, { ...input, variables })));
}

/** The request as expressions see it. What is empty is left out, as in an AdmissionRequest. */
function requestOf({ operation, object, subResource }: Request): Readonly<Record<string, unknown>> {
  const [group = '', version = ''] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', 'v1'];
  return {
    kind: { group, version, kind: object.kind },
    resource: { group, version, resource: resourceOf(object) },
    ...(subResource === undefined ? {} : { subResource }),
    ...(object.metadata.name === undefined ? {} : { name: object.metadata.name }),
    namespace: object.metadata.namespace,
    operation,
  };
}

const resourceOf = ({ kind }: KubernetesObject): string => `${kind.toLowerCase()}s`;
