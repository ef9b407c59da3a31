/** A condition on an alert's label, as alert managers write it. */
export interface LabelCondition {
  /** The label. */
  readonly label: string;
  /** What its value must be: one of these. */
  readonly oneOf: readonly string[];
}

/** While some alerts fire, others that follow from them are held back: one cause calls once. */
export interface Inhibition {
  /** Why the one follows from the other. */
  readonly because: string;
  /** Which alerts hold others back. */
  readonly source: readonly LabelCondition[];
  /** Which are held back. */
  readonly target: readonly LabelCondition[];
  /** The labels in which the two must agree. */
  readonly equal: readonly string[];
}

const named = (...names: readonly string[]): readonly LabelCondition[] => [{ label: 'alertname', oneOf: names }];

/** Where nothing is measured, everything looks as if it were gone. */
const LOOKS_GONE = [
  'ClusterStateUnknown',
  'MeshControlPlaneDown',
  'RolloutsControllerDown',
  'RequestsVanished',
  'RequestsUnmeasured',
] as const;

/** What is held back while its cause calls. */
export const INHIBITIONS: readonly Inhibition[] = [
  {
    because: 'whoever has been called about a budget need not be told again that it burns',
    source: [
      { label: 'severity', oneOf: ['page'] },
      { label: 'budget', oneOf: ['availability', 'latency'] },
    ],
    target: [
      { label: 'severity', oneOf: ['ticket'] },
      { label: 'budget', oneOf: ['availability', 'latency'] },
    ],
    equal: ['environment', 'namespace', 'service', 'budget'],
  },
  {
    because: 'where nothing is measured, everything looks as if it were gone',
    source: named('MetricsLost'),
    target: named(...LOOKS_GONE),
    equal: ['environment'],
  },
  {
    because: 'a service that is not measured any more is not measured',
    source: named('RequestsVanished'),
    target: named('RequestsUnmeasured'),
    equal: ['environment', 'namespace', 'service'],
  },
  {
    because: 'a lost zone takes its nodes with it, and their pods wait for room',
    source: named('NodesLost'),
    target: named('NodeNotReady', 'PodPending', 'PodNotReady', 'DaemonSetIncomplete', 'DisruptionBudgetBlocksDrains'),
    equal: ['environment'],
  },
  {
    because: 'without a gateway nobody outside reaches a service',
    source: named('MeshGatewayDown'),
    target: named('RequestsVanished'),
    equal: ['environment'],
  },
  {
    because: 'the last days of the root certificate are within its last months',
    source: named('MeshRootCertificateExpiresNow'),
    target: named('MeshRootCertificateExpiresSoon'),
    equal: ['environment'],
  },
];
