import type { Problem } from '../problem';
import type { Said } from './said';
import type { ClusterSpec } from './spec';

/** Who may enter, in descending order of rights. */
export const ACCESS_GROUPS = ['administrators', 'operators', 'readers'] as const;

/** One of {@link ACCESS_GROUPS}. */
export type AccessGroup = (typeof ACCESS_GROUPS)[number];

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** What is wrong with who may enter a cluster. Fields are relative to `access`. */
export function accessProblems(access: ClusterSpec['access']): Problem[] {
  const entries = ACCESS_GROUPS.flatMap((group) =>
    (access[group] ?? []).map((arn, index) => ({ group, arn, field: `${group}[${index}]` })),
  );
  return entries.flatMap(({ arn, field }, index) => {
    const earlier = entries.slice(0, index).find((entry) => entry.arn === arn);
    const told = ROLE_ARN.test(arn) ? (earlier === undefined ? undefined : twice(earlier.field)) : notARole(arn);
    return told === undefined ? [] : [{ field, value: arn, ...told }];
  });
}

function twice(earlier: string): Said {
  return {
    reason: `the same role stands in access.${earlier}, and EKS takes one entry for each role`,
    remedy: 'keep it in the group of the rights that it needs, and remove it here',
  };
}

const LIKE = "write the role's ARN, as in 'arn:aws:iam::111122223333:role/PlatformAdmin'";

function notARole(arn: string): Said {
  const [, , service, , account, resource = ''] = arn.split(':');
  if (service === 'sts') {
    const [kind, role = ''] = resource.split('/');
    return {
      reason: 'a session lasts for hours, and an entry for it admits nobody afterwards',
      remedy:
        kind === 'assumed-role' && role !== ''
          ? `give the ARN of the role behind it: 'arn:aws:iam::${account ?? ''}:role/${role}' (with its path, if it has one)`
          : LIKE,
    };
  }
  if (service === 'iam' && resource === 'root') {
    return { reason: 'EKS admits no account as such, only its roles', remedy: LIKE };
  }
  if (service === 'iam' && resource.startsWith('user/')) {
    return {
      reason: 'a user has keys that live until somebody deletes them, and may leave with a person',
      remedy: 'give the ARN of a role that the person assumes, through IAM Identity Center for instance',
    };
  }
  return { reason: 'not the ARN of an IAM role', remedy: LIKE };
}
