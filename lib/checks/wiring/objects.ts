import type { RenderedCluster } from './cluster';
import { kindOf } from './kinds';
import type { Flaw, Placed } from './placed';
import { at, itemsAt, textAt } from './value';
import { containersOf } from './workload';

/** What is wrong with the objects that an object names, beside those that have a rule of their own. */
export function objectFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  switch (placed.kind) {
    case 'autoscaling/HorizontalPodAutoscaler':
      return autoscalerFlaws(placed, cluster);
    case 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding':
      return named(
        'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
        textAt(placed.object, 'spec', 'policyName'),
        undefined,
        'spec.policyName',
        cluster,
      );
    case 'networking.k8s.io/Ingress':
      return named(
        'networking.k8s.io/IngressClass',
        textAt(placed.object, 'spec', 'ingressClassName'),
        undefined,
        'spec.ingressClassName',
        cluster,
      );
    case 'networking.k8s.io/IngressClass':
      return parametersFlaws(placed, cluster);
    case 'rbac.authorization.k8s.io/ClusterRoleBinding':
    case 'rbac.authorization.k8s.io/RoleBinding':
      return bindingFlaws(placed, cluster);
    default:
      return [];
  }
}

/** What an autoscaler scales, as it refers to it: by version, kind and name. */
function targetOf(reference: unknown): { readonly kind: string; readonly name: string } {
  const kind = kindOf({ apiVersion: textAt(reference, 'apiVersion') ?? '', kind: textAt(reference, 'kind') ?? '' });
  return { kind, name: textAt(reference, 'name') ?? '' };
}

function autoscalerFlaws({ object, namespace }: Placed, cluster: RenderedCluster): Flaw[] {
  const reference = { ...targetOf(at(object, 'spec', 'scaleTargetRef')), namespace };
  const target = cluster.find(reference);
  if (target === undefined) return cluster.missing(reference, 'spec.scaleTargetRef');
  const containers = cluster
    .workloadsOf(target)
    .flatMap(containersOf)
    .map(({ value }) => textAt(value, 'name'));
  return itemsAt(object, '', 'spec', 'metrics').flatMap(({ value, field }) => {
    const container = textAt(value, 'containerResource', 'container');
    if (container === undefined || containers.includes(container)) return [];
    return [
      {
        field: `${field}.containerResource.container`,
        value: container,
        reason: `the pods of ${target.title} have no such container: nothing is measured, and nothing is scaled`,
        remedy: `name one that they have: ${containers.join(', ')}`,
      },
    ];
  });
}

function parametersFlaws({ object }: Placed, cluster: RenderedCluster): Flaw[] {
  const parameters = at(object, 'spec', 'parameters');
  if (parameters === undefined) return [];
  const kind = `${textAt(parameters, 'apiGroup') ?? ''}/${textAt(parameters, 'kind') ?? ''}`;
  return named(kind, textAt(parameters, 'name'), undefined, 'spec.parameters', cluster);
}

/** Roles of Kubernetes itself are there in every cluster; none of them is bound to a namespace. */
const BUILT_IN_ROLE = /^(cluster-admin|admin|edit|view|system:.+)$/;

function bindingFlaws({ object, namespace }: Placed, cluster: RenderedCluster): Flaw[] {
  const role = at(object, 'roleRef');
  const kind = `${textAt(role, 'apiGroup') ?? ''}/${textAt(role, 'kind') ?? ''}`;
  const name = textAt(role, 'name') ?? '';
  const isBuiltIn = kind.endsWith('/ClusterRole') && BUILT_IN_ROLE.test(name);
  return [
    ...(isBuiltIn ? [] : named(kind, name, kind.endsWith('/Role') ? namespace : undefined, 'roleRef.name', cluster)),
    ...itemsAt(object, '', 'subjects').flatMap(({ value, field }) =>
      textAt(value, 'kind') === 'ServiceAccount' && !cluster.hasStrangersIn(textAt(value, 'namespace') ?? '')
        ? named('ServiceAccount', textAt(value, 'name'), textAt(value, 'namespace'), `${field}.name`, cluster)
        : [],
    ),
  ];
}

function named(
  kind: string,
  name: string | undefined,
  namespace: string | undefined,
  field: string,
  cluster: RenderedCluster,
): Flaw[] {
  return cluster.missing({ kind, namespace, name: name ?? '' }, field);
}
