import { PLATFORM_NAMESPACES } from '../../constructs/plan/guard-rails/namespaces/platform';
import { clusterProblems } from '../../constructs/plan/cluster/spec';
import { networkProblems } from '../../constructs/plan/network/spec';
import { PRIORITY_CLASS_NAMES } from '../../constructs/plan/guard-rails/priority-classes';
import { joinPath, under, type Problem } from '../../constructs/plan/problem';
import { callGraphProblems } from '../../constructs/plan/resilience/graph-rules';
import { serviceProblems, type ServiceSpec } from '../../constructs/plan/service/spec';
import { nearest } from '../../constructs/plan/spec';
import { anyHash } from '../images/image-name';
import { clusterSection } from './cluster';
import { contextOf } from './context';
import { serviceFacts } from './facts';
import { imageProblems } from './image-rules';
import type { Environment } from './schema';
import { serviceSpecs } from './services';

/** What is wrong with the services of an environment whose sections are of the right shape. */
export function environmentServiceProblems(environment: Environment): Problem[] {
  const context = contextOf(environment);
  const unsound = [
    ...networkProblems(environment.network, context),
    ...clusterProblems(clusterSection(environment), context),
  ];
  // What services stand in follows from both; their own problems are told already.
  if (unsound.length > 0) return [];
  const facts = serviceFacts(environment);
  const specs = serviceSpecs(environment, 'aws', anyHash);
  const alone = [
    ...Object.entries(environment.services ?? {}).flatMap(([name, { image }]) => {
      const spec = specs[name];
      if (spec === undefined) return [];
      const images = imageProblems(image, environment);
      // An image that cannot be had has no name that could be judged.
      const problems = serviceProblems(spec, context, facts).filter(
        ({ field }) => field !== 'image' || images.length === 0,
      );
      return under(joinPath('services', name), [
        ...images,
        ...problems.map((problem) => asWritten(problem)),
        ...namespaceProblems(spec),
        ...priorityProblems(spec),
        ...releaseProblems(spec),
      ]);
    }),
    ...similarProblems(Object.values(specs)),
    ...meshProblems(environment),
    ...clientProblems(environment),
  ];
  // How they call each other can be judged when each of them is sound.
  if (alone.length > 0) return alone;
  const idleSeconds = environment.edge?.timeouts?.idleSeconds;
  return [...callGraphProblems(specs, { context, facts, ...(idleSeconds === undefined ? {} : { idleSeconds }) })];
}

/** A service's name is the key that it stands under. */
const asWritten = (problem: Problem): Problem => (problem.field === 'name' ? { ...problem, field: '' } : problem);

function namespaceProblems({ name, namespace }: ServiceSpec): Problem[] {
  const reason = 'this namespace is not for services: it belongs to Kubernetes, AWS or a controller of the platform';
  if (namespace === undefined) {
    const remedy = "give the service one, as in namespace: 'payments', or another name";
    return PLATFORM_NAMESPACES.test(name) ? [{ field: 'namespace', value: name, reason, remedy }] : [];
  }
  const alone = PLATFORM_NAMESPACES.test(name) ? '' : ', or leave it out to have one of its own';
  const remedy = `take another, as in namespace: 'payments'${alone}`;
  return PLATFORM_NAMESPACES.test(namespace) ? [{ field: 'namespace', value: namespace, reason, remedy }] : [];
}

/** Names of what the platform itself applies, each a release or an Application of its own. */
const PLATFORM_APPLICATIONS =
  /^(namespaces|guard-rails|load-balancer|mesh|edge|edge-routes|argo-rollouts|collector|local-stores|grafana|platform|istio-.+|istiod-.+|root)$/;

function releaseProblems({ name }: ServiceSpec): Problem[] {
  if (!PLATFORM_APPLICATIONS.test(name)) return [];
  return [
    {
      field: '',
      value: name,
      reason: 'the platform applies something of this name itself',
      remedy: `call the service differently, such as ${name}-service`,
    },
  ];
}

/**
 * Names of one kind that differ by dashes only. The ids of what is deployed have none: `svc-1` and `svc1` would be the same.
 */
function similarProblems(services: readonly ServiceSpec[]): Problem[] {
  const names = services.map(({ name }) => ({ field: '', name, service: name }));
  const namespaces = services.flatMap(({ name, namespace }) =>
    namespace === undefined ? [] : [{ field: 'namespace', name: namespace, service: name }],
  );
  return [...similarTo(names, names), ...similarTo(namespaces, [...names, ...namespaces])];
}

interface Named {
  readonly field: string;
  readonly name: string;
  readonly service: string;
}

function similarTo(named: readonly Named[], all: readonly Named[]): Problem[] {
  const first = new Map<string, string>();
  for (const { name } of all) if (!first.has(withoutDashes(name))) first.set(withoutDashes(name), name);
  return named.flatMap(({ field, name, service }) => {
    const other = first.get(withoutDashes(name)) ?? name;
    return other === name
      ? []
      : [
          {
            field: joinPath(joinPath('services', service), field),
            value: name,
            reason: `differs from '${other}' by dashes only: the ids of what is deployed have none, and could be the same`,
            remedy: `write it as '${other}' if it is the same, or choose a name that people can tell from it`,
          },
        ];
  });
}

const withoutDashes = (name: string): string => name.replaceAll('-', '');

function priorityProblems({ priorityClass }: ServiceSpec): Problem[] {
  const known: readonly string[] = PRIORITY_CLASS_NAMES;
  if (priorityClass === undefined || known.includes(priorityClass)) return [];
  const meant = nearest(priorityClass, known);
  return [
    {
      field: 'priorityClass',
      value: priorityClass,
      reason: 'the cluster has no priority class of this name, and would refuse every pod that asks for it',
      remedy: `${meant === undefined ? '' : `did you mean '${meant}'? `}use one of: ${known.join(', ')}`,
    },
  ];
}

/** Without a mesh nobody divides requests as a service of the mesh asks. */
function meshProblems(environment: Environment): Problem[] {
  if (environment.mesh !== undefined) return [];
  const problem = (field: string): Problem => ({
    field,
    value: 'istio',
    reason: 'the environment has no mesh that could divide requests',
    remedy: "describe one, as in mesh: { version: '1.31' }, or take the router 'alb' or 'replicas'",
  });
  return [
    ...(environment.router?.kind === 'istio' ? [problem('router.kind')] : []),
    ...Object.entries(environment.services ?? {}).flatMap(([name, { router }]) =>
      router?.kind === 'istio' ? [problem(joinPath(joinPath('services', name), 'router.kind'))] : [],
    ),
  ];
}

/** A client of a store is a service, or says itself whose pods it means. */
function clientProblems({ services, stores = {} }: Environment): Problem[] {
  if (services === undefined) return [];
  const known = Object.keys(services).sort();
  return Object.entries(stores).flatMap(([store, { clients = {} }]) =>
    Object.entries(clients).flatMap(([client, { namespace, serviceAccount }]): Problem[] => {
      const field = joinPath(joinPath('stores', store), `clients.${client}`);
      if (!Object.hasOwn(services, client)) {
        if (namespace !== undefined && serviceAccount !== undefined) return [];
        const meant = nearest(client, known);
        const foreign = 'for pods that are no service, give namespace and serviceAccount';
        return [
          {
            field,
            value: client,
            reason: 'no service of the environment has this name',
            remedy: meant === undefined ? foreign : `did you mean '${meant}'? (${foreign})`,
          },
        ];
      }
      return namespace === undefined && serviceAccount === undefined
        ? []
        : [
            {
              field,
              value: { namespace, serviceAccount },
              reason: `${client} is a service, whose namespace and service account are known`,
              remedy: 'leave both out',
            },
          ];
    }),
  );
}
