import { above, and, atLeast, count, equal, is, isOneOf, max, over, type Vector } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { HOUR, MINUTE, platformAlert } from './platform-alert';

/** Nodes that are ready or not, one element each. */
const ready = (): Vector =>
  max(select('kube_node_status_condition', [is('condition', 'Ready'), is('status', 'true')]), ['node']);

/** More nodes than this share are not lost one by one: a zone of three holds a third. One node alone may be a third of a small cluster. */
const MANY = 0.25;

const READY_QUERY = { asks: 'Which nodes are ready (1), and which are not (0)?', query: ready() };

/** What can be wrong with nodes that somebody else runs: EKS replaces one that stays broken. */
export function nodeAlerts(): readonly Alert[] {
  return [
    platformAlert({
      name: 'NodesLost',
      severity: 'page',
      condition: 'more than a quarter of the nodes are not ready, and more than one',
      expression: and(
        above(over(count(equal(ready(), 0)), count(ready())), MANY),
        atLeast(count(equal(ready(), 0)), 2),
      ),
      forSeconds: 5 * MINUTE,
      summary: 'more than a quarter of the nodes are not ready: a zone may be gone',
      runbook: {
        means:
          'Nodes do not fail together by chance. An availability zone has gone, the network between zones, or the way to the ' +
          'control plane. Services are built to live without one zone; they have no room left for more.',
        queries: [READY_QUERY],
        steps: [
          'Which zone? `kubectl get nodes --label-columns topology.kubernetes.io/zone`, and the AWS Health Dashboard.',
          'One zone: move traffic away from it, before pods that are half reachable do harm: `aws arc-zonal-shift start-zonal-shift --resource-identifier <arn> --away-from <zone id> --expires-in 2h --comment <why>`, for the load balancer and for the cluster. `aws ec2 describe-availability-zones --query AvailabilityZones[].[ZoneName,ZoneId]` has the id: it is not the name.',
          'All zones: nodes do not reach the control plane. Was a security group, a route or the endpoint access changed?',
          'Replacements need room elsewhere: PodPending tells when there is none.',
        ],
      },
      proofs: () => [
        {
          title: 'a zone of three goes, and returns',
          series: [
            ...nodes(['a1', 'a2'], [10 * MINUTE, 1], [15 * MINUTE, 0], [10 * MINUTE, 1]),
            ...nodes(['b1', 'b2', 'c1', 'c2'], [35 * MINUTE, 1]),
          ],
          expected: [
            silent('NodesLost', 9 * MINUTE),
            silent('NodesLost', 13 * MINUTE),
            fires('NodesLost', 17 * MINUTE),
            silent('NodesLost', 28 * MINUTE),
          ],
        },
        {
          title: 'one node of six goes',
          series: [...nodes(['a1'], [20 * MINUTE, 0]), ...nodes(['a2', 'b1', 'b2', 'c1', 'c2'], [20 * MINUTE, 1])],
          expected: [silent('NodesLost', 18 * MINUTE)],
        },
        {
          title: 'one node of three goes: a ticket is enough',
          series: [...nodes(['a1'], [20 * MINUTE, 0]), ...nodes(['b1', 'c1'], [20 * MINUTE, 1])],
          expected: [silent('NodesLost', 18 * MINUTE), fires('NodeNotReady', 18 * MINUTE, { node: 'a1' })],
        },
      ],
    }),
    platformAlert({
      name: 'NodeNotReady',
      severity: 'ticket',
      condition: 'a node is not ready',
      expression: equal(ready(), 0),
      forSeconds: 15 * MINUTE,
      summary: 'node {{ $labels.node }} is not ready',
      runbook: {
        means:
          'The node has not reported for a while. Its pods are replaced elsewhere after a minute. EKS replaces the node itself; ' +
          'that it has not done so for a quarter of an hour is worth a look.',
        queries: [READY_QUERY],
        steps: [
          'What does it say? `kubectl describe node` of it: its conditions and last events.',
          'Remove it, if nothing does: `kubectl drain --ignore-daemonsets --delete-emptydir-data`, then `kubectl delete nodeclaim` of it on EKS Auto Mode, or terminate its instance in a node group.',
        ],
      },
      proofs: () => [
        {
          title: 'a node stops reporting, and another does for a moment',
          series: [
            ...nodes(['a1'], [10 * MINUTE, 1], [30 * MINUTE, 0], [10 * MINUTE, 1]),
            ...nodes(['b1'], [10 * MINUTE, 1], [5 * MINUTE, 0], [35 * MINUTE, 1]),
            ...nodes(['c1', 'c2', 'c3'], [50 * MINUTE, 1]),
          ],
          expected: [
            silent('NodeNotReady', 22 * MINUTE),
            fires('NodeNotReady', 27 * MINUTE, { node: 'a1' }),
            silent('NodeNotReady', 43 * MINUTE),
          ],
        },
      ],
    }),
    platformAlert({
      name: 'NodeUnderPressure',
      severity: 'ticket',
      condition: 'a node is short of memory, disk or process numbers',
      expression: equal(
        max(
          select('kube_node_status_condition', [
            isOneOf('condition', ['MemoryPressure', 'DiskPressure', 'PIDPressure']),
            is('status', 'true'),
          ]),
          ['node', 'condition'],
        ),
        1,
      ),
      forSeconds: 10 * MINUTE,
      summary: 'node {{ $labels.node }} reports {{ $labels.condition }}',
      runbook: {
        means:
          'The kubelet evicts pods from such a node until it recovers, those first that use more than they asked for. Pods that ' +
          'write much to their scratch space, or ask for less memory than they use, are the usual cause.',
        queries: [
          {
            asks: 'Which pods use most memory?',
            query: max(select('pod_memory_working_set_bytes'), ['namespace', 'pod', 'node']),
          },
        ],
        steps: [
          'Which pods are on it? `kubectl get pods --all-namespaces --field-selector spec.nodeName=` with its name.',
          'A pod uses more than it asks for: raise `resources` of its service, so that it is placed where there is room.',
        ],
      },
      proofs: () => [
        {
          title: 'a disk fills up, and is emptied',
          series: [
            pressure('a1', 'DiskPressure', [5 * MINUTE, 0], [20 * MINUTE, 1], [10 * MINUTE, 0]),
            pressure('a1', 'MemoryPressure', [35 * MINUTE, 0]),
            pressure('b1', 'DiskPressure', [35 * MINUTE, 0]),
          ],
          expected: [
            silent('NodeUnderPressure', 13 * MINUTE),
            fires('NodeUnderPressure', 17 * MINUTE, { node: 'a1', condition: 'DiskPressure' }),
            silent('NodeUnderPressure', 28 * MINUTE),
          ],
        },
        {
          title: 'a node that is ready is under no pressure',
          series: nodes(['a1'], [HOUR, 1]),
          expected: [silent('NodeUnderPressure', 50 * MINUTE)],
        },
      ],
    }),
  ];
}

type Course = readonly (readonly [seconds: number, value: number])[];

function nodes(names: readonly string[], ...course: Course): readonly MockSeries[] {
  return names.flatMap((node) => [
    mock(
      'kube_node_status_condition',
      { node, condition: 'Ready', status: 'true' },
      ...course.map(([seconds, value]) => holds(seconds, value)),
    ),
    mock(
      'kube_node_status_condition',
      { node, condition: 'Ready', status: 'false' },
      ...course.map(([seconds, value]) => holds(seconds, 1 - value)),
    ),
  ]);
}

function pressure(node: string, condition: string, ...course: Course): MockSeries {
  return mock(
    'kube_node_status_condition',
    { node, condition, status: 'true' },
    ...course.map(([seconds, value]) => holds(seconds, value)),
  );
}
