import { clusterProblems, controlPlaneZonesProblems, serviceCidrProblems } from '../../constructs/plan/cluster/spec';
import { meshProblems } from '../../constructs/plan/controllers/spec';
import { databaseProblems } from '../../constructs/plan/database/spec';
import { gitopsProblems } from '../../constructs/plan/gitops/spec';
import { networkProblems } from '../../constructs/plan/network/spec';
import { joinPath, under, type Problem } from '../../constructs/plan/problem';
import { nearest } from '../../constructs/plan/spec';
import { stageNameProblems } from './account';
import { clusterSection } from './cluster';
import { contextOf } from './context';
import { REGIONS } from './regions';
import { environmentEdgeProblems } from './edge';
import { environmentGatewayProblems } from './gateway';
import { environmentObservabilityProblems } from './observability';
import type { Environment } from './schema';
import { environmentServiceProblems } from './service-rules';
import { serviceStackProblems } from './service-stack-rules';

/** Rules that an environment of the right shape must also keep. Fields are relative to the environment. */
export interface EnvironmentRule {
  /** The sections that the rule reads; it runs when none of them has a problem of shape. */
  readonly reads: readonly (keyof Environment)[];
  /** What is wrong. */
  readonly problems: (environment: Environment) => readonly Problem[];
}

/** All rules, in the order in which their problems are told. */
export const ENVIRONMENT_RULES: readonly EnvironmentRule[] = [
  {
    reads: ['name'],
    problems: stageNameProblems,
  },
  {
    reads: ['region'],
    problems: ({ region }) => {
      if (REGIONS.includes(region)) return [];
      const meant = nearest(region, REGIONS);
      return [
        {
          field: 'region',
          value: region,
          reason: 'no AWS region of that name is known here',
          remedy:
            meant === undefined
              ? 'write a region code such as eu-west-1; a new region is added in lib/environment/regions.ts'
              : `did you mean '${meant}'? (a new region is added in lib/environment/regions.ts)`,
        },
      ];
    },
  },
  {
    reads: ['tier', 'account'],
    problems: ({ tier, account }) =>
      tier === 'production' && account === undefined
        ? [
            {
              field: 'account',
              value: account,
              reason:
                'without an account number, production goes to whichever account the credentials of the moment belong to',
              remedy: "write the production account's number, as in account: '111122223333'",
            },
          ]
        : [],
  },
  {
    reads: ['name', 'tier', 'platform', 'region', 'network'],
    problems: (environment) => under('network', networkProblems(environment.network, contextOf(environment))),
  },
  {
    reads: ['name', 'tier', 'platform', 'region', 'cluster', 'services'],
    problems: (environment) => under('cluster', clusterProblems(clusterSection(environment), contextOf(environment))),
  },
  {
    reads: ['network', 'cluster'],
    problems: ({ cluster, network }) =>
      under('cluster', [
        ...serviceCidrProblems(cluster, network.cidr),
        ...controlPlaneZonesProblems(cluster, network.zones),
      ]),
  },
  {
    reads: ['cluster', 'mesh'],
    problems: ({ cluster, mesh }) =>
      mesh === undefined ? [] : under('mesh', meshProblems(mesh, { kubernetes: cluster.version })),
  },
  {
    reads: ['gitops'],
    problems: ({ gitops }) => (gitops === undefined ? [] : under('gitops', gitopsProblems(gitops))),
  },
  {
    reads: ['name', 'tier', 'platform', 'account', 'region', 'edge', 'observability'],
    problems: environmentObservabilityProblems,
  },
  {
    reads: ['name', 'tier', 'platform', 'region', 'network', 'mesh', 'edge'],
    problems: environmentEdgeProblems,
  },
  {
    reads: ['name', 'tier', 'platform', 'region', 'network', 'stores'],
    problems: (environment) =>
      Object.entries(environment.stores ?? {}).flatMap(([name, store]) =>
        under(joinPath('stores', name), databaseProblems(store, contextOf(environment), environment.network.zones)),
      ),
  },
  {
    reads: [
      'name',
      'tier',
      'platform',
      'account',
      'region',
      'network',
      'cluster',
      'stores',
      'services',
      'router',
      'mesh',
      'edge',
    ],
    problems: environmentServiceProblems,
  },
  {
    reads: ['name', 'tier', 'platform', 'region', 'network', 'services', 'router', 'mesh', 'edge', 'gateway'],
    problems: environmentGatewayProblems,
  },
  {
    reads: ['name', 'tier', 'platform', 'region', 'stores', 'services', 'gitops', 'serviceStacks'],
    problems: serviceStackProblems,
  },
];
