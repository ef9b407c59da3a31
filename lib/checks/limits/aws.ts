import type { RenderedStack, Subject } from '../subject';
import type { Use } from './use';

/** AWS Identity and Access Management User Guide, "IAM and AWS STS quotas": roles in an account. */
const MOST_ROLES = 1000;

/** Amazon EKS User Guide, "Learn how EKS Pod Identity grants pods access to AWS services", limits. It is not raised. */
const MOST_ASSOCIATIONS = 5000;

/** What the stacks together use of the quotas of an account and of a cluster. */
export function awsUses({ stacks }: Subject): Use[] {
  return [
    ...groupedBy(stacks, ({ account }) => account).map(([account, { environment, count }]) => ({
      environment,
      stack: '',
      ...(account === undefined ? {} : { resource: `account ${account}` }),
      what: 'IAM roles',
      used: count('AWS::IAM::Role'),
      most: MOST_ROLES,
      taker: 'an AWS account',
      adjustable: true,
      remedy:
        'ask for more in Service Quotas (IAM, L-FE177D64) before the deployment, or move an environment to an account of its own',
    })),
    ...groupedBy(stacks, ({ environment }) => environment).map(([, { environment, count }]) => ({
      environment,
      stack: '',
      what: 'Pod Identity associations',
      used: count('AWS::EKS::PodIdentityAssociation'),
      most: MOST_ASSOCIATIONS,
      taker: 'an EKS cluster',
      remedy: 'divide the services over two environments, each with a cluster of its own',
    })),
  ];
}

interface Group {
  /** The environment of the first of its stacks. */
  readonly environment: string;
  /** How many resources of a type its stacks have. */
  readonly count: (type: string) => number;
}

function groupedBy<Key>(
  stacks: readonly RenderedStack[],
  keyOf: (stack: RenderedStack) => Key,
): readonly (readonly [Key, Group])[] {
  const groups = new Map<Key, RenderedStack[]>();
  for (const stack of stacks) groups.set(keyOf(stack), [...(groups.get(keyOf(stack)) ?? []), stack]);
  return [...groups].map(([key, members]) => {
    const types = members.flatMap(({ template }) => Object.values(template.Resources ?? {}).map(({ Type }) => Type));
    const environment = members[0]?.environment ?? '';
    return [key, { environment, count: (wanted) => types.filter((type) => type === wanted).length }];
  });
}
