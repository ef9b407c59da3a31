import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { constructId } from '../../constructs/aws/shared/names';
import type { Environment } from '../environment/schema';
import { repositoryName } from '../images/image-name';

/** Untagged images are what a build left behind: no manifest can name them. */
const UNTAGGED_DAYS = 7;

/**
 * Versions that stay. ECR does not know which of them run, so it must be far more than are ever rolled out at once, and than
 * a rollback goes back; and few enough that the old ones, whose flaws nobody mends, go some day.
 */
const VERSIONS_KEPT = 200;

/** A repository for the images of each service: scanned when they come, with tags that never move. */
export class ImageRepositories extends Construct {
  public constructor(scope: Construct, id: string, environment: Environment, services: readonly string[]) {
    super(scope, id);
    const production = environment.tier === 'production';
    for (const service of services) {
      const repository = new CfnRepository(this, constructId('Repository', service), {
        repositoryName: repositoryName(service, environment),
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS' },
        lifecyclePolicy: { lifecyclePolicyText: JSON.stringify({ rules: LIFECYCLE }) },
        // A repository with images in it cannot be deleted; outside production nobody misses them.
        emptyOnDelete: !production,
      });
      repository.applyRemovalPolicy(production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    }
  }
}

const LIFECYCLE = [
  {
    rulePriority: 1,
    description: 'What no tag names',
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: UNTAGGED_DAYS },
    action: { type: 'expire' },
  },
  {
    rulePriority: 2,
    description: 'Versions long gone',
    selection: {
      tagStatus: 'tagged',
      tagPatternList: ['*'],
      countType: 'imageCountMoreThan',
      countNumber: VERSIONS_KEPT,
    },
    action: { type: 'expire' },
  },
];
