import type { Check, Finding } from './check';
import type { RenderedStack } from './subject';

/** A quota of CloudFormation, and how much of it a stack uses. */
export interface Limit {
  /** What is counted: `resources`. */
  readonly what: string;
  /** The most there may be. */
  readonly most: number;
  /** How many a stack has. */
  readonly used: (stack: RenderedStack) => number;
  /** What to do when a stack comes near it. */
  readonly remedy: string;
}

/** The share of a limit that should stay free: under it, the next change may be the one that does not fit. */
export const ENOUGH_HEADROOM = 0.2;

const SPLIT = 'move part of it to a stack of its own';

/**
 * The quotas that a template can reach by growing. Source: AWS CloudFormation User Guide, "Understand CloudFormation
 * quotas" (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
 */
export const LIMITS: readonly Limit[] = [
  { what: 'resources', most: 500, used: ({ template }) => size(template.Resources), remedy: SPLIT },
  // The CDK uploads templates to S3, where 1 MB is the limit; 51,200 bytes are the limit only for one sent directly.
  { what: 'template bytes', most: 1_048_576, used: ({ templateBytes }) => templateBytes, remedy: SPLIT },
  {
    what: 'outputs',
    most: 200,
    used: ({ template }) => size(template.Outputs),
    remedy: 'name fewer things across stacks',
  },
  {
    what: 'parameters',
    most: 200,
    used: ({ template }) => size(template.Parameters),
    remedy: 'write values at synth time',
  },
  {
    what: 'mappings',
    most: 200,
    used: ({ template }) => size(template.Mappings),
    remedy: 'look values up at synth time',
  },
  {
    what: 'attributes of a mapping',
    most: 200,
    used: ({ template }) => most(Object.values(template.Mappings ?? {}).map(size)),
    remedy: 'look values up at synth time',
  },
];

/** The quotas on lengths of names, which do not grow: there is no headroom to keep. */
export const LENGTHS: readonly Limit[] = [
  { what: 'characters of the stack name', most: 128, used: ({ stackName }) => stackName.length, remedy: 'shorten it' },
  {
    what: 'characters of a logical id',
    most: 255,
    used: ({ template }) => most(Object.keys(template.Resources ?? {}).map(({ length }) => length)),
    remedy: 'shorten the construct ids',
  },
  {
    what: 'characters of an output name',
    most: 255,
    used: ({ template }) => most(Object.keys(template.Outputs ?? {}).map(({ length }) => length)),
    remedy: 'shorten the construct ids',
  },
  {
    what: 'bytes of the description',
    most: 1024,
    used: ({ template }) => Buffer.byteLength(template.Description ?? ''),
    remedy: 'shorten it',
  },
];

/** How much of a limit a stack has left. */
export interface Headroom {
  /** What would run out: `resources`. */
  readonly what: string;
  readonly used: number;
  readonly most: number;
  /** The share that is free, from 0 to 1; negative when the limit is exceeded. */
  readonly free: number;
}

/** The headroom of the limit that a stack will reach first. */
export function headroomOf(stack: RenderedStack): Headroom {
  const all = LIMITS.map(({ what, most, used }) => ({
    what,
    most,
    used: used(stack),
    free: (most - used(stack)) / most,
  }));
  return all.reduce((tightest, each) => (each.free < tightest.free ? each : tightest));
}

/** Every stack fits into CloudFormation, with room to grow. */
export const limits: Check = {
  name: 'limits',
  promise: `every stack fits CloudFormation's quotas, with ${ENOUGH_HEADROOM * 100} % to spare`,
  run: ({ stacks }) => ({
    findings: stacks.flatMap((stack) => [
      ...LIMITS.flatMap((limit) => judge(stack, limit, ENOUGH_HEADROOM)),
      ...LENGTHS.flatMap((limit) => judge(stack, limit, 0)),
    ]),
  }),
};

function judge(stack: RenderedStack, { what, most, used, remedy }: Limit, enough: number): Finding[] {
  const count = used(stack);
  // In whole numbers: 1 - 400 / 500 is a little less than 0.2.
  if (count <= most * (1 - enough)) return [];
  const exceeded = count > most;
  return [
    {
      environment: stack.environment,
      stack: stack.name,
      field: what,
      value: count,
      reason: exceeded
        ? `CloudFormation takes at most ${most}`
        : `${percentFree(count, most)} % of the ${most} that CloudFormation takes are left`,
      remedy,
      severity: exceeded ? 'error' : 'warning',
    },
  ];
}

/** What is left of a limit in whole percent, rounded down. */
export const percentFree = (used: number, most: number): number => Math.floor(((most - used) * 100) / most);

const size = (section: object | undefined): number => Object.keys(section ?? {}).length;
const most = (counts: readonly number[]): number => Math.max(0, ...counts);
