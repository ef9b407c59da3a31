import type { Environment } from '../../environment/schema';
import { serviceStacksRemedy } from '../../environment/service-stack-rules';
import { MOST_RESOURCES, MOST_TEMPLATE_BYTES } from '../../stacks/stack-size';
import type { RenderedPlatform, RenderedStack, Subject } from '../subject';
import type { Use } from './use';

/** A quota of CloudFormation, and how much of it a stack uses. */
interface Limit {
  /** What is counted: `resources`. */
  readonly what: string;
  /** The most there may be. */
  readonly most: number;
  /** How many a stack has. */
  readonly used: (stack: RenderedStack) => number;
  /** What to do when a stack comes near it. */
  readonly remedy: string;
}

const RESOURCES = 'resources';
const TEMPLATE_BYTES = 'template bytes';

/** What more stacks of services leave more room for. */
const BY_SERVICES: readonly string[] = [RESOURCES, TEMPLATE_BYTES];

const SPLIT = 'move part of it to a stack of its own';

/**
 * The quotas that a template can reach by growing. Source: AWS CloudFormation User Guide, "Understand CloudFormation
 * quotas" (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
 */
const LIMITS: readonly Limit[] = [
  { what: RESOURCES, most: MOST_RESOURCES, used: ({ template }) => size(template.Resources), remedy: SPLIT },
  // The CDK uploads templates to S3, where 1 MB is the limit; 51,200 bytes are the limit only for one sent directly.
  { what: TEMPLATE_BYTES, most: MOST_TEMPLATE_BYTES, used: ({ templateBytes }) => templateBytes, remedy: SPLIT },
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
const LENGTHS: readonly Limit[] = [
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

/** What the stacks use of CloudFormation's quotas. */
export function stackUses({ stacks, platforms }: Subject): Use[] {
  return stacks.flatMap((stack) => {
    const use = ({ used, ...limit }: Limit): Use => ({
      ...limit,
      environment: stack.environment,
      stack: stack.name,
      used: used(stack),
      taker: 'CloudFormation',
    });
    const environment = environmentOfServices(stack, platforms);
    return [
      ...LIMITS.map((limit) =>
        environment !== undefined && BY_SERVICES.includes(limit.what)
          ? { ...use(limit), remedy: () => serviceStacksRemedy(environment) }
          : use(limit),
      ),
      ...LENGTHS.map((limit) => ({ ...use(limit), headroom: 0 })),
    ];
  });
}

/** The environment of a stack whose services can be moved to others; `undefined` for every other stack. */
function environmentOfServices(
  { environment, name }: RenderedStack,
  platforms: readonly RenderedPlatform[],
): Environment | undefined {
  return /^services(-\d+)?$/.test(name)
    ? platforms.find((each) => each.environment.name === environment)?.environment
    : undefined;
}

const size = (section: object | undefined): number => Object.keys(section ?? {}).length;
const most = (counts: readonly number[]): number => Math.max(0, ...counts);
