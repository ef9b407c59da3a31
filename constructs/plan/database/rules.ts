import type { PlanContext } from '../context';
import { joinPath, type Problem } from '../problem';
import { nearest } from '../spec';
import { isReservedDatabaseName, isTakenUserName, userName } from './names';
import { GUARDED_PARAMETERS, KNOWN_PARAMETERS } from './parameters';
import type { DatabaseSpec } from './spec';
import { WINDOW_RULES } from './window-rules';

/** Finds what is wrong with a store of the right shape. */
export type Rule = (spec: DatabaseSpec, context: PlanContext, zones: readonly string[]) => readonly Problem[];

/** What is wrong with a store of the right shape, in these zones. Fields are relative to the store. */
export function databaseProblems(spec: DatabaseSpec, context: PlanContext, zones: readonly string[]): Problem[] {
  return RULES.flatMap((rule) => rule(spec, context, zones));
}

const survivesAZone: Rule = ({ instances }, { tier }, zones) =>
  tier === 'production' && instances === 1
    ? [
        {
          field: 'instances',
          value: instances,
          reason:
            'one instance in production cannot lose its zone: a new one takes minutes, in which nothing is read or written',
          remedy: `leave it out for one in each zone (${Math.max(2, new Set(zones).size)}), or write at least 2`,
        },
      ]
    : [];

const stateIsProtected: Rule = ({ deletionProtection }, { tier }) =>
  tier === 'production' && deletionProtection === false
    ? [
        {
          field: 'deletionProtection',
          value: deletionProtection,
          reason: 'a production store must not go with one command',
          remedy:
            'leave it out; who really removes a store lifts its protection by hand, with aws rds modify-db-cluster --no-deletion-protection',
        },
      ]
    : [];

const unitsInOrder: Rule = ({ capacity }) => {
  if (capacity?.kind !== 'serverless') return [];
  const { minimumUnits, maximumUnits } = capacity;
  if (maximumUnits < 1) {
    return [
      {
        field: 'capacity.maximumUnits',
        value: maximumUnits,
        reason: 'Aurora refuses a maximum under 1 unit',
        remedy: 'write at least 1',
      },
    ];
  }
  if (minimumUnits <= maximumUnits) return [];
  return [
    {
      field: 'capacity.minimumUnits',
      value: minimumUnits,
      reason: `more than capacity.maximumUnits, which is ${maximumUnits}`,
      remedy: `write at most ${maximumUnits}, or raise maximumUnits`,
    },
  ];
};

const classHasDataApi: Rule = ({ capacity }) => {
  if (capacity?.kind !== 'provisioned') return [];
  const field = 'capacity.instanceClass';
  const value = capacity.instanceClass;
  if (/^db\.t\d/.test(value)) {
    return [
      {
        field,
        value,
        reason: 'the RDS Data API, with which the deployment makes the database users, does not know T classes',
        remedy: "use db.r7g.large or larger, or { kind: 'serverless', … }, which is cheaper when idle",
      },
    ];
  }
  return [];
};

const databaseNameIsFree: Rule = ({ databaseName }) =>
  databaseName !== undefined && isReservedDatabaseName(databaseName)
    ? [
        {
          field: 'databaseName',
          value: databaseName,
          reason: 'PostgreSQL or Aurora reserves this word',
          remedy: `write another, such as '${databaseName}_store'`,
        },
      ]
    : [];

const userNamesAreFree: Rule = ({ clients = {} }) =>
  Object.keys(clients)
    .filter((service) => isTakenUserName(userName(service)))
    .map((service) => ({
      field: joinPath('clients', service),
      value: service,
      reason: `the database user would be called '${userName(service)}', a name that PostgreSQL, Aurora or the deployment uses itself`,
      remedy: `give the service another name, such as '${service}-service'`,
    }));

const userNamesStartWithALetter: Rule = ({ clients = {} }) =>
  Object.keys(clients)
    .filter((service) => /^\d/.test(service))
    .map((service) => ({
      field: joinPath('clients', service),
      value: service,
      reason: 'a database user whose name begins with a digit needs quotes in every statement',
      remedy: "begin the service's name with a letter",
    }));

const oneServiceOneAccount: Rule = ({ clients = {} }) => {
  const owners = new Map<string, string>();
  return Object.entries(clients).flatMap(([service, { namespace = service, serviceAccount = service }]) => {
    const account = `${namespace}/${serviceAccount}`;
    const owner = owners.get(account);
    if (owner === undefined) {
      owners.set(account, service);
      return [];
    }
    return [
      {
        field: joinPath('clients', service),
        value: account,
        reason: `client '${owner}' runs as this service account too, so each could log in as the other`,
        remedy: 'give each client a service account of its own',
      },
    ];
  });
};

const parametersAreKnown: Rule = ({ parameters = {} }, { tier }) =>
  Object.entries(parameters).flatMap(([name, value]) => {
    const field = `parameters[${JSON.stringify(name)}]`;
    if (!KNOWN_PARAMETERS.includes(name)) {
      const meant = nearest(name, KNOWN_PARAMETERS);
      return [
        {
          field,
          value,
          reason: 'no parameter of this name is known here, and an unknown one would fail the deployment half-way',
          remedy:
            meant === undefined
              ? 'see the Aurora User Guide, "Aurora PostgreSQL parameters"; a parameter is added in constructs/plan/database/parameters.ts'
              : `did you mean '${meant}'?`,
        },
      ];
    }
    const isSafe = GUARDED_PARAMETERS[name];
    if (tier !== 'production' || isSafe === undefined || isSafe(value)) return [];
    return [
      {
        field,
        value,
        reason: 'this would weaken how production is entered',
        remedy: 'leave it out: the default is safe',
      },
    ];
  });

const idleFitsIntoPool: Rule = ({ proxy }) => {
  const most = proxy?.maxConnectionsPercent ?? 100;
  const idle = proxy?.maxIdleConnectionsPercent;
  if (idle === undefined || idle <= most) return [];
  return [
    {
      field: 'proxy.maxIdleConnectionsPercent',
      value: idle,
      reason: `more than proxy.maxConnectionsPercent, which is ${most}`,
      remedy: `write at most ${most}`,
    },
  ];
};

const RULES: readonly Rule[] = [
  survivesAZone,
  stateIsProtected,
  unitsInOrder,
  classHasDataApi,
  databaseNameIsFree,
  userNamesAreFree,
  userNamesStartWithALetter,
  oneServiceOneAccount,
  parametersAreKnown,
  ...WINDOW_RULES,
  idleFitsIntoPool,
];
