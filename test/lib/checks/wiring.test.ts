import type { KubernetesObject } from '../../../lib/charts/application';
import { wiring } from '../../../lib/checks/wiring';
import { errors, exactly, found, foundAfter, platformOf, somewhere, tabled, type Draft, type Row } from './platforms';

type Accepted = readonly [title: string, edit: (draft: Draft) => unknown];

const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers[0]`;

/** Where a variable of the service's container stands. */
const variable = (draft: Draft, title: string, name: string): string =>
  draft.find(title, `${CONTAINER}.env`, 'name', name);

/** Where the route stands that divides the requests of a VirtualService which nothing else matches. */
const primary = (draft: Draft, title = 'VirtualService user/user-versions'): string =>
  draft.find(title, 'spec.http', 'name', 'primary');

/** A VirtualService without hosts, to which others hand over. */
const behind = (): KubernetesObject =>
  object('networking.istio.io/v1', 'VirtualService user/user-behind', {
    spec: { http: [{ route: [{ destination: { host: 'user' } }] }] },
  });

/** A way in from outside that hands over to another VirtualService. */
const entrance = (hosts: readonly string[], delegate: string, gateway = 'istio-ingress/edge'): KubernetesObject =>
  object('networking.istio.io/v1', 'VirtualService user/entrance', {
    spec: {
      hosts,
      gateways: [gateway],
      http: [{ name: 'edge', match: [{ uri: { prefix: '/' } }], delegate: { name: delegate, namespace: 'user' } }],
    },
  });

const object = (apiVersion: string, title: string, rest: object = {}): KubernetesObject => {
  const [kind = '', place = ''] = title.split(' ');
  const [first = '', name] = place.split('/');
  const metadata = name === undefined ? { name: first } : { namespace: first, name };
  return { apiVersion, kind, metadata, ...rest };
};

const IDENTITY: readonly Row[] = [
  [
    'an object that another application has too',
    (draft) => draft.add(object('v1', 'Service user/user', { spec: { ports: [] } })),
    {
      resource: 'more: Service user/user',
      field: 'metadata.name',
      reason: expect.stringContaining('application user'),
    },
  ],
  [
    'a namespaced object without a namespace',
    (draft) => draft.set('ServiceAccount user/user', 'metadata.namespace', undefined),
    { resource: 'user: ServiceAccount user', field: 'metadata.namespace' },
    { field: 'spec.template.spec.serviceAccountName' },
  ],
  [
    'an object of the whole cluster with a namespace',
    (draft) => draft.add(object('scheduling.k8s.io/v1', 'PriorityClass user/other')),
    { field: 'metadata.namespace', value: 'user' },
  ],
  [
    'a namespace that nobody renders',
    (draft) => draft.add(object('v1', 'ConfigMap usr/settings')),
    { field: 'metadata.namespace', value: 'usr', remedy: "did you mean 'user'?" },
  ],
  [
    'a kind that it does not know',
    (draft) => draft.add(object('example.com/v1', 'Widget user/widget')),
    { field: 'kind', value: 'example.com/Widget' },
  ],
  [
    'a chart whose namespace nobody renders',
    (draft) => draft.remove('Namespace istio-system'),
    { resource: 'istiod: Helm release istio-system/istiod', field: 'namespace' },
    { value: 'istio-system', severity: 'warning', reason: expect.stringContaining('more rules name it') },
  ],
];

const LITERALS: readonly Row[] = [
  [
    'a value that only a deployment knows',
    (draft) =>
      draft.set(
        'Rollout user/user',
        `${variable(draft, 'Rollout user/user', 'PORT')}.value`,
        '${Token[AWS.AccountId.4]}',
      ),
    { resource: 'user: Rollout user/user', field: somewhere(`${CONTAINER}.env[].value`) },
  ],
  [
    'a number that only a deployment knows',
    (draft) => draft.set('HorizontalPodAutoscaler user/user', 'spec.maxReplicas', -1.8881545897087626e289),
    { field: 'spec.maxReplicas' },
  ],
  [
    'a function of CloudFormation',
    (draft) => draft.set('Service user/user', ['metadata', 'labels', 'vpc'], { 'Fn::GetAtt': ['Vpc', 'Id'] }),
    { field: 'metadata.labels.vpc', value: 'Fn::GetAtt' },
  ],
  [
    'an ARN',
    (draft) => draft.set('ServiceAccount user/user', 'metadata.annotations', { role: 'arn:aws:iam::aws:role/x' }),
    { field: 'metadata.annotations.role', reason: expect.stringContaining('ARN') },
  ],
  [
    "an account's number outside the name of an image",
    (draft) => draft.set('ServiceAccount user/user', 'metadata.annotations', { account: 'in 111122223333 only' }),
    { field: 'metadata.annotations.account' },
  ],
  [
    'an ARN among the values of a chart',
    (draft) =>
      Object.assign(
        draft.applications.find(({ name }) => name === 'istiod')!,
        {
          release: { namespace: 'istio-system', name: 'istiod', values: { role: ['arn:aws:iam::aws:role/x'] } },
        },
      ),
    { resource: 'istiod: Helm release istio-system/istiod', field: 'values.role[0]' },
  ],
];

const PODS: readonly Row[] = [
  [
    'a service account that is not there',
    (draft) => draft.set('Rollout user/user', `${POD}.serviceAccountName`, 'usr'),
    { field: `${POD}.serviceAccountName`, value: 'usr', remedy: "did you mean 'user'?" },
  ],
  [
    'a priority class that is not there',
    (draft) => draft.remove('PriorityClass critical-service'),
    { resource: 'trip: Rollout trip/trip', field: `${POD}.priorityClassName` },
    { resource: 'payment: Rollout payment/payment' },
  ],
  [
    'an image without a tag',
    (draft) => draft.set('Rollout user/user', `${CONTAINER}.image`, 'ghcr.io/rides/user'),
    { field: `${CONTAINER}.image`, value: 'ghcr.io/rides/user' },
  ],
  [
    'the latest image',
    (draft) => draft.set('Rollout user/user', `${CONTAINER}.image`, 'ghcr.io/rides/user:latest'),
    { field: `${CONTAINER}.image` },
  ],
  [
    'an image of a job in an analysis without a tag',
    (draft) =>
      draft.set(
        'AnalysisTemplate trip/trip-step-2',
        'spec.metrics[0].provider.job.spec.template.spec.containers[0].image',
        'localhost:5000/busybox',
      ),
    { resource: 'trip: AnalysisTemplate trip/trip-step-2', value: 'localhost:5000/busybox' },
  ],
  [
    'settings that are not there',
    (draft) => draft.push('Rollout user/user', `${CONTAINER}.envFrom`, { configMapRef: { name: 'user-settings' } }),
    { field: `${CONTAINER}.envFrom[1].configMapRef.name`, value: 'user-settings' },
  ],
  [
    'a key that its settings do not have',
    (draft) =>
      draft
        .add(object('v1', 'ConfigMap user/settings', { data: { LEVEL: 'info' } }))
        .push('Rollout user/user', `${CONTAINER}.env`, {
          name: 'LEVEL',
          valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVLE' } },
        }),
    { value: 'LEVLE', remedy: 'name one that it has: LEVEL' },
  ],
  [
    'settings that are not there, told once where a key of them is asked for',
    (draft) =>
      draft.push('Rollout user/user', `${CONTAINER}.env`, {
        name: 'LEVEL',
        valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } },
      }),
    { value: 'settings' },
  ],
  [
    'a secret that is not there',
    (draft) => draft.push('Rollout user/user', `${POD}.volumes`, { name: 's', secret: { secretName: 'key' } }),
    { field: `${POD}.volumes[1].secret.secretName`, value: 'key' },
  ],
  [
    'a SecretProviderClass that is not there',
    (draft) =>
      draft.push('Rollout user/user', `${POD}.volumes`, {
        name: 'secrets',
        csi: { driver: 'secrets-store.csi.k8s.io', volumeAttributes: { secretProviderClass: 'user' } },
      }),
    { field: `${POD}.volumes[1].csi.volumeAttributes.secretProviderClass` },
  ],
  [
    'a mount of a volume that the pod does not have',
    (draft) => draft.set('Rollout user/user', `${CONTAINER}.volumeMounts[0].name`, 'scratsh'),
    { field: `${CONTAINER}.volumeMounts[0].name`, remedy: 'name one that it has: scratch' },
  ],
  [
    'a probe of a port that the container does not have',
    (draft) => draft.set('Rollout user/user', `${CONTAINER}.readinessProbe.httpGet.port`, 'admin'),
    { field: `${CONTAINER}.readinessProbe.httpGet.port`, remedy: 'name one that it has: http, http-admin' },
  ],
  [
    'a probe of a number that the container does not listen on',
    (draft) => draft.set('Rollout user/user', `${CONTAINER}.livenessProbe`, { tcpSocket: { port: 9091 } }),
    { field: `${CONTAINER}.livenessProbe.tcpSocket.port`, value: 9091 },
  ],
  [
    'a spread by a label that pods of a Rollout never get',
    (draft) =>
      draft.set('Rollout user/user', `${POD}.topologySpreadConstraints[0].matchLabelKeys`, ['pod-template-hash']),
    {
      field: `${POD}.topologySpreadConstraints[0].matchLabelKeys[0]`,
      remedy: 'name a label that they have: rollouts-pod-template-hash',
    },
  ],
  [
    'a spread that counts other pods',
    (draft) =>
      draft.set('Rollout user/user', `${POD}.topologySpreadConstraints[0].labelSelector`, {
        matchLabels: { 'app.kubernetes.io/name': 'trip' },
      }),
    { field: `${POD}.topologySpreadConstraints[0].labelSelector` },
  ],
  [
    'a variable from a label that pods never get',
    (draft) =>
      draft.set(
        'Rollout user/user',
        `${variable(draft, 'Rollout user/user', 'SERVICE_REVISION')}.valueFrom.fieldRef.fieldPath`,
        "metadata.labels['pod-template-hash']",
      ),
    { field: somewhere(`${CONTAINER}.env[].valueFrom.fieldRef.fieldPath`) },
  ],
];

const SELECTIONS: readonly Row[] = [
  [
    'a Service that selects nobody',
    (draft) => draft.set('Service user/user', 'spec.selector', { 'app.kubernetes.io/name': 'usr' }),
    { resource: 'user: Service user/user', field: 'spec.selector' },
  ],
  [
    'a disruption budget that selects nobody',
    (draft) => draft.set('PodDisruptionBudget user/user', 'spec.selector', { matchLabels: { app: 'user' } }),
    { resource: 'user: PodDisruptionBudget user/user', field: 'spec.selector' },
  ],
  [
    'a network policy that selects nobody',
    (draft) => draft.set('NetworkPolicy payment/payment-smoke', 'spec.podSelector', { matchLabels: { app: 'smoke' } }),
    { resource: 'payment: NetworkPolicy payment/payment-smoke', field: 'spec.podSelector' },
  ],
  [
    'settings of sidecars that select nobody',
    (draft) =>
      draft.add(
        object('networking.istio.io/v1', 'Sidecar user/other', {
          spec: { workloadSelector: { labels: { app: 'user' } } },
        }),
      ),
    { resource: 'more: Sidecar user/other', field: 'spec.workloadSelector' },
  ],
  [
    'a policy of the mesh that selects nobody',
    (draft) =>
      draft.add(
        object('security.istio.io/v1', 'AuthorizationPolicy user/other', {
          spec: { selector: { matchLabels: { app: 'user' } } },
        }),
      ),
    { resource: 'more: AuthorizationPolicy user/other', field: 'spec.selector' },
  ],
  [
    'a Rollout that does not select its own pods',
    (draft) => draft.set('Rollout user/user', 'spec.selector', { matchLabels: { 'app.kubernetes.io/name': 'trip' } }),
    { resource: 'user: Rollout user/user', field: 'spec.selector' },
  ],
  [
    'a Service whose pods do not have its port',
    (draft) => draft.set('Service payment/payment-preview', 'spec.ports[0].targetPort', 'web'),
    { resource: 'payment: Service payment/payment-preview', field: 'spec.ports[0].targetPort', value: 'web' },
  ],
  [
    'an autoscaler whose target is not there',
    (draft) => draft.set('HorizontalPodAutoscaler user/user', 'spec.scaleTargetRef.kind', 'Deployment'),
    { field: 'spec.scaleTargetRef', value: 'user', reason: expect.stringContaining('no Deployment') },
  ],
  [
    'an autoscaler that measures a container which is not there',
    (draft) => draft.set('HorizontalPodAutoscaler user/user', 'spec.metrics[0].containerResource.container', 'app'),
    { field: 'spec.metrics[0].containerResource.container', remedy: 'name one that they have: user' },
  ],
];

const STRATEGY = 'spec.strategy.canary';

const ROLLOUTS: readonly Row[] = [
  ...(['stableService', 'canaryService'] as const).map((field): Row => [
    `a Rollout whose ${field} is not there`,
    (draft) =>
      draft
        .set('Rollout user/user', `${STRATEGY}.${field}`, 'user-other')
        .set('Rollout user/user', `${STRATEGY}.trafficRouting`, undefined),
    { field: `${STRATEGY}.${field}`, value: 'user-other' },
  ]),
  ...(['activeService', 'previewService'] as const).map((field): Row => [
    `a Rollout whose ${field} is not there`,
    (draft) => draft.set('Rollout payment/payment', `spec.strategy.blueGreen.${field}`, 'payment-other'),
    { field: `spec.strategy.blueGreen.${field}`, value: 'payment-other' },
  ]),
  [
    'a Rollout whose ping and pong are not there',
    (draft) =>
      draft.set('Rollout user/user', `${STRATEGY}.pingPong`, { pingService: 'user-ping', pongService: 'user-pong' }),
    { field: `${STRATEGY}.pingPong.pingService` },
    { field: `${STRATEGY}.pingPong.pongService` },
  ],
  [
    "a Rollout whose Service leads to another's pods",
    (draft) =>
      draft
        .add(
          object('v1', 'Service payment/other', { spec: { selector: { 'app.kubernetes.io/name': 'payment-smoke' } } }),
        )
        .set('Rollout payment/payment', 'spec.strategy.blueGreen.previewService', 'other'),
    { field: 'spec.strategy.blueGreen.previewService', reason: expect.stringContaining('does not select the pods') },
  ],
  [
    'a background analysis that is not there',
    (draft) => draft.remove('AnalysisTemplate user/user-background'),
    { field: `${STRATEGY}.analysis.templates[0].templateName`, value: 'user-background' },
  ],
  [
    'an analysis of a step that is not there',
    (draft) => draft.set('Rollout trip/trip', `${STRATEGY}.steps[2].analysis.templates[0].templateName`, 'trip-step'),
    { field: `${STRATEGY}.steps[2].analysis.templates[0].templateName`, remedy: "did you mean 'trip-step-2'?" },
  ],
  [
    'analyses around a promotion that are not there',
    (draft) =>
      draft
        .remove('AnalysisTemplate payment/payment-post-promotion')
        .set(
          'Rollout payment/payment',
          'spec.strategy.blueGreen.prePromotionAnalysis.templates[0].templateName',
          'pre',
        ),
    { field: 'spec.strategy.blueGreen.prePromotionAnalysis.templates[0].templateName' },
    { field: 'spec.strategy.blueGreen.postPromotionAnalysis.templates[0].templateName' },
  ],
  [
    'an analysis of an experiment that is not there',
    (draft) =>
      draft.push('Rollout user/user', `${STRATEGY}.steps`, {
        experiment: { templates: [], analyses: [{ name: 'a', templateName: 'user-step-6' }] },
      }),
    { field: `${STRATEGY}.steps[6].experiment.analyses[0].templateName` },
  ],
  [
    'a VirtualService that is not there',
    (draft) =>
      draft.push('Rollout user/user', `${STRATEGY}.trafficRouting.istio.virtualServices`, {
        name: 'usr',
        routes: ['primary'],
      }),
    { field: somewhere(`${STRATEGY}.trafficRouting.istio.virtualServices[].name`), remedy: "did you mean 'user'?" },
  ],
  [
    'a route that its VirtualService does not have',
    (draft) => draft.push('Rollout user/user', `${STRATEGY}.trafficRouting.istio.virtualServices[0].routes`, 'main'),
    {
      field: somewhere(`${STRATEGY}.trafficRouting.istio.virtualServices[0].routes[]`),
      value: 'main',
      remedy: expect.stringContaining('primary'),
    },
  ],
  [
    'a route without a destination for the new version',
    (draft) => draft.set('VirtualService user/user-versions', `${primary(draft)}.route[1].destination.host`, 'user'),
    { field: somewhere(`${STRATEGY}.trafficRouting.istio.virtualServices[0].routes[]`), value: 'primary' },
  ],
  [
    'a route to both versions that the engine was not told of',
    (draft) =>
      draft.push('VirtualService user/user-versions', 'spec.http', {
        ...(draft.at('VirtualService user/user-versions', primary(draft)) as object),
        name: 'slow',
      }),
    {
      resource: 'user: Rollout user/user',
      field: `${STRATEGY}.trafficRouting.istio.virtualServices`,
      value: 'slow',
      reason: expect.stringContaining('its weights never change'),
    },
  ],
  [
    'a header route that the engine was not told of',
    (draft) => draft.set('Rollout trip/trip', `${STRATEGY}.trafficRouting.managedRoutes`, undefined),
    { field: `${STRATEGY}.steps[1].setHeaderRoute.name`, value: 'testers' },
    { field: `${STRATEGY}.steps[4].setHeaderRoute.name` },
  ],
  [
    'a router that it does not know',
    (draft) => draft.set('Rollout user/user', `${STRATEGY}.trafficRouting.nginx`, { stableIngress: 'user' }),
    { field: `${STRATEGY}.trafficRouting.nginx` },
  ],
  [
    'a VirtualService with several routes, none of which is named',
    (draft) =>
      draft
        .push('VirtualService user/user-versions', 'spec.http', {
          name: 'other',
          route: [{ destination: { host: 'user' } }],
        })
        .set('Rollout user/user', `${STRATEGY}.trafficRouting.istio.virtualServices[0].routes`, undefined),
    {
      field: `${STRATEGY}.trafficRouting.istio.virtualServices[0].routes`,
      remedy: expect.stringContaining('primary, other'),
    },
  ],
  [
    'routes that are not of HTTP, which it does not follow',
    (draft) =>
      draft.set('Rollout user/user', `${STRATEGY}.trafficRouting.istio.virtualServices[0].tlsRoutes`, [{ port: 443 }]),
    { field: `${STRATEGY}.trafficRouting.istio.virtualServices[0].tlsRoutes` },
  ],
  [
    'a DestinationRule that is not there',
    (draft) => draft.set('Rollout user/user', `${STRATEGY}.trafficRouting.istio.destinationRule`, { name: 'users' }),
    { field: `${STRATEGY}.trafficRouting.istio.destinationRule.name`, value: 'users' },
  ],
  [
    'a Rollout with the template of another object, whose pods it would not see',
    (draft) =>
      draft.set('Rollout user/user', 'spec.workloadRef', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'user' }),
    { field: 'spec.workloadRef' },
  ],
  [
    'an Ingress that is not there',
    (draft) => draft.set('Rollout user/user', `${STRATEGY}.trafficRouting.alb`, { ingress: 'user', servicePort: 8080 }),
    { field: `${STRATEGY}.trafficRouting.alb.ingress` },
  ],
  [
    'an Ingress that divides nothing',
    (draft) =>
      draft
        .add(...ingress({ name: 'user', port: { number: 8080 } }))
        .set('Rollout user/user', `${STRATEGY}.trafficRouting.alb`, { ingress: 'user', rootService: 'user' }),
    { field: `${STRATEGY}.trafficRouting.alb.ingress`, reason: expect.stringContaining('use-annotation') },
  ],
];

function ingress(service: object, ingressClassName = 'alb'): readonly KubernetesObject[] {
  const rules = [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }];
  return [
    object('networking.k8s.io/v1', 'IngressClass alb'),
    object('networking.k8s.io/v1', 'Ingress user/user', { spec: { ingressClassName, rules } }),
  ];
}

const ROUTES: readonly Row[] = [
  [
    'an Ingress to a Service that is not there',
    (draft) => draft.add(...ingress({ name: 'usr', port: { number: 8080 } })),
    { field: 'spec.rules[0].http.paths[0].backend.service.name', value: 'usr' },
  ],
  [
    'an Ingress to a port that its Service does not have',
    (draft) => draft.add(...ingress({ name: 'user', port: { name: 'web' } })),
    { field: 'spec.rules[0].http.paths[0].backend.service.port', value: 'web' },
  ],
  [
    'an Ingress of a class that is not there',
    (draft) => draft.add(...ingress({ name: 'user', port: { number: 8080 } }, 'nginx')),
    { field: 'spec.ingressClassName', value: 'nginx' },
  ],
  [
    'a target group for a Service that is not there',
    (draft) =>
      draft.add(
        object('eks.amazonaws.com/v1', 'TargetGroupBinding user/user', {
          spec: { serviceRef: { name: 'web', port: 80 } },
        }),
      ),
    { field: 'spec.serviceRef.name', value: 'web' },
  ],
  [
    'a VirtualService for a host that is not there',
    (draft) => draft.set('VirtualService user/user', 'spec.hosts', ['usr.user.svc.cluster.local']),
    { field: 'spec.hosts[0]', value: 'usr', remedy: "did you mean 'user'?" },
  ],
  [
    'a destination that is not there',
    (draft) =>
      draft.set(
        'VirtualService user/user-versions',
        `${primary(draft)}.route[0].destination.host`,
        'user-stable.usr.svc.cluster.local',
      ),
    { field: somewhere('spec.http[].route[0].destination.host') },
  ],
  [
    'a destination that the mesh would take for a name of the internet',
    (draft) =>
      draft.set('VirtualService user/user-versions', `${primary(draft)}.route[0].destination.host`, 'user-stable.user'),
    { field: somewhere('spec.http[].route[0].destination.host'), remedy: expect.stringContaining('svc.cluster.local') },
  ],
  [
    'a destination with a port that its Service does not have',
    (draft) => draft.set('VirtualService user/user-versions', `${primary(draft)}.route[0].destination.port.number`, 80),
    {
      field: somewhere('spec.http[].route[0].destination.port.number'),
      value: 80,
      remedy: expect.stringContaining('8080'),
    },
  ],
  [
    'a destination without a port, where its Service has several',
    (draft) =>
      draft
        .push('Service user/user-stable', 'spec.ports', { name: 'admin', port: 9090, targetPort: 'http-admin' })
        .set('VirtualService user/user-versions', `${primary(draft)}.route[0].destination.port`, undefined),
    { field: somewhere('spec.http[].route[0].destination.port'), remedy: 'name one of 8080, 9090' },
  ],
  [
    'a class of load balancers whose parameters are not there',
    (draft) =>
      draft.add(
        object('networking.k8s.io/v1', 'IngressClass alb', {
          spec: { parameters: { apiGroup: 'eks.amazonaws.com', kind: 'IngressClassParams', name: 'alb' } },
        }),
      ),
    { field: 'spec.parameters', reason: expect.stringContaining('no IngressClassParams') },
  ],
  [
    'a subset that no DestinationRule describes',
    (draft) =>
      draft.set('VirtualService user/user-versions', `${primary(draft)}.route[0].destination.subset`, 'stable'),
    { field: somewhere('spec.http[].route[0].destination.subset') },
  ],
  [
    'a mirror to a Service that is not there',
    (draft) => draft.set('VirtualService user/user-versions', `${primary(draft)}.mirror`, { host: 'shadow' }),
    { field: somewhere('spec.http[].mirror.host'), value: 'shadow' },
  ],
  [
    'a delegate that is not there',
    (draft) => draft.add(entrance(['*'], 'user-behind')),
    { resource: 'more: VirtualService user/entrance', field: 'spec.http[0].delegate.name', value: 'user-behind' },
  ],
  [
    'a delegate with hosts of its own, to which the mesh does not hand over',
    (draft) => draft.add(entrance(['*'], 'user')),
    { resource: 'more: VirtualService user/entrance', field: 'spec.http[0].delegate.name', value: 'user' },
  ],
  [
    'a gateway that is not there',
    (draft) => draft.add(behind(), entrance(['*'], 'user-behind', 'istio-ingress/front')),
    { field: 'spec.gateways[0]', value: 'istio-ingress/front' },
  ],
  [
    'a binding to an admission policy that is not there',
    (draft) =>
      draft.add(
        object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding versions', {
          spec: { policyName: 'versions' },
        }),
      ),
    { field: 'spec.policyName' },
  ],
  [
    'a binding to a role that is not there',
    (draft) =>
      draft.add(
        object('rbac.authorization.k8s.io/v1', 'RoleBinding user/look', {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'look' },
          subjects: [{ kind: 'ServiceAccount', name: 'usr', namespace: 'user' }],
        }),
      ),
    { field: 'roleRef.name', value: 'look' },
    { field: 'subjects[0].name', value: 'usr' },
  ],
];

const REFUSED: Readonly<Record<string, readonly Row[]>> = {
  identity: IDENTITY,
  literals: LITERALS,
  pods: PODS,
  selections: SELECTIONS,
  rollouts: ROLLOUTS,
  routes: ROUTES,
};

const ACCEPTED: readonly Accepted[] = [
  [
    'settings that may be missing',
    (draft) =>
      draft.push('Rollout user/user', `${CONTAINER}.envFrom`, { configMapRef: { name: 'elsewhere', optional: true } }),
  ],
  [
    'a class of priority that every cluster has',
    (draft) => draft.set('Rollout user/user', `${POD}.priorityClassName`, 'system-cluster-critical'),
  ],
  [
    'an image by its digest',
    (draft) =>
      draft.set('Rollout user/user', `${CONTAINER}.image`, `ghcr.io/rides/user@sha256:${'0123456789abcdef'.repeat(4)}`),
  ],
  [
    'a tag that is a time, wherever it is repeated',
    (draft) =>
      draft
        .set(
          'Rollout user/user',
          `${CONTAINER}.image`,
          '111122223333.dkr.ecr.eu-west-1.amazonaws.com/user:202611231234',
        )
        .set('Rollout user/user', `${variable(draft, 'Rollout user/user', 'SERVICE_VERSION')}.value`, '202611231234'),
  ],
  [
    'twelve decimals',
    (draft) => draft.set('ServiceAccount user/user', 'metadata.annotations', { limit: '0.123456789012' }),
  ],
  [
    'settings, a secret and a class that are there',
    (draft) =>
      draft
        .add(
          object('v1', 'ConfigMap user/settings', { data: { LEVEL: 'info' } }),
          object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass user/user'),
        )
        .push('Rollout user/user', `${CONTAINER}.envFrom`, { configMapRef: { name: 'settings' } })
        .push('Rollout user/user', `${POD}.volumes`, {
          name: 'secrets',
          csi: { volumeAttributes: { secretProviderClass: 'user' } },
        }),
  ],
  [
    'an Ingress whose backend the engine divides',
    (draft) =>
      draft
        .add(...ingress({ name: 'user', port: { name: 'use-annotation' } }))
        .set('Rollout user/user', `${STRATEGY}.trafficRouting.alb`, { ingress: 'user', rootService: 'user' }),
  ],
  [
    'a key that its settings have, and one that may be missing',
    (draft) =>
      draft
        .add(object('v1', 'ConfigMap user/settings', { data: { LEVEL: 'info' } }))
        .push('Rollout user/user', `${CONTAINER}.env`, {
          name: 'LEVEL',
          valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } },
        })
        .push('Rollout user/user', `${CONTAINER}.env`, {
          name: 'COLOUR',
          valueFrom: { configMapKeyRef: { name: 'settings', key: 'COLOUR', optional: true } },
        }),
  ],
  [
    'a Service without a selector, which somebody else fills',
    (draft) => draft.add(object('v1', 'Service user/elsewhere', { spec: { ports: [{ port: 80 }] } })),
  ],
  [
    'versions as subsets that a DestinationRule describes',
    (draft) =>
      ['stable', 'canary'].reduce(
        (rest, subset, index) =>
          rest.set('VirtualService user/user-versions', `${primary(draft)}.route[${index}].destination`, {
            host: 'user',
            subset,
          }),
        draft
          .add(
            object('networking.istio.io/v1', 'DestinationRule user/versions', {
              spec: { host: 'user', subsets: [{ name: 'stable' }, { name: 'canary' }] },
            }),
          )
          .set('Rollout user/user', `${STRATEGY}.trafficRouting.istio.destinationRule`, { name: 'versions' }),
      ),
  ],
  [
    'a VirtualService with one route, which needs no name',
    (draft) =>
      draft
        .set('VirtualService user/user-versions', 'spec.http', [
          draft.at('VirtualService user/user-versions', primary(draft)),
        ])
        .set('Rollout user/user', `${STRATEGY}.trafficRouting.istio.virtualServices[0].routes`, undefined),
  ],
  [
    'a host of the world outside at a gateway, which hands over',
    (draft) => draft.add(behind(), entrance(['rides.example.com'], 'user-behind')),
  ],
  [
    'a VirtualService of all sidecars, by the word for them',
    (draft) => draft.set('VirtualService user/user', 'spec.gateways', ['mesh']),
  ],
  [
    'a host that a ServiceEntry declares',
    (draft) =>
      draft
        .add(object('networking.istio.io/v1', 'ServiceEntry user/maps', { spec: { hosts: ['maps.example.com'] } }))
        .push('VirtualService user/user-versions', 'spec.http', {
          route: [{ destination: { host: 'maps.example.com' } }],
        }),
  ],
  [
    'a role that every cluster has',
    (draft) =>
      draft.add(
        object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding look', {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
          subjects: [{ kind: 'Group', name: 'readers' }],
        }),
      ),
  ],
  [
    'a policy about the pods of a chart, whose labels nobody here knows',
    (draft) =>
      draft.add(
        object('policy/v1', 'PodDisruptionBudget istio-ingress/edge', {
          spec: { selector: { matchLabels: { istio: 'edge' } } },
        }),
      ),
  ],
  [
    'a selector of expressions',
    (draft) =>
      draft.set('PodDisruptionBudget user/user', 'spec.selector', {
        matchExpressions: [
          { key: 'app.kubernetes.io/name', operator: 'In', values: ['user'] },
          { key: 'app.kubernetes.io/name', operator: 'NotIn', values: ['trip'] },
          { key: 'app.kubernetes.io/part-of', operator: 'Exists' },
          { key: 'app', operator: 'DoesNotExist' },
        ],
      }),
  ],
];

describe('the check of wiring', () => {
  it('passes the services that ship, in every environment, within a second', async () => {
    const platforms = ['dev', 'staging', 'prod'].map((name) => platformOf(name));
    const started = performance.now();
    const findings = await found(wiring, ...platforms);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(errors(findings)).toEqual([]);
  });

  it('finds nothing where nothing is rendered', async () => {
    expect(await found(wiring)).toEqual([]);
  });

  it.each(ACCEPTED)('accepts %s', async (_, edit) => {
    expect(await foundAfter(wiring, edit)).toEqual([]);
  });

  describe.each(Object.entries(REFUSED))('of %s', (_, rows) => {
    it.each(tabled(rows))('refuses %s', async (_title, edit, expected) => {
      exactly(
        await foundAfter(wiring, edit),
        expected.map((each) => ({ environment: 'prod', stack: '', severity: 'error', ...each })),
      );
    });
  });

  it('tells a name that is missing with the object, the field and what to do', async () => {
    const findings = await foundAfter(wiring, (draft) =>
      draft.set('Rollout payment/payment', 'spec.strategy.blueGreen.previewService', 'payment-previw'),
    );
    expect(findings).toEqual([
      {
        environment: 'prod',
        stack: '',
        resource: 'payment: Rollout payment/payment',
        field: 'spec.strategy.blueGreen.previewService',
        value: 'payment-previw',
        reason: 'no Service of this name is rendered in the namespace payment',
        remedy: "did you mean 'payment-preview'?",
        severity: 'error',
      },
    ]);
  });
});

const named = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name } });
const inNamespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const peer = (namespace: string, name: string) => ({
  namespaceSelector: inNamespace(namespace),
  podSelector: named(name),
});
const tcp = (port: unknown) => [{ port, protocol: 'TCP' }];

/** Where `trip` is let out to `payment`, and where `payment` lets it in. */
const OUT = 'NetworkPolicy trip/trip';
const IN = 'NetworkPolicy payment/payment';

const NAME = ['podSelector', 'matchLabels', 'app.kubernetes.io/name'];
const door = (draft: Draft): string => draft.find(IN, 'spec.ingress', ['from', 0, ...NAME], 'trip');
const way = (draft: Draft): string => draft.find(OUT, 'spec.egress', ['to', 0, ...NAME], 'payment');

/** Takes the call from `trip` to `payment` out of one of the two. */
const without = (draft: Draft, title: string, path: string): Draft => {
  const [list = '', index] = path.split(/[[\]]/);
  return draft.set(title, list, (draft.at(title, list) as unknown[]).toSpliced(Number(index), 1));
};

const TRAFFIC: readonly Row[] = [
  [
    'a call that the callee does not let in',
    (draft) => without(draft, IN, door(draft)),
    {
      resource: 'trip: Rollout trip/trip',
      value: 'http://payment.payment:8080',
      reason: expect.stringContaining('in to'),
    },
    { resource: 'trip: NetworkPolicy trip/trip', field: somewhere('spec.egress[].ports[0]') },
  ],
  [
    'a call that the caller does not let out',
    (draft) => without(draft, OUT, way(draft)),
    {
      resource: 'trip: Rollout trip/trip',
      reason: expect.stringContaining('lets the pods of Rollout trip/trip connect'),
    },
    { resource: 'payment: NetworkPolicy payment/payment', field: somewhere('spec.ingress[].ports[0]') },
  ],
  [
    'two ends that open different ports',
    (draft) => draft.set(IN, `${door(draft)}.ports`, tcp(8081)),
    { resource: 'trip: Rollout trip/trip', value: 'http://payment.payment:8080' },
    { resource: 'payment: NetworkPolicy payment/payment', field: somewhere('spec.ingress[].ports[0]') },
    { resource: 'trip: NetworkPolicy trip/trip', field: somewhere('spec.egress[].ports[0]') },
  ],
  [
    'two ends that open different protocols',
    (draft) => draft.set(IN, `${door(draft)}.ports`, [{ port: 8080, protocol: 'UDP' }]),
    { resource: 'trip: Rollout trip/trip' },
    { resource: 'payment: NetworkPolicy payment/payment' },
    { resource: 'trip: NetworkPolicy trip/trip' },
  ],
  [
    'a door for addresses, which pods do not have beforehand',
    (draft) => draft.set(IN, `${door(draft)}.from`, [{ ipBlock: { cidr: '10.40.0.0/16' } }]),
    { resource: 'trip: Rollout trip/trip' },
    { resource: 'trip: NetworkPolicy trip/trip' },
  ],
  [
    'pods of another namespace whose labels fit',
    (draft) => draft.set(IN, `${door(draft)}.from`, [{ podSelector: named('trip') }]),
    { resource: 'trip: Rollout trip/trip' },
    { resource: 'payment: NetworkPolicy payment/payment', severity: 'warning' },
    { resource: 'trip: NetworkPolicy trip/trip' },
  ],
  [
    'a call to a Service that is not there',
    (draft) =>
      draft.set(
        'Rollout trip/trip',
        `${variable(draft, 'Rollout trip/trip', 'BULKHEAD_CALLS')}.value`,
        'user=http://user.usr:8080',
      ),
    { field: somewhere(`${CONTAINER}.env[].value`), value: 'http://user.usr:8080' },
  ],
  [
    'a call to a port that its Service does not have',
    (draft) =>
      draft.set(
        'Rollout trip/trip',
        `${variable(draft, 'Rollout trip/trip', 'BULKHEAD_CALLS')}.value`,
        'user=http://user.user',
      ),
    { field: somewhere(`${CONTAINER}.env[].value`), value: 80, remedy: 'name one that it has: 8080' },
  ],
  [
    'a smoke check of a Service that is not there',
    (draft) =>
      draft.set(
        'AnalysisTemplate trip/trip-step-2',
        'spec.metrics[0].provider.job.spec.template.spec.containers[0].command[8]',
        'http://trip-canry.trip:8080/',
      ),
    { resource: 'trip: AnalysisTemplate trip/trip-step-2', remedy: "did you mean 'trip-canary'?" },
  ],
  [
    'a rule for pods that nobody renders',
    (draft) => draft.push(OUT, 'spec.egress', { to: [peer('user', 'usr')], ports: tcp(8080) }),
    { field: somewhere('spec.egress[].to[0]'), reason: expect.stringContaining('pods that nobody renders') },
  ],
  [
    'a rule for namespaces of a label that none has',
    (draft) =>
      draft.push(OUT, 'spec.egress', {
        to: [{ namespaceSelector: { matchLabels: { team: 'maps' } } }],
        ports: tcp(80),
      }),
    { field: somewhere('spec.egress[].to[0]'), reason: expect.stringContaining('pods that nobody renders') },
  ],
  [
    'a door for pods that nobody renders, as a warning',
    (draft) => draft.push(IN, 'spec.ingress', { from: [peer('user', 'usr')], ports: tcp(8080) }),
    { field: somewhere('spec.ingress[].from[0]'), severity: 'warning' },
  ],
  [
    'a port by a name that the pods do not have',
    (draft) => draft.push(IN, `${door(draft)}.ports`, { port: 'grpc', protocol: 'TCP' }),
    {
      resource: 'payment: NetworkPolicy payment/payment',
      field: somewhere('spec.ingress[].ports[1].port'),
      value: 'grpc',
    },
  ],
  [
    'an address block that is none',
    (draft) => draft.push(OUT, 'spec.egress', { to: [{ ipBlock: { cidr: '10.0.0.0/33' } }], ports: tcp(443) }),
    { field: somewhere('spec.egress[].to[0].ipBlock.cidr'), value: '10.0.0.0/33' },
  ],
  [
    'an address in a setting that nobody answers, as a warning, told once for all services',
    (draft) => draft.applications.splice(3, 1),
    { value: 'http://otel-agent.observability:4318', severity: 'warning' },
  ],
];

const OPEN: readonly Accepted[] = [
  ['two ends by the names of ports', (draft) => draft.set(IN, `${door(draft)}.ports`, tcp('http'))],
  ['a port within a range', (draft) => draft.set(IN, `${door(draft)}.ports`, [{ port: 8000, endPort: 8090 }])],
  ['any port', (draft) => draft.set(IN, `${door(draft)}.ports`, undefined)],
  ['everybody', (draft) => draft.set(IN, `${door(draft)}.from`, undefined)],
  [
    'all pods of a namespace',
    (draft) => draft.set(IN, `${door(draft)}.from`, [{ namespaceSelector: inNamespace('trip') }]),
  ],
  [
    'namespaces by a label',
    (draft) =>
      draft
        .set('Namespace trip', 'metadata.labels', { team: 'rides' })
        .set(IN, `${door(draft)}.from`, [{ namespaceSelector: { matchLabels: { team: 'rides' } } }]),
  ],
  [
    'everybody out, where a policy is about ingress only',
    (draft) => without(draft, OUT, way(draft)).set(OUT, 'spec.policyTypes', ['Ingress']),
  ],
  [
    'pods of a chart by the name of a port that nobody here knows',
    (draft) =>
      draft.push(OUT, 'spec.egress', {
        to: [{ namespaceSelector: inNamespace('observability') }],
        ports: tcp('otlp'),
      }),
  ],
  [
    'an address block of version 6',
    (draft) => draft.push(OUT, 'spec.egress', { to: [{ ipBlock: { cidr: '2001:db8::/32' } }], ports: tcp(443) }),
  ],
  [
    'an address of a protocol whose port nobody here knows',
    (draft) => draft.push('Rollout user/user', `${CONTAINER}.env`, { name: 'PEER', value: 'grpc://user.user' }),
  ],
  ['a callee without a policy', (draft) => draft.remove(IN)],
  [
    'a policy that denies everything beside those that let something through',
    (draft) =>
      draft.add(
        object('networking.k8s.io/v1', 'NetworkPolicy payment/default-deny', {
          spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [] },
        }),
      ),
  ],
  [
    'an address outside the cluster',
    (draft) =>
      draft.push('Rollout user/user', `${CONTAINER}.env`, { name: 'MAPS', value: 'https://maps.example.com/v1' }),
  ],
];

describe('the check of wiring, of who reaches whom', () => {
  it.each(tabled(TRAFFIC))('refuses %s', async (_, edit, expected) => {
    exactly(
      await foundAfter(wiring, edit),
      expected.map((each) => ({ severity: 'error', ...each })),
    );
  });

  it.each(OPEN)('lets through %s', async (_, edit) => {
    expect(errors(await foundAfter(wiring, edit))).toEqual([]);
  });

  it('keeps out whom a policy that only denies is about', async () => {
    const findings = await foundAfter(wiring, (draft) => {
      draft.set(IN, 'spec.ingress', []);
      return draft.set(IN, 'spec.policyTypes', undefined);
    });
    expect(findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ value: 'http://payment.payment:8080', severity: 'error' })]),
    );
  });

  it('tells a namespace that is not there once, with the number of rules that name it', async () => {
    const findings = await foundAfter(wiring, (draft) => {
      draft.applications.splice(3, 1);
      return draft.remove('Namespace observability');
    });
    // What stands in it is told beside, each object by itself.
    expect(findings.filter(({ severity }) => severity === 'warning')).toEqual([
      expect.objectContaining({
        field: somewhere('spec.egress[].to[0]'),
        value: 'observability',
        reason: 'no such namespace is rendered, and 7 more rules name it: the door leads nowhere',
        severity: 'warning',
      }),
    ]);
  });

  it('finds the Service that the engine makes for the pods of an experiment', async () => {
    const asked = (service: string) => (draft: Draft) =>
      draft
        .set('Rollout trip/trip', `${STRATEGY}.steps[2]`, {
          experiment: {
            templates: [{ name: 'candidate', specRef: 'canary', service: { name: 'trip-step-2' } }],
            analyses: [{ name: 'a', templateName: 'trip-step-2' }],
          },
        })
        .set(
          'AnalysisTemplate trip/trip-step-2',
          'spec.metrics[0].provider.job.spec.template.spec.containers[0].command[8]',
          `http://${service}.trip:8080/`,
        );
    expect(await foundAfter(wiring, asked('trip-step-2'))).toEqual([]);
    expect(await foundAfter(wiring, asked('trip-step-3'))).toHaveLength(1);
  });
});
