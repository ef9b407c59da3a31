import { physicalName } from '../../constructs/plan/context';
import { tracingOf } from '../../constructs/plan/observability/tracing/rules';
import { joinPath, type Problem } from '../../constructs/plan/problem';
import { contextOf } from './context';
import type { Environment } from './schema';

/** What the names of an account's own stages begin with; environments may not. */
export const ACCOUNT_STAGE_PREFIX = 'account-';

/** What is one for each account and region, and which environment has it made. */
export interface AccountSetup {
  /** The stage that it is deployed by: `account-777788889999`. */
  readonly stage: string;
  /** The environment that asks for it. */
  readonly environment: Environment;
  /** How many percent of traces are indexed. */
  readonly indexedPercent: number;
}

/**
 * What is made for accounts, each once, by the environments that say so. An environment without an account goes to that of the
 * credentials of the moment, and nobody here knows whether it is another's: it has a stage of its own, whose stack has the same
 * name as any other's, so that two of them in one account are one stack.
 */
export function accountSetups(environments: readonly Environment[]): readonly AccountSetup[] {
  return environments.filter(creates).map((environment) => ({
    stage: `${ACCOUNT_STAGE_PREFIX}${environment.account ?? environment.name}`,
    environment,
    indexedPercent: tracingOf(environment.observability?.tracing).indexedPercent,
  }));
}

/** The name of the stack of an account in a region: `bulkhead-account-eu-west-1`. */
export function accountStackName(environment: Environment): string {
  return physicalName({ ...contextOf(environment), environment: 'account' }, environment.region);
}

/** What is wrong with an environment that makes what one before it makes for the same account already. */
export function sharedAccountProblems(environment: Environment, earlier: readonly Environment[]): Problem[] {
  const { account, region } = environment;
  if (account === undefined || !creates(environment)) return [];
  const first = earlier.find((each) => creates(each) && each.account === account && each.region === region);
  if (first === undefined) return [];
  return [
    {
      field: joinPath(environment.name, 'observability.tracing.transactionSearch'),
      value: environment.observability?.tracing?.transactionSearch,
      reason: `account ${account} has one Transaction Search in ${region}, and ${first.name} makes it already`,
      remedy: `write observability: { tracing: { transactionSearch: 'existing' } } in one of the two, or give ${environment.name} an account of its own`,
    },
  ];
}

/** What is wrong with a name that an account's stage could have. */
export function stageNameProblems({ name }: Environment): Problem[] {
  if (!name.startsWith(ACCOUNT_STAGE_PREFIX)) return [];
  return [
    {
      field: 'name',
      value: name,
      reason: `names that begin with '${ACCOUNT_STAGE_PREFIX}' are those of what an account has once`,
      remedy: `choose another, such as ${name.slice(ACCOUNT_STAGE_PREFIX.length)}`,
    },
  ];
}

function creates({ observability }: Environment): boolean {
  return tracingOf(observability?.tracing).transactionSearch === 'create';
}
