import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** The minor version of Kubernetes that {@link kubectlLayer} was made for. */
export const KUBECTL_MINOR = 35;

/**
 * The kubectl and Helm that apply what CloudFormation has no type for. kubectl works with API servers one minor older or
 * newer than itself (Kubernetes version skew policy), so that one layer serves three versions; a test holds the version
 * table to that.
 */
export function kubectlLayer(scope: Construct): ILayerVersion {
  return new KubectlV35Layer(scope, 'Kubectl');
}
