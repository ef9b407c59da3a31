import type { PlanContext } from '../context';
import type { Problem } from '../problem';
import type { AccessSpec } from './access-spec';
import type { Said } from './said';

/** Who may enter, in descending order of rights. */
export const ACCESS_GROUPS = ['administrators', 'operators', 'readers'] as const;

/** One of {@link ACCESS_GROUPS}. */
export type AccessGroup = (typeof ACCESS_GROUPS)[number];

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** What is wrong with who may enter a cluster. Fields are relative to `access`. */
export function accessProblems(access: AccessSpec, context: PlanContext): Problem[] {
  return [...roleProblems(access), ...operatorNamespaceProblems(access, context)];
}

function roleProblems(access: AccessSpec): Problem[] {
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

/** Stands for every namespace, where it stands alone. */
export const EVERY_NAMESPACE = '*';

const SYSTEM = 'kube-system';

const NAME_THEM =
  "name the services' namespaces, as in ['payment', 'trip'], or write ['*'] if every namespace is really meant";

function operatorNamespaceProblems(access: AccessSpec, { tier }: PlanContext): Problem[] {
  const { operators = [], operatorNamespaces: namespaces } = access;
  const problem = (said: Said): Problem[] => [{ field: 'operatorNamespaces', value: namespaces, ...said }];
  const strict = tier === 'production';
  if (namespaces === undefined) {
    return strict && operators.length > 0
      ? problem({
          reason:
            'an operator can run pods as any service account of a namespace and read its secrets, those of kube-system too if no namespace is named',
          remedy: NAME_THEM,
        })
      : [];
  }
  if (operators.length === 0) {
    return problem({
      reason: 'there are no operators whom it would hold for',
      remedy:
        "name the roles of the operators, as in operators: ['arn:aws:iam::111122223333:role/OnCall'], or remove it",
    });
  }
  return namespaces.flatMap((namespace, index) => {
    const said = namespaceProblem(namespace, namespaces.slice(0, index), namespaces.length === 1, strict);
    return said === undefined ? [] : [{ field: `operatorNamespaces[${index}]`, value: namespace, ...said }];
  });
}

function namespaceProblem(
  namespace: string,
  earlier: readonly string[],
  alone: boolean,
  strict: boolean,
): Said | undefined {
  if (earlier.includes(namespace)) return { reason: 'the namespace is listed twice', remedy: 'name it once' };
  if (namespace === EVERY_NAMESPACE) {
    return alone
      ? undefined
      : { reason: "'*' is every namespace, so that the others say nothing", remedy: "remove '*', or all the others" };
  }
  return strict && matches(namespace, SYSTEM)
    ? {
        reason: `covers ${SYSTEM}, whose service accounts may do more in a production cluster than an operator should`,
        remedy: NAME_THEM,
      }
    : undefined;
}

function matches(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`).test(name);
}
