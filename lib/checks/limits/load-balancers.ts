import type { RenderedPlatform } from '../subject';
import { USE_ANNOTATION } from '../wiring/ingresses';
import { placed, type Placed } from '../wiring/placed';
import { at, itemsAt, listAt, textAt } from '../wiring/value';
import type { Use } from './use';

/** Elastic Load Balancing, "Quotas for your Application Load Balancers": target groups of one. AWS raises it for nobody. */
const MOST_TARGET_GROUPS = 100;

/** The same source: rules of one, without those that answer when no other does. */
const MOST_RULES = 100;

const MESH = "put services behind the mesh, whose gateway is one target group: router: { kind: 'istio' }";

/** What the Ingresses of an environment use of the quotas of the load balancers that are made for them. */
export function loadBalancerUses({ environment, applications }: RenderedPlatform): Use[] {
  const objects = applications.flatMap((application) =>
    'objects' in application ? application.objects.map((object) => placed(application.name, object)) : [],
  );
  return [...loadBalancers(objects)].flatMap(([name, entrances]): Use[] => {
    const place = {
      environment: environment.name,
      stack: '',
      resource: `load balancer ${name}`,
      taker: 'an application load balancer',
    };
    return [
      {
        ...place,
        what: 'target groups',
        used: sum(entrances.map((entrance) => targetGroups(entrance).size)),
        most: MOST_TARGET_GROUPS,
        remedy: MESH,
      },
      {
        ...place,
        what: 'rules',
        used: sum(entrances.map(rules)),
        most: MOST_RULES,
        adjustable: true,
        remedy: `name fewer paths and hosts, ask for more in Service Quotas (Elastic Load Balancing), or ${MESH}`,
      },
    ];
  });
}

/** An Ingress, and the Rollout whose engine writes into it. */
interface Entrance {
  readonly ingress: Placed;
  readonly rollout?: Placed;
}

/** The load balancers that the controller makes, by what people call them, with the Ingresses that it makes each for. */
function loadBalancers(objects: readonly Placed[]): ReadonlyMap<string, readonly Entrance[]> {
  const groups = groupsByClass(objects);
  const rollouts = new Map(
    objects
      .filter(({ kind }) => kind === 'argoproj.io/Rollout')
      .map((rollout) => [`${rollout.namespace}/${textAt(rollout.object, ...ALB, 'ingress') ?? ''}`, rollout]),
  );
  const balancers = new Map<string, Entrance[]>();
  for (const ingress of objects.filter(({ kind }) => kind === 'networking.k8s.io/Ingress')) {
    const ingressClass = textAt(ingress.object, 'spec', 'ingressClassName') ?? '';
    if (!groups.has(ingressClass)) continue;
    const name = groups.get(ingressClass) ?? `of ${ingress.title}`;
    const entrance = { ingress, rollout: rollouts.get(`${ingress.namespace}/${ingress.name}`) };
    const others = balancers.get(name);
    if (others === undefined) balancers.set(name, [entrance]);
    else others.push(entrance);
  }
  return balancers;
}

/** The classes of load balancers of AWS, each with the group that shares one; `undefined` where each Ingress has its own. */
function groupsByClass(objects: readonly Placed[]): ReadonlyMap<string, string | undefined> {
  const parameters = new Map(
    objects
      .filter(({ object }) => object.kind === PARAMETERS)
      .map(({ name, object }) => [name, textAt(object, 'spec', 'group', 'name')]),
  );
  return new Map(
    objects
      .filter(({ kind, object }) => kind === 'networking.k8s.io/IngressClass' && isOfAws(object))
      .map(({ name, object }) => [name, parameters.get(textAt(object, 'spec', 'parameters', 'name') ?? '')]),
  );
}

/** It stands in another API group in each compute mode. */
const PARAMETERS = 'IngressClassParams';

const isOfAws = (ingressClass: unknown): boolean => at(ingressClass, 'spec', 'parameters', 'kind') === PARAMETERS;

const CANARY = ['spec', 'strategy', 'canary'] as const;
const ALB = [...CANARY, 'trafficRouting', 'alb'] as const;

/** The target groups of an Ingress: one for each port of a Service that it leads to. */
function targetGroups({ ingress: { object }, rollout }: Entrance): ReadonlySet<string> {
  const backends = listAt(object, 'spec', 'rules')
    .flatMap((rule) => listAt(rule, 'http', 'paths'))
    .map((path) => at(path, 'backend', 'service'));
  return new Set(
    backends.flatMap((service) =>
      at(service, 'port', 'name') === USE_ANNOTATION
        ? versions(rollout)
        : [`${textAt(service, 'name')}:${String(at(service, 'port', 'number') ?? at(service, 'port', 'name'))}`],
    ),
  );
}

/** The Services that the engine divides requests between, those of an experiment too. */
function versions(rollout: Placed | undefined): readonly string[] {
  const canary = at(rollout?.object, ...CANARY);
  const named = [
    textAt(canary, 'pingPong', 'pingService') ?? textAt(canary, 'stableService'),
    textAt(canary, 'pingPong', 'pongService') ?? textAt(canary, 'canaryService'),
  ];
  const experiments = itemsAt(canary, '', 'steps').map(({ value }) =>
    listAt(value, 'experiment', 'templates').filter((template) => at(template, 'weight') !== undefined),
  );
  // One after the other: the largest counts.
  const [largest = []] = experiments.sort((a, b) => b.length - a.length);
  return [...named.flatMap((name) => name ?? []), ...largest.map((_, index) => `experiment ${index}`)];
}

/** The rules of an Ingress: one for each path of each host. Nothing adds others: no strategy routes by header here. */
function rules({ ingress: { object } }: Entrance): number {
  return sum(listAt(object, 'spec', 'rules').map((rule) => listAt(rule, 'http', 'paths').length));
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
