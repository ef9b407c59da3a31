import type { HelmRelease } from '../../../../constructs/plan/helm-release';
import { release } from './examples';

const rollouts = (changed: Parameters<typeof release>[1] = {}): HelmRelease => release('argo-rollouts', changed);
const controller = (changed: Parameters<typeof release>[1] = {}) => rollouts(changed).values.controller;
const actions = (changed: Parameters<typeof release>[1] = {}) =>
  rollouts(changed).identity?.permissions.flatMap((permission) => permission.actions) ?? [];

describe('Argo Rollouts', () => {
  test('loses one of its two replicas with a zone, and no more', () => {
    expect(controller()).toMatchObject({
      replicas: 2,
      pdb: { enabled: true, maxUnavailable: 1 },
      priorityClassName: 'system-cluster-critical',
      topologySpreadConstraints: [
        {
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          maxSkew: 1,
          matchLabelKeys: ['pod-template-hash'],
          nodeTaintsPolicy: 'Honor',
        },
        { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    });
  });

  test('is not held back by zones where there are none', () => {
    expect(JSON.stringify(controller({ zones: 0 }))).not.toContain('DoNotSchedule');
  });

  test('keeps the definition of a Rollout when it is removed, and with it every service', () => {
    expect(rollouts().values).toMatchObject({ installCRDs: true, keepCRDs: true, dashboard: { enabled: false } });
  });

  test('starts anew when the environment gets a mesh, since it looks for one only when it starts', () => {
    const annotations = (changed: Parameters<typeof release>[1]) =>
      (controller(changed) as { podAnnotations: unknown }).podAnnotations;
    expect(annotations({})).not.toEqual(annotations({ mesh: undefined }));
  });

  test('is scraped by annotation, and writes JSON', () => {
    expect(controller()).toMatchObject({
      logging: { format: 'json' },
      podAnnotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '8090',
        'prometheus.io/path': '/metrics',
      },
    });
  });

  test('keeps to restricted pod security in all its containers', () => {
    expect(rollouts().values.podSecurityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 999,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(controller()).toMatchObject({
      extraContainers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            readOnlyRootFilesystem: true,
          },
        },
      ],
    });
  });
});

describe('its way to the metrics', () => {
  test('leads through a signer in its own pod, which nobody else can reach', () => {
    expect(controller()).toMatchObject({
      extraContainers: [
        {
          image: expect.stringMatching(/^public\.ecr\.aws\/aws-observability\/aws-sigv4-proxy:\d/) as string,
          args: expect.arrayContaining([
            '--port=127.0.0.1:8005',
            '--name=aps',
            '--region=eu-west-1',
            '--host=aps-workspaces.eu-west-1.amazonaws.com',
          ]) as string[],
        },
      ],
    });
  });

  test('takes the workspace from what only AWS knows, and does not start without it', () => {
    const { extraEnv } = controller() as { extraEnv: readonly unknown[] };
    expect(extraEnv).toEqual([
      { name: 'AWS_REGION', value: 'eu-west-1' },
      {
        name: 'PROMETHEUS_WORKSPACE',
        valueFrom: { configMapKeyRef: { name: 'platform-facts', key: 'PROMETHEUS_WORKSPACE' } },
      },
      { name: 'ARGO_ROLLOUTS_PROMETHEUS_ADDRESS', value: 'http://127.0.0.1:8005/workspaces/$(PROMETHEUS_WORKSPACE)' },
    ]);
  });

  test('never makes the controller sign for itself, which it would do for an address of the service', () => {
    const { extraEnv } = controller() as { extraEnv: readonly { name: string; value?: string }[] };
    expect(extraEnv.find(({ name }) => name === 'ARGO_ROLLOUTS_PROMETHEUS_ADDRESS')?.value).not.toContain(
      'aps-workspaces',
    );
  });

  test('is open to the metrics of this environment in this account and region, and to no others', () => {
    expect(rollouts().identity?.permissions).toEqual([
      {
        id: 'AskTheMetricsOfThisEnvironment',
        actions: ['aps:QueryMetrics'],
        resources: ['arn:aws:aps:eu-west-1:*:workspace/*'],
        conditions: {
          StringEquals: {
            'aws:ResourceAccount': '${aws:PrincipalAccount}',
            'aws:ResourceTag/platform': 'bulkhead',
            'aws:ResourceTag/environment': 'prod',
          },
        },
      },
    ]);
  });

  test('needs neither signer nor rights where a Prometheus has an address of its own', () => {
    const facts = {
      zones: [],
      platformFacts: 'platform-facts',
      prometheus: { kind: 'address', address: 'http://prometheus' },
    } as const;
    expect(rollouts({ facts }).identity).toBeUndefined();
    expect(JSON.stringify(rollouts({ facts }).values)).not.toMatch(/signer|PROMETHEUS/);
  });
});

describe('its view of load balancers', () => {
  test('is none where no service is divided by one', () => {
    expect(controller()).not.toHaveProperty('awsVerifyTargetGroup');
    expect(actions().filter((action) => action.startsWith('elasticloadbalancing:'))).toEqual([]);
    expect(rollouts().values.providerRBAC).toMatchObject({ providers: { awsLoadBalancerController: false } });
  });

  test('uses the names that EKS Auto Mode gives its controller’s objects and tags, and may read those', () => {
    expect(controller({ routers: ['alb'] })).toMatchObject({
      awsVerifyTargetGroup: true,
      awsTargetGroupBindingAPIVersion: 'eks.amazonaws.com/v1',
      albTagKeyResourceID: 'ingress.eks.amazonaws.com/resource',
    });
    expect(rollouts({ routers: ['alb'] }).values.providerRBAC).toMatchObject({
      providers: { awsLoadBalancerController: true },
      additionalRules: [
        { apiGroups: ['eks.amazonaws.com'], resources: ['targetgroupbindings'], verbs: ['get', 'list'] },
      ],
    });
  });

  test('needs no names with the controller’s own', () => {
    const values = controller({ routers: ['alb'], mode: 'node-groups' });
    expect(values).toMatchObject({ awsVerifyTargetGroup: true });
    expect(values).not.toHaveProperty('albTagKeyResourceID');
    expect(rollouts({ routers: ['alb'], mode: 'node-groups' }).values.providerRBAC).toMatchObject({
      additionalRules: [],
    });
  });

  test('only looks', () => {
    const looking = actions({ routers: ['alb'] }).filter((action) => action.startsWith('elasticloadbalancing:'));
    expect(looking).toHaveLength(6);
    for (const action of looking) expect(action).toMatch(/:Describe/);
  });
});

test('it may change the mesh only where there is one', () => {
  const istio = (changed: Parameters<typeof release>[1]) =>
    (rollouts(changed).values.providerRBAC as { providers: { istio: boolean } }).providers.istio;
  expect(istio({})).toBe(true);
  expect(istio({ mesh: undefined, routers: ['replicas'] })).toBe(false);
});
