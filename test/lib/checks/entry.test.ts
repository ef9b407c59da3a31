import { entry } from '../../../lib/checks/entry';
import type { Environment } from '../../../lib/environment/schema';
import type { Subject } from '../../../lib/checks/subject';
import { foundAfter, renderedOf, waysInto, type RenderedDraft } from '../edge/rendered';
import { shipped } from '../synthesized';
import { environmentOf } from './platforms';

const ELB = 'AWS::ElasticLoadBalancingV2';
const prod = shipped('prod');

type Edit = (draft: RenderedDraft) => unknown;
type Row = readonly [what: string, where: string, resource: string, edit: Edit];

const onPort =
  (port: number) =>
  ({ Port }: { readonly Port?: unknown }): boolean =>
    Port === port;
const fromPort =
  (port: number) =>
  ({ FromPort }: { readonly FromPort?: unknown }): boolean =>
    FromPort === port;
const isDoor = ({ GroupDescription }: { readonly GroupDescription?: unknown }): boolean =>
  String(GroupDescription).startsWith('Front door');

const HOST = 'VirtualService istio-ingress/host-api.rides.example';
const GATEWAY = 'Gateway istio-ingress/edge';

/** Each hop, and each guard, broken in turn. */
const BROKEN: readonly Row[] = [
  ['a record that is not there', 'does not reach the record', '', (draft) => draft.without('AWS::Route53::RecordSet')],
  [
    'a record of another name',
    'does not reach the record',
    '',
    (draft) => (draft.resource('AWS::Route53::RecordSet').Name = 'www.rides.example'),
  ],
  [
    "a record that leads to somebody else's load balancer",
    'does not reach the record',
    'prod/edge/FrontDoor/Records/A',
    (draft) =>
      Object.assign(draft.resource('AWS::Route53::RecordSet').AliasTarget as object, { DNSName: 'other.example' }),
  ],
  [
    "a record in a zone that is not the load balancer's",
    'does not reach the record',
    'prod/edge/FrontDoor/Records/A',
    (draft) => Object.assign(draft.resource('AWS::Route53::RecordSet').AliasTarget as object, { HostedZoneId: 'Z1' }),
  ],
  [
    'a load balancer that listens to nobody',
    'does not reach the listener',
    'prod/edge/FrontDoor/LoadBalancer/LoadBalancer',
    (draft) => draft.without(`${ELB}::Listener`, onPort(443)),
  ],
  [
    'a listener of another load balancer',
    'does not reach the listener',
    'prod/edge/FrontDoor/LoadBalancer/LoadBalancer',
    (draft) => (draft.resource(`${ELB}::Listener`, onPort(443)).LoadBalancerArn = 'arn:other'),
  ],
  [
    'a listener that speaks plain HTTP on 443',
    'does not reach the listener',
    'prod/edge/FrontDoor/Listeners/Port443',
    (draft) => (draft.resource(`${ELB}::Listener`, onPort(443)).Protocol = 'HTTP'),
  ],
  [
    'a listener without a certificate',
    'does not get past the certificate',
    'prod/edge/FrontDoor/Listeners/Port443',
    (draft) => (draft.resource(`${ELB}::Listener`, onPort(443)).Certificates = []),
  ],
  [
    'the certificate of another name',
    'does not get past the certificate',
    'prod/edge/FrontDoor/Listeners/Port443',
    (draft) => (draft.resource('AWS::CertificateManager::Certificate').DomainName = 'www.rides.example'),
  ],
  [
    'a listener on 80 that leads on unencrypted',
    'does not reach the listener',
    'prod/edge/FrontDoor/Listeners/Port80',
    (draft) => {
      const secure = draft.resource(`${ELB}::Listener`, onPort(443)).DefaultActions;
      draft.resource(`${ELB}::Listener`, onPort(80)).DefaultActions = secure;
    },
  ],
  [
    'clients that the security group of the load balancer keeps out',
    'does not get past the security group',
    'prod/edge/FrontDoor/SecurityGroups/LoadBalancer',
    (draft) => (draft.resource('AWS::EC2::SecurityGroup', isDoor).SecurityGroupIngress = []),
  ],
  [
    'a listener that answers by itself',
    'does not reach the target group',
    'prod/edge/FrontDoor/Listeners/Port443',
    (draft) => (draft.resource(`${ELB}::Listener`, onPort(443)).DefaultActions = [{ Type: 'fixed-response' }]),
  ],
  [
    'a rule of the listener that leads a path elsewhere',
    'does not reach the target group',
    'Stray',
    (draft) =>
      draft.resourceAdded('Stray', `${ELB}::ListenerRule`, {
        ListenerArn: { Ref: idOf(draft, `${ELB}::Listener`, onPort(443)) },
        Priority: 1,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/tri*'] } }],
        Actions: [{ Type: 'forward', TargetGroupArn: 'arn:other' }],
      }),
  ],
  [
    'a health check on a port where no pod answers',
    'does not reach the target group',
    'prod/edge/FrontDoor/Gateway',
    (draft) => (draft.resource(`${ELB}::TargetGroup`).HealthCheckPort = '9000'),
  ],
  [
    'a health check at a path where no pod answers',
    'does not reach the target group',
    'prod/edge/FrontDoor/Gateway',
    (draft) => (draft.resource(`${ELB}::TargetGroup`).HealthCheckPath = '/health'),
  ],
  [
    'a binding of another target group',
    'does not reach the binding',
    'prod/edge/FrontDoor/Gateway',
    (draft) => draft.manifests('targetGroupARN', 'targetGroupArn'),
  ],
  [
    'a binding of targets of another kind',
    'does not reach the binding',
    'prod/controllers/GatewayBinding/Resource/Default',
    (draft) => draft.manifests('"targetType":"ip"', '"targetType":"instance"'),
  ],
  [
    'a binding of another Service',
    'does not reach the gateway service',
    'prod/controllers/GatewayBinding/Resource/Default',
    (draft) => draft.manifests('"serviceRef":{"name":"edge"', '"serviceRef":{"name":"ingress"'),
  ],
  [
    'a binding of a port that the Service has not',
    'does not reach the gateway service',
    'prod/controllers/GatewayBinding/Resource/Default',
    (draft) => draft.manifests('"port":8080', '"port":80'),
  ],
  [
    'a load balancer that may not connect to pods',
    'does not get past the security group',
    'prod/edge/FrontDoor/SecurityGroups/LoadBalancer',
    (draft) => {
      const group = draft.resource('AWS::EC2::SecurityGroup', isDoor);
      group.SecurityGroupEgress = (group.SecurityGroupEgress as { FromPort: number }[]).slice(1);
    },
  ],
  [
    'pods that do not admit the load balancer',
    'does not get past the security group',
    'prod/cluster/Cluster/SecurityGroups/Pods/Resource',
    (draft) => draft.without('AWS::EC2::SecurityGroupIngress', fromPort(8080)),
  ],
  [
    'pods that do not admit questions after their health',
    'does not get past the security group',
    'prod/cluster/Cluster/SecurityGroups/Pods/Resource',
    (draft) => draft.without('AWS::EC2::SecurityGroupIngress', fromPort(15021)),
  ],
  [
    "pods on nodes that do not give them the pods' group",
    'does not get past the security group',
    'prod/edge/FrontDoor/SecurityGroups/LoadBalancer',
    (draft) => draft.manifests('podSecurityGroupSelectorTerms', 'podSecurityGroups'),
  ],
  [
    'a network policy of the gateway that has forgotten a subnet',
    'does not get past the network policy',
    'edge-routes: NetworkPolicy istio-ingress/edge',
    (draft) => {
      const rule = draft.at('NetworkPolicy istio-ingress/edge', 'spec.ingress[0].from') as unknown[];
      draft.set('NetworkPolicy istio-ingress/edge', 'spec.ingress[0].from', rule.slice(1));
    },
  ],
  [
    'a Gateway that chooses other pods',
    'does not reach the gateway',
    'edge: Helm release istio-ingress/edge',
    (draft) => draft.set(GATEWAY, 'spec.selector.istio', 'ingressgateway'),
  ],
  [
    'pods that have lost the label by which the Gateway chooses them',
    'does not reach the gateway',
    'edge: Helm release istio-ingress/edge',
    (draft) => (draft.values('edge').labels = { app: 'edge', istio: 'ingress' }),
  ],
  [
    'a Gateway whose port the pods do not get requests on',
    'does not reach the gateway',
    'edge-routes: Gateway istio-ingress/edge',
    (draft) => draft.set(GATEWAY, 'spec.servers[0].port.number', 80),
  ],
  [
    'a Gateway of another host',
    'does not reach the gateway',
    'edge-routes: Gateway istio-ingress/edge',
    (draft) => draft.set(GATEWAY, 'spec.servers[0].hosts', ['./www.rides.example']),
  ],
  [
    'a host whose routes belong to another namespace than the Gateway lets have it',
    'does not reach the route',
    'edge-routes: Gateway istio-ingress/edge',
    (draft) => draft.set(GATEWAY, 'spec.servers[0].hosts', ['user/api.rides.example']),
  ],
  [
    'a VirtualService of another Gateway',
    'does not reach the route',
    'edge-routes: Gateway istio-ingress/edge',
    (draft) => draft.set(HOST, 'spec.gateways', ['istio-ingress/other']),
  ],
  [
    'two VirtualServices of one host',
    'does not reach the route',
    'more: VirtualService istio-ingress/second',
    (draft) => {
      const first = draft.object(HOST);
      draft.add({ ...first, metadata: { ...first.metadata, name: 'second' } });
    },
  ],
  [
    'a path that no route is for',
    'does not reach the route',
    `edge-routes: ${HOST}`,
    (draft) => {
      const at = draft.find(HOST, 'spec.http', 'name', '/v1/eta');
      draft.set(HOST, `${at}.match[0].uri.exact`, '/v2/eta');
    },
  ],
  [
    'a route that answers by itself',
    'does not reach the route',
    `edge-routes: ${HOST}`,
    (draft) => draft.set(HOST, 'spec.http[0].directResponse', { status: 503 }),
  ],
  [
    'nobody whose tokens are accepted',
    'does not get past the token',
    'edge: Helm release istio-ingress/edge',
    (draft) => draft.remove('RequestAuthentication istio-ingress/tokens'),
  ],
  [
    'a policy of the gateway that forgets a service',
    'does not get past the authorization',
    'mesh: AuthorizationPolicy istio-system/default-deny',
    (draft) => draft.remove('AuthorizationPolicy istio-ingress/to-mapping'),
  ],
  [
    'a policy of the gateway that wants another claim',
    'does not get past the authorization',
    'mesh: AuthorizationPolicy istio-system/default-deny',
    (draft) => draft.set('AuthorizationPolicy istio-ingress/to-trip', 'spec.rules[0].when[0].values', ['admin']),
  ],
  [
    'a policy that refuses what another one lets in',
    'does not get past the authorization',
    'more: AuthorizationPolicy istio-ingress/none',
    (draft) =>
      draft.add({
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'none', namespace: 'istio-ingress' },
        spec: { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/v1/users*'] } }] }] },
      }),
  ],
  [
    'a hand-over to nobody',
    'does not reach the versions',
    `edge-routes: ${HOST}`,
    (draft) => draft.remove('VirtualService mapping/mapping-versions'),
  ],
  [
    'a hand-over to somebody with hosts of his own',
    'does not reach the versions',
    `edge-routes: ${HOST}`,
    (draft) => draft.set('VirtualService mapping/mapping-versions', 'spec.hosts', ['mapping.example']),
  ],
  [
    'a version without a Service',
    'does not reach the service',
    'mapping: VirtualService mapping/mapping-versions',
    (draft) => draft.remove('Service mapping/mapping-canary'),
  ],
  [
    'a port that the Service has not',
    'does not reach the service',
    'mapping: VirtualService mapping/mapping-versions',
    (draft) =>
      draft.set('VirtualService mapping/mapping-versions', 'spec.http[0].route[0].destination.port.number', 80),
  ],
  [
    'a Service that selects nobody',
    'does not reach the pods',
    'mapping: Service mapping/mapping-stable',
    (draft) =>
      draft.set('Service mapping/mapping-stable', 'spec.selector', { 'app.kubernetes.io/name': 'mapping-stable' }),
  ],
  [
    'a Service whose port no container has',
    'does not reach the pods',
    'mapping: Service mapping/mapping-stable',
    (draft) => draft.set('Service mapping/mapping-stable', 'spec.ports[0].targetPort', 'https'),
  ],
  [
    'routes of one service that lead to another',
    'does not reach the pods',
    'trip: Service trip/trip-stable',
    (draft) => {
      const at = draft.find(HOST, 'spec.http', 'name', '/v1/eta');
      draft.set(HOST, `${at}.delegate`, { name: 'trip-versions', namespace: 'trip' });
    },
  ],
  [
    'pods that do not let the gateway ask for a path',
    'does not get past the authorization',
    'mapping: AuthorizationPolicy mapping/mapping',
    (draft) =>
      draft.set('AuthorizationPolicy mapping/mapping', 'spec.rules[1].to', [
        { operation: { ports: ['8080'], methods: ['GET'], paths: ['/v1/eta', '/v1/routes'] } },
      ]),
  ],
  [
    'a gateway whose pods are somebody else than the services know',
    'does not get past the authorization',
    'user: AuthorizationPolicy user/user',
    (draft) => (draft.values('edge').serviceAccount = { name: 'gateway' }),
  ],
  [
    'a gateway that may not connect to the pods',
    'does not get past the network policy',
    'edge-routes: NetworkPolicy istio-ingress/edge',
    (draft) => {
      const rules = draft.at('NetworkPolicy istio-ingress/edge', 'spec.egress') as unknown[];
      draft.set('NetworkPolicy istio-ingress/edge', 'spec.egress', rules.slice(1));
    },
  ],
  [
    'pods that do not let the gateway in',
    'does not get past the network policy',
    'mapping: NetworkPolicy mapping/mapping',
    (draft) => draft.set('NetworkPolicy mapping/mapping', 'spec.ingress', []),
  ],
  [
    'a call that the callee does not expect of this caller',
    'the call trip → payment does not get past the authorization',
    'payment: AuthorizationPolicy payment/payment',
    (draft) =>
      draft.set('AuthorizationPolicy payment/payment', 'spec.rules[0].from[0].source.principals', [
        'cluster.local/ns/trip/sa/other',
      ]),
  ],
  [
    'a call of which the sidecar knows nothing',
    'the call trip → payment does not reach the route',
    'trip: Sidecar trip/trip',
    (draft) => {
      const hosts = draft.at('Sidecar trip/trip', 'spec.egress[0].hosts') as string[];
      draft.set(
        'Sidecar trip/trip',
        'spec.egress[0].hosts',
        hosts.filter((each) => !each.startsWith('payment/')),
      );
    },
  ],
  [
    'a call that no VirtualService takes',
    'the call trip → payment does not reach the route',
    'trip: Rollout trip/trip',
    (draft) => draft.remove('VirtualService payment/payment'),
  ],
];

const idOf = (draft: RenderedDraft, type: string, holds: (properties: object) => boolean): string =>
  Object.entries(draft.rendered.stacks.find(({ name }) => name === 'edge')?.template.Resources ?? {}).find(
    ([, { Type, Properties = {} }]) => Type === type && holds(Properties),
  )?.[0] ?? '';

const GITOPS: Environment['gitops'] = {
  repository: 'https://github.com/rides/platform.git',
  identityCenter: {
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
  },
};

const PAYMENT_POLICY = 'AuthorizationPolicy payment/payment';

/** What gets in although nobody has declared it. */
const HOLES: readonly Row[] = [
  [
    'a route that wants no token although a token is declared',
    'GET api.rides.example/v1/eta',
    `mapping: VirtualService mapping/mapping-versions`,
    (draft) => draft.set('AuthorizationPolicy istio-ingress/to-mapping', 'spec.rules[0].from', undefined),
  ],
  [
    'a method that nobody has declared',
    'DELETE api.rides.example/v1/trips',
    'trip: VirtualService trip/trip-versions',
    (draft) =>
      draft.push('AuthorizationPolicy istio-ingress/to-trip', 'spec.rules[1].to[0].operation.methods', 'DELETE'),
  ],
  [
    'a claim that nobody looks at',
    'POST api.rides.example/v1/trips',
    'trip: VirtualService trip/trip-versions',
    (draft) => draft.set('AuthorizationPolicy istio-ingress/to-trip', 'spec.rules[0].when', undefined),
  ],
  [
    'everything, since nobody refuses what is not let in',
    'api.rides.example',
    'VirtualService',
    (draft) => {
      for (const name of ['to-user', 'to-trip', 'to-mapping']) {
        draft.remove(`AuthorizationPolicy istio-ingress/${name}`);
      }
      draft.remove('AuthorizationPolicy istio-system/default-deny');
    },
  ],
  [
    'a way to a service that declares none',
    'payment declares no route from outside',
    `edge-routes: ${HOST}`,
    (draft) =>
      draft.push(HOST, 'spec.http', {
        match: [{ uri: { prefix: '/v1/payments' } }],
        route: [{ destination: { host: 'payment.payment.svc.cluster.local', port: { number: 8080 } } }],
      }),
  ],
  [
    'network policies that let the gateway in to a service that declares no route',
    'payment declares no route from outside',
    'payment: NetworkPolicy payment/payment',
    (draft) => {
      draft.push('NetworkPolicy payment/payment', 'spec.ingress', {});
      draft.push('NetworkPolicy istio-ingress/edge', 'spec.egress', {});
    },
  ],
  [
    'a policy that lets the gateway ask a service that declares no route, where networks would let it',
    'payment declares no route from outside',
    `payment: ${PAYMENT_POLICY}`,
    (draft) => {
      draft.push(PAYMENT_POLICY, 'spec.rules', {
        from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/edge'] } }],
      });
      draft.push('NetworkPolicy payment/payment', 'spec.ingress', {});
      draft.push('NetworkPolicy istio-ingress/edge', 'spec.egress', {});
    },
  ],
  [
    'a Service with a load balancer of its own',
    'a way in of its own',
    'payment: Service payment/payment',
    (draft) => draft.set('Service payment/payment', 'spec.type', 'LoadBalancer'),
  ],
  [
    'a gateway with a load balancer of its own',
    'a load balancer of its own',
    'edge: Helm release istio-ingress/edge',
    (draft) => ((draft.values('edge').service as { type?: string }).type = undefined),
  ],
  [
    'pods of a service in a target group',
    'not those of the gateway',
    'more: TargetGroupBinding payment/straight',
    (draft) =>
      draft.add({
        apiVersion: 'elbv2.k8s.aws/v1beta1',
        kind: 'TargetGroupBinding',
        metadata: { name: 'straight', namespace: 'payment' },
        spec: { serviceRef: { name: 'payment', port: 8080 }, targetGroupName: 'other' },
      }),
  ],
];

describe('a declared route', () => {
  test.each(['dev', 'staging', 'prod'])('leads to pods in %s, and nothing else gets in', (name) => {
    const { platform, stacks } = renderedOf(shipped(name));
    expect(entry.run({ platforms: [platform], stacks } as Partial<Subject> as Subject, undefined!)).toEqual({
      findings: [],
    });
  });

  test.each(BROKEN)('is known not to arrive by %s: it %s', (_, where, resource, edit) => {
    const found = foundAfter(prod, edit);
    expect(found).not.toEqual([]);
    expect(found).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        environment: 'prod',
        reason: expect.stringContaining(where),
        ...(resource === '' ? {} : { resource: expect.stringContaining(resource) }),
      }),
    );
  });

  test('is named once with what is wrong, however many requests that stops', () => {
    const found = foundAfter(prod, (draft) => draft.without('AWS::Route53::RecordSet'));
    expect(found).toHaveLength(1);
    expect(found[0]?.reason).toMatch(/^POST api\.rides\.example\/v1\/sessions .* \(and so for 13 more\)$/);
  });
});

describe('what nobody has declared', () => {
  test.each(HOLES)('is found to get in: %s', (_, what, resource, edit) => {
    const found = foundAfter(prod, edit).map(({ reason, value, resource: where }) => ({
      told: `${String(value)} ${reason}`,
      where,
    }));
    expect(found).toContainEqual({
      told: expect.stringContaining(what),
      where: expect.stringContaining(resource),
    });
  });

  test('is no hole where only one of two guards has fallen: a network policy alone lets nobody through', () => {
    expect(foundAfter(prod, (draft) => draft.push('NetworkPolicy payment/payment', 'spec.ingress', {}))).toEqual([]);
  });
});

describe('other environments', () => {
  const { services = {}, ...dev } = environmentOf('dev');
  const reports = (environment: Environment) => foundAfter(environment, () => undefined);

  test('with node groups name the target group, and give pods the groups of the nodes', () => {
    const environment = environmentOf('dev', { cluster: { ...dev.cluster, mode: 'node-groups' } });
    expect(reports(environment)).toEqual([]);
    const other = foundAfter(environment, (draft) => draft.manifests('"targetGroupName":"', '"targetGroupName":"x'));
    expect(other[0]?.reason).toContain('does not reach the binding');
  });

  test('whose zone is kept elsewhere begin at the load balancer, with the certificate that is given', () => {
    const certificateArn = 'arn:aws:acm:eu-west-1:777788889999:certificate/11111111-2222-3333-4444-555555555555';
    const environment = environmentOf('prod', {
      edge: { domain: { name: 'api.rides.example', zone: 'elsewhere', certificateArn } },
    });
    expect(reports(environment)).toEqual([]);
    const [walked] = waysInto(environment).walked();
    expect(walked?.hops[0]).toEqual({ kind: 'load balancer', name: 'bulkhead-prod-edge' });
  });

  test('without an edge are walked from the gateway on: nothing leads there from outside, and that is so declared', () => {
    const environment = environmentOf('dev', { edge: undefined });
    expect(reports(environment)).toEqual([]);
    expect(waysInto(environment).walked()[0]?.hops[0]?.kind).toBe('gateway');
  });

  test('whose mesh only observes are warned of, and of nothing else', () => {
    const environment = environmentOf('dev', { mesh: { version: '1.31', policies: 'observed' } });
    expect(reports(environment)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        resource: 'mesh: PeerAuthentication istio-system/default',
        field: 'spec.mtls.mode',
        value: 'PERMISSIVE',
      }),
    ]);
  });

  test('with hosts of their own, and others that somebody else has the certificates of, arrive by each of them', () => {
    const { gateway } = environmentOf('prod');
    const environment = environmentOf('prod', {
      gateway: { ...gateway, hosts: ['api.rides.example', '*.partners.example'] },
    });
    expect(reports(environment)).toEqual([]);
    const hosts = waysInto(environment)
      .walked()
      .map(({ request: { host } }) => host);
    expect(new Set(hosts)).toEqual(new Set(['api.rides.example', 'any.partners.example']));
  });

  test('that Argo CD applies have the binding in a template all the same', () => {
    const environment = environmentOf('dev', { gitops: GITOPS });
    expect(reports(environment)).toEqual([]);
  });

  describe('without a mesh', () => {
    const { user } = services;
    const environment = environmentOf('dev', {
      mesh: undefined,
      gateway: undefined,
      edge: undefined,
      router: { kind: 'alb' },
      services: { user: { ...user!, edge: { paths: ['/v1/users'] } } },
      stores: { riders: { consistency: 'strong', clients: { user: { access: 'read-write' } } } },
    });
    const USER = 'Ingress user/user';

    test('lead by an Ingress to the pods', () => {
      expect(reports(environment)).toEqual([]);
      const walked = waysInto(environment).walked();
      expect(walked.at(-1)?.hops.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
        'ingress user/user',
        expect.stringMatching(/^service user\/user.*:8080$/),
        'pods Rollout user/user:8080',
      ]);
    });

    test.each<Row>([
      [
        'another class',
        'does not reach the ingress',
        USER,
        (draft) => draft.set(USER, 'spec.ingressClassName', 'nginx'),
      ],
      [
        'another path',
        'does not reach the ingress',
        USER,
        (draft) => draft.set(USER, 'spec.rules[0].http.paths[0].path', '/v2'),
      ],
      ['no Ingress', 'does not reach the ingress', 'user', (draft) => draft.remove(USER)],
      [
        'a Service that is not there',
        'does not reach the service',
        USER,
        (draft) => draft.set(USER, 'spec.rules[0].http.paths[0].backend.service.name', 'nobody'),
      ],
      [
        'a network policy that lets no load balancer in',
        'does not get past the network policy',
        'NetworkPolicy user/user',
        (draft) => draft.set('NetworkPolicy user/user', 'spec.ingress', []),
      ],
    ])('do not, by %s: a request %s', (_, where, resource, edit) => {
      const found = foundAfter(environment, edit);
      expect(found[0]?.reason).toContain(where);
      expect(found[0]?.resource).toContain(resource);
    });
  });
});
