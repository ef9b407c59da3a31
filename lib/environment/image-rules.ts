import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../constructs/plan/problem';
import { nodeArchitectures } from '../images/architecture';
import { ROOT } from '../images/root';
import type { Environment } from './schema';
import type { ServiceImage } from './service';

/** What is wrong with the image of a service, in an environment whose cluster is sound. Fields are relative to the service. */
export function imageProblems(image: ServiceImage, environment: Environment): Problem[] {
  if (typeof image === 'string') return [];
  return [...accountProblems(image, environment), ...('build' in image ? buildProblems(image.build, environment) : [])];
}

function accountProblems(image: ServiceImage, { account }: Environment): Problem[] {
  if (account !== undefined) return [];
  return [
    {
      field: 'image',
      value: image,
      reason: "an image of the platform's own registry is named by the account, which the environment does not say",
      remedy: "name the environment's account, as in account: '111122223333', or an image of another registry",
    },
  ];
}

function buildProblems(folder: string, environment: Environment): Problem[] {
  const problem = { field: 'image.build', value: folder };
  const architectures = nodeArchitectures(environment);
  return [
    ...(existsSync(join(ROOT, folder, 'Dockerfile'))
      ? []
      : [
          {
            ...problem,
            reason: 'there is no Dockerfile in this folder',
            remedy: "name a folder that has one, from the blueprint's root, as in 'examples/reference-service'",
          },
        ]),
    ...(architectures.length === 1
      ? []
      : [
          {
            ...problem,
            reason: `a deployment builds an image for one processor architecture, and a pod may come to a node of any of: ${architectures.join(', ')}`,
            remedy:
              "give all node pools one architecture, or push an image for all of them yourself and name its tag, as in image: { tag: '1.4.2' }",
          },
        ]),
  ];
}
