import type { Problem } from '../../problem';
import { joinPath, under } from '../../problem';
import type { ManagedGrafanaSpec } from './managed-spec';
import type { SignInSpec } from './sign-in-spec';
import type { ClusterGrafanaSpec, GrafanaSpec } from './spec';

/** What is wrong with a description of Grafana whose shape is right. Fields are relative to it. */
export function grafanaProblems(spec: GrafanaSpec): Problem[] {
  return spec.kind === 'managed' ? managedProblems(spec) : clusterProblems(spec);
}

function clusterProblems({ signIn }: ClusterGrafanaSpec): Problem[] {
  const { administrators, editors, viewers } = signIn.roles;
  const lists = { administrators, editors, viewers: viewers === 'everybody' ? undefined : viewers };
  return under('signIn', [...scopeProblems(signIn), ...under('roles', repeatedProblems(lists))]);
}

function scopeProblems({ scopes }: SignInSpec): Problem[] {
  return scopes === undefined || scopes.includes('openid')
    ? []
    : [
        {
          field: 'scopes',
          value: scopes,
          reason: 'without the scope openid the provider says nothing of who somebody is, and nobody could sign in',
          remedy: "add it, as in ['openid', 'profile', 'email']",
        },
      ];
}

/** Lists of groups by what they may do, in descending order of rights. */
type GroupLists = Readonly<Record<string, readonly string[] | undefined>>;

/** Who is in a group gets what the first list that has it gives; a second would look as if it mattered. */
function repeatedProblems(lists: GroupLists): Problem[] {
  const named = Object.entries(lists).flatMap(([role, groups = []]) =>
    groups.map((group, index) => ({ group, field: joinPath(role, `[${index}]`) })),
  );
  return named.flatMap(({ group, field }, index) => {
    const earlier = named.slice(0, index).find((other) => other.group === group);
    return earlier === undefined
      ? []
      : [
          {
            field,
            value: group,
            reason: `the same group stands in ${earlier.field}, whose rights include these`,
            remedy: 'keep it where its rights are right, and remove it elsewhere',
          },
        ];
  });
}

function managedProblems({ authentication, reachableFrom }: ManagedGrafanaSpec): Problem[] {
  return [
    ...(authentication.kind === 'saml'
      ? under(
          'authentication',
          repeatedProblems({ administrators: authentication.administrators, editors: authentication.editors }),
        )
      : []),
    ...(reachableFrom !== 'everywhere' &&
    reachableFrom.prefixLists === undefined &&
    reachableFrom.vpcEndpoints === undefined
      ? [
          {
            field: 'reachableFrom',
            value: reachableFrom,
            reason: 'it names no address and no VPC, so that nobody could reach it',
            remedy: "name a list of addresses, as in { prefixLists: ['pl-0123456789abcdef0'] }, or write 'everywhere'",
          },
        ]
      : []),
  ];
}
