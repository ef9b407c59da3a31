import type { PlanContext } from '../context';
import type { Problem } from '../problem';
import { clientBlock, notAClientBlock } from './clients';
import { GATEWAY_PORTS, IDLE_SECONDS } from './defaults';
import { domainProblems } from './domain-rules';
import { firewallProblems } from './firewall-rules';
import type { EdgeSpec } from './spec';

type Rule = (spec: EdgeSpec, context: PlanContext) => readonly Problem[];

/** What is wrong with an edge of the right shape. Fields are relative to the edge. */
export function edgeProblems(spec: EdgeSpec, context: PlanContext): Problem[] {
  return RULES.flatMap((rule) => rule(spec, context));
}

const internalSaysForWhom: Rule = ({ scheme, clients }) =>
  scheme !== 'internal' || clients !== undefined
    ? []
    : [
        {
          field: 'clients',
          value: undefined,
          reason:
            'which networks are connected to the VPC is known to nobody here, so an internal edge must say who may come',
          remedy: "name their blocks, as in ['10.0.0.0/8']",
        },
      ];

const clientsAreBlocks: Rule = ({ clients = [], ipv6 = false }) =>
  clients.flatMap((text, index) => {
    const field = `clients[${index}]`;
    const parsed = clientBlock(text);
    if (parsed === undefined) return [{ field, value: text, ...notAClientBlock(text) }];
    if (clients.indexOf(text) < index) {
      return [{ field, value: text, reason: 'the block is named twice', remedy: 'name each block once' }];
    }
    if (parsed.ipVersion === 4 || ipv6) return [];
    return [
      {
        field,
        value: text,
        reason: 'nobody can come by IPv6, since the load balancer has no IPv6 address',
        remedy: 'write ipv6: true, and give the network IPv6, or leave the block out',
      },
    ];
  });

/** Rules of one security group and one direction (VPC quotas, "Inbound or outbound rules per security group"). */
const MOST_SECURITY_GROUP_RULES = 60;

const clientsFitIntoAGroup: Rule = ({ clients = [], domain }) => {
  // HTTPS, and HTTP to be sent there.
  const ports = domain === undefined ? 1 : 2;
  const most = Math.floor(MOST_SECURITY_GROUP_RULES / ports);
  return clients.length <= most
    ? []
    : [
        {
          field: 'clients',
          value: `${clients.length} blocks`,
          reason: `a security group has at most ${MOST_SECURITY_GROUP_RULES} rules, and each block takes ${ports}`,
          remedy: `name at most ${most}; neighbouring blocks can often be written as one`,
        },
      ];
};

/** Istio's proxies keep these to themselves, but for health ("Application requirements", ports used by Istio). */
const ISTIO_PORTS = { first: 15_000, last: 15_099 };

const portsAreFree: Rule = ({ gateway }) => {
  const httpPort = gateway?.httpPort ?? GATEWAY_PORTS.http;
  const healthPort = gateway?.healthPort ?? GATEWAY_PORTS.health;
  const problem = (reason: string): Problem[] => [
    { field: 'gateway.httpPort', value: httpPort, reason, remedy: `use ${GATEWAY_PORTS.http}` },
  ];
  if (httpPort === healthPort) {
    return problem('requests and health checks need a port each: a client could ask for the health, and drown it');
  }
  return httpPort < ISTIO_PORTS.first || httpPort > ISTIO_PORTS.last
    ? []
    : problem(`Istio keeps the ports ${ISTIO_PORTS.first} to ${ISTIO_PORTS.last} to itself`);
};

const drainOutlastsRequests: Rule = ({ timeouts }) => {
  const idleSeconds = timeouts?.idleSeconds ?? IDLE_SECONDS;
  const drainSeconds = timeouts?.drainSeconds;
  return drainSeconds === undefined || drainSeconds >= idleSeconds
    ? []
    : [
        {
          field: 'timeouts.drainSeconds',
          value: drainSeconds,
          reason: `a request may take ${idleSeconds} s (timeouts.idleSeconds), and would be cut off each time a pod of the gateway is replaced`,
          remedy: `write at least ${idleSeconds}, or leave it out`,
        },
      ];
};

const productionIsLogged: Rule = ({ logs }, { tier }) =>
  logs !== 'none' || tier !== 'production'
    ? []
    : [
        {
          field: 'logs',
          value: logs,
          reason: 'without them nobody can say who called, and what was answered',
          remedy: 'leave it out to keep them for a year, or write { retentionDays: 90 }',
        },
      ];

const RULES: readonly Rule[] = [
  domainProblems,
  internalSaysForWhom,
  clientsAreBlocks,
  clientsFitIntoAGroup,
  portsAreFree,
  drainOutlastsRequests,
  firewallProblems,
  productionIsLogged,
];
