import type { RenderedCluster } from './cluster';
import { scopeOf } from './kinds';
import type { Flaw, Placed } from './placed';

/** What is wrong with what an object is and where it stands. */
export function identityFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  return [...twiceFlaws(placed, cluster), ...scopeFlaws(placed, cluster)];
}

function twiceFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  const first = cluster.find(placed);
  if (first === undefined || first === placed) return [];
  return [
    {
      field: 'metadata.name',
      value: placed.name,
      reason: `the application ${first.application} has a ${first.title} too: whichever is applied last wins`,
      remedy: 'give one of the two another name, or remove it',
    },
  ];
}

function scopeFlaws({ kind, namespace }: Placed, cluster: RenderedCluster): Flaw[] {
  const scope = scopeOf(kind);
  if (scope === undefined) {
    return [
      {
        field: 'kind',
        value: kind,
        reason: 'nobody has said whether such objects stand in a namespace, and what they refer to is not looked at',
        remedy: 'add the kind to lib/checks/wiring/kinds.ts, and what its objects refer to to a rule beside it',
      },
    ];
  }
  const field = 'metadata.namespace';
  if (scope === 'cluster') {
    if (namespace === undefined) return [];
    return [
      { field, value: namespace, reason: 'such objects belong to the whole cluster', remedy: 'remove the namespace' },
    ];
  }
  if (namespace === undefined) {
    return [
      {
        field,
        value: namespace,
        reason: 'without a namespace it goes to whichever the one who applies it stands in',
        remedy: 'name its namespace',
      },
    ];
  }
  return cluster.hasNamespace(namespace) ? [] : cluster.missing({ kind: 'Namespace', name: namespace }, field);
}
