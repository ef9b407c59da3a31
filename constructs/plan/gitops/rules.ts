import type { Problem } from '../problem';
import type { GitopsIdentities, GitopsSpec } from './spec';

/** What people may do in Argo CD, in descending order of rights; each may what the later ones may. */
export const ARGO_CD_ROLES = ['administrators', 'editors', 'viewers'] as const;

/** One of {@link ARGO_CD_ROLES}. */
export type ArgoCdRole = (typeof ARGO_CD_ROLES)[number];

/** What is wrong with a description of GitOps whose shape is right. Fields are relative to it. */
export function gitopsProblems({ repository, repositorySecret, identityCenter }: GitopsSpec): Problem[] {
  const lists = ARGO_CD_ROLES.flatMap((role) => {
    const given = identityCenter[role];
    return given === undefined ? [] : [{ field: `identityCenter.${role}`, given }];
  });
  return [...keyProblems(repository, repositorySecret), ...lists.flatMap(emptyProblems), ...repeatedProblems(lists)];
}

/** Over SSH nobody is a stranger: without a key there is no connection, whoever may read the repository. */
function keyProblems(repository: string, repositorySecret: string | undefined): Problem[] {
  if (repositorySecret !== undefined || repository.startsWith('https://')) return [];
  return [
    {
      field: 'repositorySecret',
      value: repositorySecret,
      reason: 'SSH takes nobody without a key, not even to a repository that everybody may read',
      remedy:
        "name the secret that holds the private key, as in '/bulkhead/prod/gitops/repository', or give the repository by HTTPS",
    },
  ];
}

interface IdentityList {
  readonly field: string;
  readonly given: GitopsIdentities;
}

function emptyProblems({ field, given }: IdentityList): Problem[] {
  return idsOf(given).length > 0
    ? []
    : [
        {
          field,
          value: given,
          reason: 'names nobody',
          remedy: "name a group, as in { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] }, or remove it",
        },
      ];
}

function repeatedProblems(lists: readonly IdentityList[]): Problem[] {
  const named = lists.flatMap(({ field, given }) =>
    idsOf(given).map(({ kind, id, index }) => ({ id, field: `${field}.${kind}[${index}]` })),
  );
  return named.flatMap(({ id, field }, index) => {
    const earlier = named.slice(0, index).find((other) => other.id.toLowerCase() === id.toLowerCase());
    return earlier === undefined
      ? []
      : [
          {
            field,
            value: id,
            reason: `the same id stands in ${earlier.field}, whose rights include these`,
            remedy: 'keep it where its rights are right, and remove it elsewhere',
          },
        ];
  });
}

const idsOf = (
  given: GitopsIdentities,
): readonly { readonly kind: 'groups' | 'users'; readonly id: string; readonly index: number }[] =>
  (['groups', 'users'] as const).flatMap((kind) => (given[kind] ?? []).map((id, index) => ({ kind, id, index })));
