import { tcp } from '../../mesh/access';
import { dnsRule, NAME_LABEL, POD_IDENTITY, type AccessPlan, type AccessRule, type Party } from '../../service/access';
import type { ServiceFacts } from '../../service/facts';
import { JAEGER, PROMETHEUS } from '../local/names';

/** What Grafana's network policy rests on. */
export type GrafanaAccessFacts = Pick<ServiceFacts, 'compute' | 'dnsAddress' | 'podIdentity' | 'prometheus'>;

/** The API server, by its Service everywhere, by itself on one's own machine. */
const API_SERVER_PORTS = { aws: [443], local: [443, 6443] } as const;

/** Where Prometheus listens unless it is told otherwise; its Service has another port. */
const PROMETHEUS_PORT = 9090;

const storePods = ({ namespace, name }: { readonly namespace: string; readonly name: string }): Party => ({
  kind: 'pods',
  namespace,
  labels: { [NAME_LABEL]: name },
});

/** The stores in a cluster of one's own. */
const STORES: readonly AccessRule[] = [
  {
    because: 'it asks the store of metrics',
    parties: [storePods(PROMETHEUS)],
    // Some network plug-ins see the Service's port, most the pod's.
    ports: tcp(PROMETHEUS.port, PROMETHEUS_PORT),
  },
  { because: 'it asks the store of traces', parties: [storePods(JAEGER)], ports: tcp(JAEGER.uiPort) },
];

const ANYWHERE: Party = { kind: 'addresses', cidr: '0.0.0.0/0' };

/**
 * Nobody connects to Grafana: `kubectl port-forward` comes from within its pod. It connects to what it asks, and to the
 * identity provider, whose addresses nobody knows.
 */
export function grafanaAccess({ podIdentity, prometheus, ...facts }: GrafanaAccessFacts): AccessPlan {
  const amazon = prometheus.kind === 'amazon';
  return {
    ingress: [],
    egress: [
      dnsRule(facts),
      ...(podIdentity
        ? [
            {
              because: 'it gets AWS credentials from the agent of its node',
              parties: [{ kind: 'addresses', cidr: POD_IDENTITY.cidr } as const],
              ports: tcp(POD_IDENTITY.port),
            },
          ]
        : []),
      {
        because: `it ${podIdentity ? 'asks AWS and the identity provider, and ' : ''}is told of dashboards by the API server`,
        parties: [ANYWHERE],
        ports: tcp(...API_SERVER_PORTS[amazon ? 'aws' : 'local']),
      },
      ...(amazon ? [] : STORES),
    ],
  };
}
