import type { KubernetesObject } from '../../charts/application';
import { at } from '../wiring/value';
import type { Resource, Templates } from './templates';

/** An object that a template applies by itself, because it holds what only a deployment knows. */
export interface AppliedObject {
  /** With what it refers to as {@link Templates.textOf} writes it. */
  readonly object: KubernetesObject;
  /** The resource that applies it. */
  readonly resource: Resource;
}

/** The custom resource by which the CDK applies manifests (`aws-eks-v2`, `KubernetesManifest.RESOURCE_TYPE`). */
const APPLIES = 'Custom::AWSCDK-EKS-KubernetesResource';

/** The objects that templates apply by themselves. What is no JSON is nobody's object here. */
export function appliedObjects(templates: Templates): readonly AppliedObject[] {
  return templates.all(APPLIES).flatMap((resource) =>
    parsed(templates.text(resource, 'Manifest'))
      .filter((object) => typeof at(object, 'metadata', 'name') === 'string')
      .map((object) => ({ object: object as KubernetesObject, resource })),
  );
}

function parsed(text: string): readonly unknown[] {
  try {
    const manifest: unknown = JSON.parse(text);
    return Array.isArray(manifest) ? manifest : [];
  } catch {
    return [];
  }
}
