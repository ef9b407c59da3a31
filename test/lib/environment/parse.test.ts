import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpecError } from '../../../constructs/plan/problem';
import { environmentProblems, parseEnvironments } from '../../../lib/environment/parse';
import { FULL, SOUND, varied } from './examples';
import { REFUSED } from './refused';

/** What an environment says that shares the account of another. */
const EXISTING = { 'observability.tracing': { transactionSearch: 'existing' } };

const ledger = 'stores.ledger';

describe('what must not parse is refused, with field, reason and remedy', () => {
  test.each(REFUSED)('%s', (_, changes, field, reason, remedy) => {
    const problems = environmentProblems(varied(changes));
    const problem = problems.find((each) => each.field === field);
    expect(problems.map((each) => each.field)).toContain(field);
    expect(problem?.reason).toContain(reason);
    expect(problem?.remedy).toContain(remedy);
  });

  test('and nothing is left to be read elsewhere: every remedy says what to write', () => {
    const remedies = REFUSED.flatMap(([, changes]) => environmentProblems(varied(changes)).map(({ remedy }) => remedy));
    expect(remedies.filter((remedy) => remedy === '' || remedy.includes('docstring'))).toEqual([]);
  });
});

describe('what is sound', () => {
  test('is accepted as it is, the least of it and all of it', () => {
    expect(parseEnvironments([SOUND])).toEqual([SOUND]);
    expect(parseEnvironments(FULL)).toEqual(FULL);
  });
});

describe('problems are told all at once', () => {
  const problemsOf = (inputs: readonly unknown[], wanted?: string): readonly string[] => {
    try {
      parseEnvironments(inputs, wanted);
      return [];
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return error.problems.map(({ field }) => field);
    }
  };

  test('of one environment: of shape, of rules, and between sections', () => {
    const broken = varied({
      account: undefined,
      colour: 'red',
      'network.zones': ['eu-west-1a'],
      'cluster.version': '1.2',
      [`${ledger}.instances`]: 1,
    });
    expect(problemsOf([broken])).toEqual(
      expect.arrayContaining([
        'prod.account',
        'prod.colour',
        'prod.network.zones',
        'prod.cluster.version',
        'prod.stores.ledger.instances',
      ]),
    );
  });

  test('of several environments, and between those that are sound', () => {
    const staging = varied({ name: 'staging', tier: 'staging', ...EXISTING });
    const broken = varied({ name: 'dev', region: 'nowhere' });
    expect(problemsOf([SOUND, staging, broken])).toEqual(
      expect.arrayContaining(['dev.region', 'staging.network.cidr']),
    );
  });

  const environmentsMessage = (inputs: readonly unknown[]): string => {
    try {
      parseEnvironments(inputs);
      return '';
    } catch (error) {
      return String(error);
    }
  };

  test('of environments that have one name', () => {
    expect(problemsOf([SOUND, varied({ 'network.cidr': '10.50.0.0/16', ...EXISTING })])).toEqual(['prod.name']);
  });

  test('of environments whose resources could have one name', () => {
    const inputs = [SOUND, varied({ name: 'prod-eu', 'network.cidr': '10.50.0.0/16', ...EXISTING })];
    expect(problemsOf(inputs)).toEqual(['prod-eu.name']);
    expect(problemsOf([SOUND, varied({ name: 'prodeu', 'network.cidr': '10.50.0.0/16', ...EXISTING })])).toEqual([]);
  });

  test('of environments that would both make what their account has once', () => {
    const field = 'prodeu.observability.tracing.transactionSearch';
    const twin = { name: 'prodeu', 'network.cidr': '10.50.0.0/16' };
    expect(problemsOf([SOUND, varied(twin)])).toEqual([field]);
    const third = { name: 'third', 'network.cidr': '10.60.0.0/16' };
    expect(problemsOf([SOUND, varied(twin), varied(third)])).toEqual([field, field.replace('prodeu', 'third')]);
    expect(problemsOf([SOUND, varied({ ...twin, ...EXISTING })])).toEqual([]);
    expect(problemsOf([SOUND, varied({ ...twin, account: '444455556666' })])).toEqual([]);
    // Whether accounts that nobody named are one, nobody knows: their stacks have one name, and are one stack if they are.
    const unnamed = { account: undefined, tier: 'staging' };
    expect(problemsOf([varied(unnamed), varied({ ...twin, ...unnamed })])).toEqual([]);
    expect(environmentsMessage([SOUND, varied(twin)])).toContain('account 111122223333 has one Transaction Search');
  });

  test('of what lies between the one that is wanted and the others, but not of the others alone', () => {
    const staging = varied({ name: 'staging', tier: 'staging', ...EXISTING });
    const broken = varied({ name: 'dev', region: 'nowhere', 'network.cidr': '10.60.0.0/16' });
    expect(problemsOf([SOUND, staging, broken], 'prod')).toEqual(['staging.network.cidr']);
    expect(problemsOf([SOUND, broken], 'prod')).toEqual([]);
    expect(parseEnvironments([SOUND, broken], 'prod')).toEqual([SOUND]);
  });

  test('in the words that the README shows', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const [, shown] = /```text\n(.*?)\n```/s.exec(readme) ?? [];
    const broken = varied({ account: undefined, 'network.zones': ['eu-west-1a'] });
    expect(() => parseEnvironments([broken])).toThrow(shown ?? 'the README shows none');
  });

  test('of no environments: nothing would be checked, and all would be green', () => {
    expect(problemsOf([])).toEqual(['environments']);
  });

  test('of a file that exports nothing, where another one is wanted', () => {
    expect(() => parseEnvironments([undefined], 'prod')).toThrow(/export default/);
  });

  test('of something that is no environment at all', () => {
    expect(problemsOf([undefined, 'prod'])).toEqual(['environments[0]', 'environments[1]']);
  });
});
