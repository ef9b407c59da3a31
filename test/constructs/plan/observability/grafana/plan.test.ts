import { METRICS_DATA_SOURCE, type Json } from '../../../../../constructs/observability/dashboards/grafana';
import { GRAFANA_SECRETS, grafanaSecretName } from '../../../../../constructs/plan/observability/grafana/names';
import { planGrafana, type GrafanaFacts } from '../../../../../constructs/plan/observability/grafana/plan';
import { defaultFacts } from '../../../../../constructs/plan/service/facts';
import { PROD, SIGN_IN } from './examples';

const AWS: GrafanaFacts = defaultFacts('eu-west-1');
const LOCAL: GrafanaFacts = {
  ...AWS,
  zones: [],
  podIdentity: false,
  prometheus: { kind: 'address', address: 'http://prometheus-server.observability' },
  jaeger: 'http://jaeger.observability:16686',
};

const aws = planGrafana(SIGN_IN, PROD, AWS);
const local = planGrafana(SIGN_IN, PROD, LOCAL);

/** A data source by its name. */
const source = ({ dataSources }: typeof aws, uid: string) =>
  dataSources.find((each) => (each as { uid?: Json }).uid === uid);

describe('Grafana in a cluster', () => {
  test('lets people in by their provider only: no form, no password, no administrator of its own, no strangers', () => {
    expect(aws.settings).toMatchObject({
      security: { disable_initial_admin_creation: true, cookie_secure: true },
      auth: { disable_login_form: true },
      'auth.basic': { enabled: false },
      'auth.anonymous': { enabled: false },
      'auth.generic_oauth': {
        enabled: true,
        auto_login: true,
        use_pkce: true,
        role_attribute_strict: true,
        allow_assign_grafana_admin: false,
      },
    });
  });

  test('looks again at who somebody is within a day, since it looks only when he signs in', () => {
    expect(aws.settings.auth).toMatchObject({ login_maximum_lifetime_duration: '12h' });
  });

  test('fetches nothing when it starts: what it needs is in its image', () => {
    expect(aws.settings.plugins).toMatchObject({ preinstall_disabled: true, preinstall_auto_update: false });
    expect(aws.settings.analytics).toMatchObject({ reporting_enabled: false, check_for_updates: false });
    // Those of the image of 13.2; another would have to be fetched.
    const types = [...aws.dataSources, ...local.dataSources].map((each) => (each as { type?: Json }).type);
    expect(new Set(types)).toEqual(new Set(['prometheus', 'cloudwatch', 'jaeger']));
  });

  test('is told no secret: it reads them from files, which the node fetches by names that AWS does not take for ARNs', () => {
    expect(JSON.stringify(aws.settings)).toContain('$__file{/var/run/secrets/grafana/client}');
    expect(aws.secrets).toEqual([
      { file: 'client', name: '/bulkhead/prod/grafana/client' },
      { file: 'signing-key', name: '/bulkhead/prod/grafana/signing-key' },
    ]);
    for (const secret of GRAFANA_SECRETS) expect(grafanaSecretName(PROD, secret)).not.toMatch(/-[A-Za-z0-9]{6}$/);
  });

  test('asks the metrics by the name that dashboards have for them, through the signer beside it', () => {
    expect(source(aws, METRICS_DATA_SOURCE.uid)).toMatchObject({
      type: METRICS_DATA_SOURCE.type,
      url: 'http://127.0.0.1:8005/workspaces/$PROMETHEUS_WORKSPACE',
    });
    expect(aws.signsFor).toBe('eu-west-1');
  });

  test('may read the metrics of its own environment, its own log groups and its own secrets', () => {
    const permissions = aws.identity?.permissions ?? [];
    const of = (id: string) => permissions.find((each) => each.id === id);
    expect(of('AskTheMetricsOfThisEnvironment')?.conditions).toEqual({
      StringEquals: {
        'aws:ResourceAccount': '${aws:PrincipalAccount}',
        'aws:ResourceTag/platform': 'bulkhead',
        'aws:ResourceTag/environment': 'prod',
      },
    });
    expect(of('ReadTheLogsOfThisEnvironment')?.resources).toEqual([
      'arn:aws:logs:eu-west-1:*:log-group:/bulkhead/prod/logs/services:*',
      'arn:aws:logs:eu-west-1:*:log-group:/bulkhead/prod/logs/platform:*',
      'arn:aws:logs:eu-west-1:*:log-group:/aws/eks/bulkhead-prod/cluster:*',
      'arn:aws:logs:eu-west-1:*:log-group:aws/spans:*',
    ]);
    expect(of('ReadItsSecrets')?.resources).toEqual([
      'arn:aws:secretsmanager:eu-west-1:*:secret:/bulkhead/prod/grafana/client-??????',
      'arn:aws:secretsmanager:eu-west-1:*:secret:/bulkhead/prod/grafana/signing-key-??????',
    ]);
    const actions = permissions.flatMap((each) => each.actions);
    expect(actions.filter((action) => !/:(Describe|Get|List|Query|Start|Stop)/.test(action))).toEqual([]);
  });

  test('is reached by nobody from within the cluster or from outside', () => {
    expect(aws.access.ingress).toEqual([]);
  });

  test('has two pods: one is left when a zone is lost', () => {
    expect(aws.replicas).toBe(2);
  });
});

describe("Grafana on one's own machine", () => {
  test('lets in who reaches it, as there is neither AWS nor a provider to ask', () => {
    expect(local.settings).toMatchObject({ 'auth.anonymous': { enabled: true }, auth: { disable_login_form: true } });
    expect(local.settings).not.toHaveProperty(['auth.generic_oauth']);
    expect(local).toMatchObject({ secrets: [] });
    expect(local.identity).toBeUndefined();
    expect(local.signsFor).toBeUndefined();
  });

  test('leads from a point of a curve to its trace, which Amazon cannot: it takes no exemplars', () => {
    expect(source(local, 'metrics')).toMatchObject({
      url: 'http://prometheus-server.observability',
      jsonData: { exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'traces' }] },
    });
    expect(source(local, 'traces')).toMatchObject({ type: 'jaeger', url: 'http://jaeger.observability:16686' });
    expect(JSON.stringify(aws.dataSources)).not.toContain('exemplar');
    expect(source(local, 'logs')).toBeUndefined();
  });

  test('may connect to the stores beside it, which stand behind no HTTPS', () => {
    const ports = ({ access }: typeof local) => access.egress.flatMap((rule) => rule.ports.map(({ port }) => port));
    expect(ports(local)).toEqual(expect.arrayContaining([9090, 16_686, 6443]));
    expect(ports(aws)).toEqual([53, 53, 80, 443]);
  });

  test('may connect to those stores, and to no other pod beside it', () => {
    const pods = local.access.egress.flatMap(({ parties, ports }) =>
      parties.flatMap((party) => (party.kind === 'pods' ? [[party.labels, ports.map(({ port }) => port)]] : [])),
    );
    expect(pods.slice(-2)).toEqual([
      [{ 'app.kubernetes.io/name': 'prometheus-server' }, [80, 9090]],
      [{ 'app.kubernetes.io/name': 'jaeger' }, [16_686]],
    ]);
  });

  test('says of nobody that he is asked who is not', () => {
    const reasons = ({ access }: typeof local) => access.egress.map(({ because }) => because).join('; ');
    expect(reasons(local)).not.toMatch(/AWS|identity provider/);
    expect(reasons(aws)).toMatch(/AWS and the identity provider/);
  });
});
