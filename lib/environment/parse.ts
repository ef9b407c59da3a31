import { overlaps } from '../../constructs/plan/network/cidr';
import { joinPath, SpecError, under, type Problem } from '../../constructs/plan/problem';
import { shapeProblems } from '../../constructs/plan/spec';
import { sharedAccountProblems } from './account';
import { ENVIRONMENT_RULES } from './rules';
import { environmentSchema, type Environment } from './schema';
import { nameOf, select } from './select';

/**
 * Returns the environments, or the one that is named, or throws a {@link SpecError} with every problem of what it would
 * return. Each problem's field begins with the environment's name: `prod.network.zones[0]`.
 *
 * What is wrong with another environment alone does not stop the one that is named. What is wrong between the two does:
 * their addresses overlap no less when one of them is deployed by itself.
 */
export function parseEnvironments(inputs: readonly unknown[], wanted?: unknown): readonly Environment[] {
  if (inputs.length === 0) throw new SpecError([NONE]);
  const selected: ReadonlySet<unknown> = new Set(select(inputs, wanted));
  const alone = inputs.map((input, index) => under(label(input, index), environmentProblems(input)));
  const sound = inputs.filter((_, index) => alone[index]?.length === 0) as readonly Environment[];
  const problems = [
    ...alone.filter((_, index) => selected.has(inputs[index])).flat(),
    ...togetherProblems(sound, selected),
  ];
  if (problems.length > 0) throw new SpecError(problems);
  return sound.filter((environment) => selected.has(environment));
}

/** Without environments every check would pass, for there is nothing to check. */
const NONE: Problem = {
  field: 'environments',
  value: [],
  reason: 'no environment is described',
  remedy: 'describe one in a file of environments/ and name it in the list of environments/index.ts',
};

/**
 * What is wrong with one environment: problems of shape first, then of every rule whose sections are of right shape.
 */
export function environmentProblems(input: unknown): Problem[] {
  const shape = shapeProblems(environmentSchema, input);
  const unsound = new Set(shape.map(({ field }) => field.split(/[.[]/, 1)[0]));
  if (unsound.has('')) return shape;
  const environment = input as Environment;
  const broken = ENVIRONMENT_RULES.filter(({ reads }) => !reads.some((section) => unsound.has(section)));
  return [...shape, ...broken.flatMap(({ problems }) => problems(environment))];
}

const label = (input: unknown, index: number): string => nameOf(input) ?? `environments[${index}]`;

/** What is wrong between environments that are sound each by itself, where one of those selected is involved. */
function togetherProblems(environments: readonly Environment[], selected: ReadonlySet<unknown>): Problem[] {
  return environments.flatMap((environment, index) => {
    const earlier = environments.slice(0, index).filter((each) => selected.has(environment) || selected.has(each));
    return [
      ...earlier.flatMap((each) => [
        ...sameName(environment, each),
        ...ambiguousName(environment, each),
        ...overlappingAddresses(environment, each),
      ]),
      ...sharedAccountProblems(environment, earlier),
    ];
  });
}

function sameName(environment: Environment, earlier: Environment): Problem[] {
  if (environment.name !== earlier.name) return [];
  return [
    {
      field: joinPath(environment.name, 'name'),
      value: environment.name,
      reason: 'another environment has this name, and their stacks would be the same stacks',
      remedy: 'give each environment a name of its own',
    },
  ];
}

/** Names are joined with hyphens: the store `x-y` of `prod` and the store `y` of `prod-x` would be the same store. */
function ambiguousName(environment: Environment, earlier: Environment): Problem[] {
  const [short, long] = [environment.name, earlier.name].sort((a, b) => a.length - b.length);
  if (short === undefined || !long?.startsWith(`${short}-`)) return [];
  return [
    {
      field: joinPath(long, 'name'),
      value: long,
      reason: `begins with '${short}-', so that a resource of ${short} could have the name of one of ${long}`,
      remedy: `choose a name that does not begin with another environment's, such as ${long.replaceAll('-', '')}`,
    },
  ];
}

function overlappingAddresses(environment: Environment, earlier: Environment): Problem[] {
  if (!overlaps(environment.network.cidr, earlier.network.cidr)) return [];
  return [
    {
      field: joinPath(environment.name, 'network.cidr'),
      value: environment.network.cidr,
      reason: `overlaps ${earlier.name}'s ${earlier.network.cidr}: the two could never be peered or reached through one VPN`,
      remedy: 'give each environment a block of its own, such as 10.20.0.0/16, 10.30.0.0/16, 10.40.0.0/16',
    },
  ];
}
