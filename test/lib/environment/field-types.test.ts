import type { z } from 'zod';
import type { Problem } from '../../../constructs/plan/problem';
import { defOf, schemaAt } from '../../../constructs/plan/schema-walk';
import { formatPath, shapeProblems } from '../../../constructs/plan/spec';
import { environmentProblems } from '../../../lib/environment/parse';
import { environmentSchema, type Environment } from '../../../lib/environment/schema';
import { FULL } from './examples';
import { fieldsOf, isAt, placesAt, replaced, valuesAt, type Place } from './fields';
import { REFUSED } from './refused';

const FIELDS = fieldsOf(environmentSchema).map(({ path }) => path);

/** Sections of so many fields that their types are tried here one and all, and what they mean in the tests of their rules. */
const isOfLargeSection = (path: string): boolean => /^(services|edge|gateway|observability\.alerts)\./.test(path);

/** Of the right shape, and refused by a rule whatever is said: a background check has no end, and only GET is copied. */
const NEVER_ACCEPTED: Readonly<Record<string, { readonly at: Place; readonly value: unknown }>> = {
  'services.*.strategy.analysis.checks.count': {
    at: ['services', 'trip', 'strategy', 'analysis', 'checks', 0, 'count'],
    value: 4,
  },
  'services.*.strategy.analysis.checks.consecutiveSuccessLimit': {
    at: ['services', 'trip', 'strategy', 'analysis', 'checks', 0, 'consecutiveSuccessLimit'],
    value: 3,
  },
  'services.*.strategy.steps.match.method.prefix': {
    at: ['services', 'trip', 'strategy', 'steps', 2, 'match', 0, 'method'],
    value: { prefix: 'G' },
  },
  'services.*.strategy.steps.match.method.regex': {
    at: ['services', 'trip', 'strategy', 'steps', 2, 'match', 0, 'method'],
    value: { regex: 'GET|HEAD' },
  },
};

/** Environments that between them have a field, those included that a rule refuses. */
function examplesOf(path: string): readonly Environment[] {
  const example = NEVER_ACCEPTED[path];
  if (example === undefined) return FULL;
  return FULL.filter(({ services }) => services !== undefined).map(
    (environment) => replaced(environment, example.at, example.value) as Environment,
  );
}

describe('every field of an environment', () => {
  test.each(FIELDS.filter((path) => !isOfLargeSection(path)))('%s has an example that is refused', (path) => {
    expect(REFUSED.map(([, , field]) => field).filter((field) => isAt(path, field))).not.toEqual([]);
  });

  test.each(FIELDS.filter((path) => !(path in NEVER_ACCEPTED)))('%s has an example that is accepted', (path) => {
    expect(FULL.flatMap((environment) => valuesAt(environment, path.split('.')))).not.toEqual([]);
  });

  test.each(Object.keys(NEVER_ACCEPTED))('%s has no example that is accepted, since a rule refuses it', (path) => {
    const [example] = examplesOf(path);
    const [place = []] = placesAt(example, path.split('.'));
    const [problem, ...others] = environmentProblems(example);
    expect(others).toEqual([]);
    expect(formatPath(place).startsWith(problem?.field ?? 'nothing is refused')).toBe(true);
  });
});

/** Each type of field but boolean refuses the first, and boolean the others. */
const WRONG = [true, 17.5, 'no such thing!'];

describe('every field of a service and of the edge', () => {
  test.each(FIELDS.filter(isOfLargeSection))(
    '%s is refused where it is wrong, and the remedy says what to write',
    (path) => {
      const tried = examplesOf(path)
        .flatMap((example) => placesAt(example, path.split('.')).map((place) => ({ example, place })))
        .map((each) => ({ ...each, schema: schemaAt(environmentSchema, each.example, each.place) }))
        // Once for each branch of a union, not for each step of a rollout.
        .filter(({ schema }, index, all) => all.findIndex((each) => each.schema === schema) === index)
        .flatMap(({ example, place, schema }) =>
          WRONG.filter((wrong) => schema?.safeParse(wrong).success === false).map((wrong) => {
            const problems = shapeProblems(environmentSchema, replaced(example, place, wrong));
            return {
              at: formatPath(place),
              wrong,
              told: problems.some(({ field }) => field === formatPath(place) || isUnionAbove(field, example, place)),
              unhelpful: problems.filter((problem) => !isHelpful(problem)),
            };
          }),
        );
      expect(tried).not.toEqual([]);
      expect(tried.filter(({ told, unhelpful }) => !told || unhelpful.length > 0)).toEqual([]);
    },
  );
});

const isHelpful = ({ reason, remedy }: Problem): boolean =>
  reason !== '' && remedy !== '' && !remedy.includes('docstring');

/** Of a value that fits no branch of a union, the problem may be told of the union. */
function isUnionAbove(field: string, example: Environment, place: Place): boolean {
  return place.some((_, length) => {
    const above = place.slice(0, length);
    const schema = schemaAt(environmentSchema, example, above);
    return formatPath(above) === field && schema !== undefined && isUnion(schema);
  });
}

function isUnion(schema: z.ZodType): boolean {
  const { innerType, options } = defOf(schema);
  return options !== undefined || (innerType !== undefined && isUnion(innerType));
}
