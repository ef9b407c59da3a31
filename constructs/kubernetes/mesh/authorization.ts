import type { MeshPoliciesMode } from '../../plan/controllers/spec';
import type { GatewayGrant, PreflightGrant, ServiceGrants } from '../../plan/gateway/model';
import type { MeshGatewayPlan } from '../../plan/gateway/plan';
import type { RoutePlace } from '../../plan/gateway/paths';
import type { MeshMemberPlan } from '../../plan/mesh/member';
import type { ServicePlan } from '../../plan/service/plan';
import type { ObjectMeta } from '../manifests/meta';
import type { AuthorizationOperation, AuthorizationPolicy, AuthorizationRule } from '../manifests/mesh-security';

/**
 * Who gets through to a service. All rules let somebody in and none keeps somebody out: a request that nobody understands
 * alike fits none, and is refused.
 */
export function serviceAuthorization(plan: ServicePlan, { grants, policies }: MeshMemberPlan): AuthorizationPolicy {
  const ports = [String(plan.port)];
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: plan.name, namespace: plan.namespace, labels: plan.labels, ...observed(policies) },
    spec: {
      selector: { matchLabels: plan.selector },
      action: 'ALLOW',
      ...(grants.length === 0
        ? {}
        : {
            rules: grants.map(({ principals, routes }) => ({
              from: [{ source: { principals } }],
              to:
                routes === undefined
                  ? [{ operation: { ports } }]
                  : routes.map(({ methods, ...place }) => ({
                      operation: { ports, ...allowedMethods(methods), paths: paths(place) },
                    })),
            })),
          }),
    },
  };
}

/**
 * What makes a policy refuse nobody: the proxy works its answer out, counts it (`istio_dry_run_allow_shadow_denied`) and goes on
 * as if there were none (Istio, "Dry Run", an experimental feature; pilot/pkg/security/authz/model). Nothing where it is enforced.
 */
export function observed(policies: MeshPoliciesMode): Pick<ObjectMeta, 'annotations'> {
  return policies === 'enforced' ? {} : { annotations: { 'istio.io/dry-run': 'true' } };
}

/** Who gets through the gateway to a service; the token was checked before. */
export function gatewayAuthorization(
  { namespace, selector }: Pick<MeshGatewayPlan, 'namespace' | 'selector'>,
  { service, hosts, grants, preflights }: ServiceGrants,
): AuthorizationPolicy {
  const ofHosts = hosts.length === 0 ? {} : { hosts: hosts.flatMap(withPort) };
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: `to-${service}`, namespace },
    spec: {
      selector: { matchLabels: selector },
      action: 'ALLOW',
      rules: [
        ...grants.map((grant) => grantRule(grant, ofHosts)),
        ...preflights.map((preflight) => preflightRule(preflight, ofHosts)),
      ],
    },
  };
}

type OfHosts = Pick<AuthorizationOperation, 'hosts'>;

/** A client may name the port, and Istio compares what it wrote. Two asterisks in one host are not understood. */
const withPort = (host: string): readonly string[] => (host.startsWith('*') ? [host] : [host, `${host}:*`]);

function grantRule({ authentication, claims, operations }: GatewayGrant, ofHosts: OfHosts): AuthorizationRule {
  const when = Object.entries(claims).map(([claim, values]) => ({ key: `request.auth.claims[${claim}]`, values }));
  return {
    ...(authentication === 'none' ? {} : { from: [{ source: { requestPrincipals: ['*'] } }] }),
    to: operations.map(({ paths: places, methods }) => ({
      operation: { ...ofHosts, ...allowedMethods(methods), paths: places.flatMap(paths) },
    })),
    ...(when.length === 0 ? {} : { when }),
  };
}

/** Browsers ask without a token; the gateway answers them itself. */
function preflightRule({ origins, methods, paths: places }: PreflightGrant, ofHosts: OfHosts): AuthorizationRule {
  return {
    to: [{ operation: { ...ofHosts, methods: ['OPTIONS'], paths: places.flatMap(paths) } }],
    when: [
      { key: 'request.headers[origin]', values: origins },
      { key: 'request.headers[access-control-request-method]', values: methods },
    ],
  };
}

const allowedMethods = (methods: readonly string[]): Pick<AuthorizationOperation, 'methods'> =>
  methods.length === 0 ? {} : { methods };

function paths({ path, match }: RoutePlace): readonly string[] {
  if (match === 'exact') return [path];
  return path === '/' ? ['/*'] : [path, `${path}/*`];
}
