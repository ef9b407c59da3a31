import { posix } from 'node:path';
import { resolveNamespace } from '../../../constructs/plan/service/defaults';
import type { Environment } from '../../environment/schema';
import { isGitops, revisionOf } from '../../gitops/environment';
import { inRepository } from '../../gitops/layout';
import type { Target } from '../../images/image-name';
import { localImages } from './local-images';
import { SCRIPT } from './places';
import { quoted } from './script';

/** Something to do with what was written. */
export interface NextStep {
  /** What, in a sentence. */
  readonly title: string;
  /** What to type; nothing where it is no matter of typing. */
  readonly commands: readonly string[];
}

/** What to do with the manifests of an environment, in order. */
export function nextSteps(environment: Environment, target: Target, folder: string): readonly NextStep[] {
  if (target === 'local') return localSteps(environment, folder);
  if (!isGitops(environment)) {
    return [
      {
        title: `To read: the deployment of ${environment.name} applies the same by itself. With a gitops section, Argo CD would.`,
        commands: [],
      },
    ];
  }
  const { repository } = environment.gitops;
  return [
    {
      title: `Commit it as ${inRepository(environment, '.')} of ${repository}; Argo CD applies what is on ${revisionOf(environment)} (docs/gitops.md).`,
      commands: [],
    },
  ];
}

/** The name of a kind cluster that docs/local-cluster.md makes. */
const KIND_CLUSTER = 'bulkhead';

function localSteps(environment: Environment, folder: string): readonly NextStep[] {
  const images = localImages(environment);
  const built = images.flatMap(({ image, folder: from }) =>
    from === undefined ? [] : [`docker build --tag ${quoted(image)} ${quoted(from)}`],
  );
  const foreign = images.filter((image) => image.folder === undefined);
  const secrets = secretCommands(environment);
  return [
    ...(built.length === 0 ? [] : [{ title: 'Build the images, in the folder of the blueprint:', commands: built }]),
    ...(foreign.length === 0
      ? []
      : [{ title: `Tag what the teams built as ${foreign.map(({ image }) => image).join(', ')}.`, commands: [] }]),
    ...(images.length === 0
      ? []
      : [
          {
            title: 'Load them into kind, or into minikube:',
            commands: [
              ...images.map(({ image }) => `kind load docker-image --name ${KIND_CLUSTER} ${quoted(image)}`),
              ...images.map(({ image }) => `minikube image load ${quoted(image)}`),
            ],
          },
        ]),
    {
      title: 'Apply everything, in order; the name of the cluster is that of its context:',
      commands: [`sh ${quoted(posix.join(folder, SCRIPT))} kind-${KIND_CLUSTER}`],
    },
    ...(secrets.length === 0 ? [] : [{ title: 'Give the services their secrets:', commands: secrets }]),
  ];
}

/** Secrets Manager is out of reach there: each service reads a Secret that has its name. */
function secretCommands({ services = {} }: Environment): readonly string[] {
  return Object.entries(services).flatMap(([name, { namespace, secrets = [] }]) =>
    secrets.length === 0
      ? []
      : [
          [
            `kubectl create secret generic ${name} --namespace ${resolveNamespace({ name, namespace })}`,
            ...secrets.map((file) => `--from-literal=${file}=…`),
          ].join(' '),
        ],
  );
}
