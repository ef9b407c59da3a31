import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `cdk.json` says of how the app runs. */
export interface CdkJson {
  /** The line for the shell that renders the app. */
  readonly app: string;
  /**
   * Whether templates carry a resource that tells AWS which constructs they were made of; `true` when it is left out.
   */
  readonly versionReporting?: boolean;
  /** Feature flags and the like. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * What the CDK CLI adds to the context of `cdk synth` and `cdk deploy` (aws-cdk 2.1148). A check renders with the same,
 * so that what it judges is byte for byte what will be deployed.
 */
const CLI_CONTEXT = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:bundling-stacks': ['**'],
};

/** Reads `cdk.json` in the blueprint's folder. */
export function readCdkJson(root: string): CdkJson {
  return JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as CdkJson;
}

/** The context to render with, as the CDK CLI would give it. */
export function contextFor(
  { context = {}, versionReporting = true }: CdkJson,
  extra: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const reporting = versionReporting ? { 'aws:cdk:version-reporting': true } : {};
  return { ...context, ...CLI_CONTEXT, ...reporting, ...extra };
}
