import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterProblems } from '../../constructs/plan/cluster/spec';
import { networkProblems } from '../../constructs/plan/network/spec';
import { PRIORITY_CLASS_NAMES } from '../../constructs/plan/guard-rails/priority-classes';
import { joinPath, under, type Problem } from '../../constructs/plan/problem';
import { serviceProblems, type ServiceSpec } from '../../constructs/plan/service/spec';
import { nearest } from '../../constructs/plan/spec';
import { anyHash } from '../images/image-name';
import { ROOT } from '../images/root';
import { clusterSection } from './cluster';
import { contextOf } from './context';
import { serviceFacts } from './facts';
import type { Environment } from './schema';
import type { ServiceImage } from './service';
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
  const images = Object.entries(environment.services ?? {}).flatMap(([name, { image }]) =>
    under(joinPath('services', name), imageProblems(image, environment)),
  );
  // An image that cannot be built has no name.
  if (images.length > 0) return images;
  const facts = serviceFacts(environment);
  return [
    ...Object.entries(serviceSpecs(environment, 'aws', anyHash)).flatMap(([name, spec]) =>
      under(joinPath('services', name), [
        ...serviceProblems(spec, context, facts).map((problem) => asWritten(problem)),
        ...namespaceProblems(spec),
        ...priorityProblems(spec),
        ...releaseProblems(spec),
      ]),
    ),
    ...meshProblems(environment),
    ...clientProblems(environment),
  ];
}

/** A service's name is the key that it stands under. */
const asWritten = (problem: Problem): Problem => (problem.field === 'name' ? { ...problem, field: '' } : problem);

function imageProblems(image: ServiceImage, { account }: Environment): Problem[] {
  if (typeof image === 'string') return [];
  const problems: Problem[] = [];
  if (account === undefined) {
    problems.push({
      field: 'image',
      value: image,
      reason: "an image of the platform's own registry is named by the account, which the environment does not say",
      remedy: "name the environment's account, as in account: '111122223333', or an image of another registry",
    });
  }
  if ('build' in image && !existsSync(join(ROOT, image.build, 'Dockerfile'))) {
    problems.push({
      field: 'image.build',
      value: image.build,
      reason: 'there is no Dockerfile in this folder',
      remedy: "name a folder that has one, from the blueprint's root, as in 'examples/reference-service'",
    });
  }
  return problems;
}

/** Namespaces that belong to Kubernetes, to EKS or to the platform's controllers. */
const TAKEN = /^(default|kube-.+|amazon-.+|aws-.+|argo-rollouts|argocd|istio-.+|observability)$/;

function namespaceProblems({ name, namespace = name }: ServiceSpec): Problem[] {
  if (!TAKEN.test(namespace)) return [];
  return [
    {
      field: 'namespace',
      value: namespace,
      reason: 'this namespace is not for services: it belongs to Kubernetes, AWS or a controller of the platform',
      remedy: "take another, as in namespace: 'payments', or leave it out to have one of its own",
    },
  ];
}

/** Names of what the platform itself applies, each a release or an Application of its own. */
const PLATFORM_APPLICATIONS =
  /^(namespaces|guard-rails|load-balancer|mesh|edge|edge-routes|argo-rollouts|istio-.+|istiod-.+|root)$/;

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
      if (services[client] === undefined) {
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
