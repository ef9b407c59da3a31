import { z } from 'zod';
import { formatProblems, SpecError, under } from '../../../constructs/plan/problem';
import { checkSpec, nearest, shapeProblems, told } from '../../../constructs/plan/spec';

const schema = z.strictObject({
  cidr: z
    .string()
    .regex(/\/\d+$/)
    .meta(told({ as: '10.40.0.0/16', because: 'a VPC is a block of addresses' })),
  zones: z
    .array(z.string().meta(told({ as: 'eu-west-1a' })))
    .min(1)
    .meta(told({ as: ['eu-west-1a', 'eu-west-1b'] })),
  egress: z
    .enum(['per-zone', 'single'])
    .meta(told({ as: 'per-zone' }))
    .optional(),
  capacity: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('serverless'), maximumUnits: z.number().meta(told({ as: 16 })) }),
      z.strictObject({ kind: z.literal('provisioned'), instanceClass: z.string().meta(told({ as: 'r8g.large' })) }),
    ])
    .meta(told({ as: { kind: 'serverless', maximumUnits: 16 } }))
    .optional(),
  store: z.discriminatedUnion('consistency', [z.strictObject({ consistency: z.literal('strong') })]).optional(),
  stores: z
    .record(
      z
        .string()
        .regex(/^[a-z]+$/)
        .meta(told({ as: 'ledger', because: 'a lower-case name' })),
      z.boolean(),
    )
    .meta(told({ as: { ledger: true } }))
    .optional(),
  addon: z
    .union([z.literal(false), z.string().regex(/^v/)])
    .meta(told({ as: 'v1.2.3' }))
    .optional(),
});

const sound = { cidr: '10.0.0.0/16', zones: ['eu-west-1a'] };

describe('what is wrong with a spec', () => {
  test.each([
    ['a missing field', { zones: ['a'] }, 'cidr', 'required, and missing', '10.40.0.0/16'],
    ['a wrong type', { ...sound, cidr: 16 }, 'cidr', 'a VPC is a block of addresses (expected string', '10.40.0.0/16'],
    ['a wrong pattern', { ...sound, cidr: '10.0.0.0' }, 'cidr', 'a VPC is a block of addresses', '10.40.0.0/16'],
    ['an element of a list', { ...sound, zones: [1] }, 'zones[0]', 'expected string', 'eu-west-1a'],
    ['a misspelt word', { ...sound, egress: 'per-zon' }, 'egress', 'expected one of', "did you mean 'per-zone'?"],
    ['a misspelt key', { ...sound, egres: 'single' }, 'egres', 'no such key', "did you mean 'egress'?"],
    [
      'an unknown key like no other',
      { ...sound, colour: 1 },
      'colour',
      'no such key',
      'remove it, or use one of: cidr',
    ],
    [
      'a misspelt key in the branch of a union that was meant',
      { ...sound, capacity: { kind: 'serverless', maximumUnit: 1 } },
      'capacity.maximumUnit',
      'no such key',
      "did you mean 'maximumUnits'?",
    ],
    [
      'no branch of a union',
      { ...sound, capacity: { kind: 'server' } },
      'capacity.kind',
      'no such kind',
      'use one of: serverless, provisioned',
    ],
    [
      'no branch of a union that has one branch',
      { ...sound, store: { consistency: 'stong' } },
      'store.consistency',
      'no such consistency',
      "did you mean 'strong'?",
    ],
    [
      'a union without what chooses the branch',
      { ...sound, capacity: { maximumUnits: 1 } },
      'capacity.kind',
      'required, and missing',
      'use one of: serverless, provisioned',
    ],
    ['a bad name in a record', { ...sound, stores: { Ledger: true } }, 'stores.Ledger', 'a lower-case name', 'ledger'],
    ['a bad value in a record', { ...sound, stores: { ledger: 1 } }, 'stores.ledger', 'expected boolean', ''],
    ['no form of a choice', { ...sound, addon: 1 }, 'addon', 'none of the accepted forms', 'v1.2.3'],
    ['something that is no object at all', 'prod', '', 'expected object', ''],
  ])('is told for %s', (_, value, field, reason, remedy) => {
    const problem = shapeProblems(schema, value).find((each) => each.field === field);
    expect(problem?.reason).toContain(reason);
    expect(problem?.remedy).toContain(remedy);
  });

  test('is nothing for a sound one', () => {
    expect(shapeProblems(schema, sound)).toEqual([]);
  });

  test('is told all at once', () => {
    const fields = shapeProblems(schema, { cidr: 1, zones: [], egres: 'single' }).map(({ field }) => field);
    expect(fields.sort()).toEqual(['cidr', 'egres', 'zones']);
  });
});

describe('checking a spec', () => {
  const rules = ({ zones }: { zones: string[] }) =>
    zones.length > 1 ? [] : [{ field: 'zones', value: zones, reason: 'too few', remedy: 'name two' }];

  test('asks the rules only when the shape is right, for they rely on it', () => {
    expect(() =>
      checkSpec(schema, { cidr: 1 }, () => {
        throw new Error('asked');
      }),
    ).toThrow(SpecError);
    expect(() => checkSpec(schema, sound, rules)).toThrow(/too few/);
  });

  test('gives back what it was given', () => {
    const spec = { ...sound, zones: ['eu-west-1a', 'eu-west-1b'] };
    expect(checkSpec(schema, spec, rules)).toBe(spec);
  });
});

describe('the text of problems', () => {
  test('names field, value, reason and remedy, and says what is missing', () => {
    const problems = under('prod', [
      { field: 'account', value: undefined, reason: 'no account', remedy: 'write one' },
      { field: '[0]', value: { a: 1 }, reason: 'odd', remedy: 'mend it' },
    ]);
    expect(formatProblems(problems)).toBe(
      [
        '2 problems:',
        '',
        '  prod.account = (missing)',
        '    reason: no account',
        '    remedy: write one',
        '',
        '  prod[0] = {"a":1}',
        '    reason: odd',
        '    remedy: mend it',
      ].join('\n'),
    );
  });

  test('cuts a value that would fill the screen', () => {
    const [, , line] = formatProblems([{ field: 'x', value: 'y'.repeat(500), reason: '', remedy: '' }]).split('\n');
    expect(line?.length).toBeLessThan(140);
  });
});

test('the nearest word is suggested only when it may have been meant', () => {
  expect(nearest('Regoin', ['region', 'zones'])).toBe('region');
  expect(nearest('colour', ['region', 'zones'])).toBeUndefined();
});
