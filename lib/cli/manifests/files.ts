import { posix } from 'node:path';
import { SpecError, type Problem } from '../../../constructs/plan/problem';
import type { Application, KubernetesObject } from '../../charts/application';
import type { Environment } from '../../environment/schema';
import { argoApplication } from '../../gitops/argo-application';
import { bootstrapObjects } from '../../gitops/bootstrap';
import { isGitops, type GitopsEnvironment } from '../../gitops/environment';
import { APPLICATIONS_FOLDER, BOOTSTRAP_FOLDER } from '../../gitops/layout';
import type { Target } from '../../images/image-name';
import { placeOf, SCRIPT, valuesPlace } from './places';
import { applyScript } from './script';
import { yaml } from './yaml';

/** Files by their paths in the folder, in the order in which they are applied. */
export type Files = ReadonlyMap<string, string>;

/**
 * Who applies the files: Argo CD (`gitops`), a person with kubectl (`kubectl`), or nobody, since the deployment applies the
 * same itself and the files are for reading (`direct`).
 */
export type Delivery = 'gitops' | 'kubectl' | 'direct';

/** Who applies what is written for an environment. */
export function deliveryOf(environment: Environment, target: Target): Delivery {
  if (target === 'local') return 'kubectl';
  return isGitops(environment) ? 'gitops' : 'direct';
}

/**
 * Everything that Kubernetes is told, as files: one for each object. The same applications give the same bytes.
 *
 * @throws SpecError when two applications, or two objects of them, would be the same.
 */
export function manifestFiles(environment: Environment, target: Target, applications: readonly Application[]): Files {
  const problems = namesTwice(applications);
  if (problems.length > 0) throw new SpecError(problems);
  const objects = objectFiles(applications);
  if (target === 'aws' && isGitops(environment)) return new Map([...argoFiles(environment, applications), ...objects]);
  const script = target === 'local' ? [[SCRIPT, applyScript(environment, applications)] as const] : [];
  return new Map([...objects, ...valuesFiles(applications), ...script]);
}

function namesTwice(applications: readonly Application[]): Problem[] {
  const names = applications.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => ({
    field: `applications.${name}`,
    value: name,
    reason: 'two applications have this name, and each would undo what the other says',
    remedy: "give the service another name: the platform's own applications have theirs already",
  }));
}

function objectFiles(applications: readonly Application[]): Files {
  const files = new Map<string, string>();
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const application of applications) {
    if ('release' in application) continue;
    for (const object of application.objects) {
      const place = placeOf(object, application);
      // Some file systems know no difference between a and A; none here depends on it.
      for (const key of [identityOf(object), place.toLowerCase()]) {
        const owner = owners.get(key);
        if (owner === undefined) owners.set(key, application.name);
        else problems.push(twice(object, place, owner));
      }
      files.set(place, yaml(object));
    }
  }
  if (problems.length > 0) throw new SpecError(problems);
  return files;
}

/** What Kubernetes takes for the same object, whatever its version. */
function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return `${group}/${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

const twice = ({ kind, metadata }: KubernetesObject, place: string, owner: string): Problem => ({
  field: place,
  value: `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`,
  reason: `the application ${owner} has an object of this kind and name already; they would undo each other`,
  remedy: 'make it once; both come from the environment or from a customization of its charts',
});

function argoFiles(environment: GitopsEnvironment, applications: readonly Application[]): Files {
  return new Map([
    ...bootstrapObjects(environment, applications).map(
      (object) =>
        [
          posix.join(BOOTSTRAP_FOLDER, `${object.kind.toLowerCase()}-${object.metadata.name}.yaml`),
          yaml(object),
        ] as const,
    ),
    ...applications.map(
      (application) => [argoPlace(application), yaml(argoApplication(application, environment))] as const,
    ),
  ]);
}

/** The file of an application's Argo CD Application: `applications/payment.yaml`. */
export const argoPlace = ({ name }: Application): string => posix.join(APPLICATIONS_FOLDER, `${name}.yaml`);

function valuesFiles(applications: readonly Application[]): Files {
  return new Map(
    applications.flatMap((application) => {
      if (!('release' in application)) return [];
      const { chart, version, repository, namespace, values } = application.release;
      const heading = `# ${chart} ${version} of ${repository}, in the namespace ${namespace}\n`;
      return [[valuesPlace(application.name), heading + yaml(values)] as const];
    }),
  );
}
