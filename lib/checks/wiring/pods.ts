import { parseImage } from '../../../constructs/plan/service/image';
import type { RenderedCluster } from './cluster';
import type { Flaw } from './placed';
import { settingsFlaws } from './settings';
import { matches } from './selector';
import { at, itemsAt, listAt, textAt, type Item } from './value';
import { containersOf, findPort, portsOf, type Container, type Workload } from './workload';

/** What is wrong with what pods name: their identity, images, settings, ports and labels. */
export function podFlaws(workload: Workload, cluster: RenderedCluster): Flaw[] {
  return [
    ...identityFlaws(workload, cluster),
    ...settingsFlaws(workload, cluster),
    ...containersOf(workload).flatMap((container) => [...imageFlaws(container), ...probeFlaws(container)]),
    ...spreadFlaws(workload),
  ];
}

/** The service account that every namespace has. */
const DEFAULT_ACCOUNT = 'default';

/** The classes that every cluster has (Kubernetes, "Pod Priority and Preemption"). */
const BUILT_IN_CLASSES = ['system-cluster-critical', 'system-node-critical'];

function identityFlaws({ pod, field, namespace }: Workload, cluster: RenderedCluster): Flaw[] {
  const account = textAt(pod, 'serviceAccountName') ?? DEFAULT_ACCOUNT;
  const priority = textAt(pod, 'priorityClassName');
  return [
    ...(account === DEFAULT_ACCOUNT
      ? []
      : cluster.missing({ kind: 'ServiceAccount', namespace, name: account }, `${field}.spec.serviceAccountName`)),
    ...(priority === undefined || BUILT_IN_CLASSES.includes(priority)
      ? []
      : cluster.missing(
          { kind: 'scheduling.k8s.io/PriorityClass', name: priority },
          `${field}.spec.priorityClassName`,
        )),
  ];
}

function imageFlaws({ value, field }: Container): Flaw[] {
  const name = textAt(value, 'image') ?? '';
  const image = parseImage(name);
  const flaw = (reason: string): Flaw[] => [
    {
      field: `${field}.image`,
      value: name,
      reason,
      remedy: 'name a tag that stays, as in ghcr.io/rides/payment:1.4.2, or a digest, name@sha256:<64 digits>',
    },
  ];
  if (image === undefined) return flaw('this is no name of an image');
  if (image.digest !== undefined) return [];
  if (image.tag === undefined) return flaw('without a tag or a digest it is whatever was pushed last');
  return image.tag === 'latest' ? flaw('latest is whatever was pushed last') : [];
}

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const HOOKS = ['postStart', 'preStop'];

/** A port that is named, or a number that the container does not listen on, makes a probe fail for ever. */
function probeFlaws({ value, field }: Container): Flaw[] {
  const asked: readonly Item[] = [
    ...PROBES.map((probe) => ({ value: at(value, probe), field: `${field}.${probe}` })),
    ...HOOKS.map((hook) => ({ value: at(value, 'lifecycle', hook), field: `${field}.lifecycle.${hook}` })),
  ];
  return asked.flatMap((question) =>
    ['httpGet', 'tcpSocket', 'grpc'].flatMap((way) => {
      const port = at(question.value, way, 'port');
      if (port === undefined || findPort(portsOf(value), port) !== undefined) return [];
      return [
        {
          field: `${question.field}.${way}.port`,
          value: port,
          reason: 'its container has no such port, so nobody answers',
          remedy: portsRemedy(portsOf(value).map(({ name, number }) => name ?? String(number))),
        },
      ];
    }),
  );
}

const portsRemedy = (ports: readonly string[]): string =>
  ports.length === 0 ? 'add the port to the container' : `name one that it has: ${ports.join(', ')}`;

/** A label that pods never get makes a constraint count nothing, or everything. */
function spreadFlaws({ pod, field, labels, addedLabels }: Workload): Flaw[] {
  const known = [...Object.keys(labels), ...addedLabels];
  return itemsAt(pod, `${field}.spec`, 'topologySpreadConstraints').flatMap((constraint) => [
    ...listAt(constraint.value, 'matchLabelKeys').flatMap((key, index) =>
      known.includes(String(key))
        ? []
        : [
            {
              field: `${constraint.field}.matchLabelKeys[${index}]`,
              value: key,
              reason:
                'its pods never have this label: versions are counted together, and skewed when the old one is gone',
              remedy: `name a label that they have: ${addedLabels.join(', ') || known.join(', ')}`,
            },
          ],
    ),
    ...(matches(at(constraint.value, 'labelSelector'), labels)
      ? []
      : [
          {
            field: `${constraint.field}.labelSelector`,
            value: at(constraint.value, 'labelSelector'),
            reason: 'it does not select the pods that it spreads: it would count others instead',
            remedy: "select the pods' own labels",
          },
        ]),
  ]);
}
