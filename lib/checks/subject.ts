import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnElement, Stack, Stage, Token, type App } from 'aws-cdk-lib/core';
import type { Application } from '../charts/application';
import type { Environment } from '../environment/schema';
import { PlatformStage } from '../platform';
import type { Template } from './template';

/** One stack as it was rendered. */
export interface RenderedStack {
  /** The environment's name: `prod`. Empty for a stack outside all environments. */
  readonly environment: string;
  /** The stack within its environment: `network`. */
  readonly name: string;
  /** The stack's construct path: `prod/network`. */
  readonly path: string;
  /** The name that CloudFormation knows it by: `bulkhead-prod-network`. */
  readonly stackName: string;
  /** The account it goes to, where that is known. */
  readonly account?: string;
  /** The region it goes to, where that is known. */
  readonly region?: string;
  /** The template's file, absolute. */
  readonly templateFile: string;
  /** How large that file is, in bytes. */
  readonly templateBytes: number;
  readonly template: Template;
  /** The construct path of each logical id. */
  readonly constructPaths: ReadonlyMap<string, string>;
}

/** What Kubernetes is told in one environment, as it was rendered. */
export interface RenderedPlatform {
  /** The environment, as it was described. */
  readonly environment: Environment;
  /** Everything that is applied to its cluster, in order. */
  readonly applications: readonly Application[];
}

/**
 * Everything that was rendered: what checks judge. They read this and never a plan, so that no renderer's mistake
 * hides.
 */
export interface Subject {
  /** The cloud assembly's directory, absolute. */
  readonly directory: string;
  /** The app that was synthesized. */
  readonly app: App;
  /** Its stacks, nested ones included, in the order of the construct tree. */
  readonly stacks: readonly RenderedStack[];
  /** What Kubernetes is told, by environment. */
  readonly platforms: readonly RenderedPlatform[];
  /**
   * Renders the same environments once more, elsewhere, and gives the directory.
   * @default - nothing to compare with
   */
  readonly again?: () => Promise<string>;
}

/** Synthesizes an app and reads back what that wrote. */
export function render(app: App, again?: Subject['again']): Subject {
  const { directory } = app.synth();
  return { directory, app, again, stacks: stacksOf(app).map(readStack), platforms: platformsOf(app) };
}

function platformsOf(app: App): RenderedPlatform[] {
  return app.node.children
    .filter((construct) => construct instanceof PlatformStage)
    .map(({ environment, applications }) => ({ environment, applications }));
}

function stacksOf(app: App): Stack[] {
  return app.node.findAll().filter((construct) => Stack.isStack(construct));
}

function readStack(stack: Stack): RenderedStack {
  const stage = stageOf(stack);
  const templateFile = join(stage.outdir, stack.templateFile);
  const text = readFileSync(templateFile, 'utf8');
  const environment = stage.node.path;
  const path = stack.node.path;
  return {
    environment,
    name: environment === '' ? path : path.slice(environment.length + 1),
    path,
    stackName: known(stack.stackName) ?? path,
    account: known(stack.account),
    region: known(stack.region),
    templateFile,
    templateBytes: Buffer.byteLength(text),
    template: JSON.parse(text) as Template,
    constructPaths: constructPathsOf(stack),
  };
}

function stageOf(stack: Stack): Stage {
  const stage = Stage.of(stack);
  if (stage === undefined) throw new Error(`the stack '${stack.node.path}' belongs to no app`);
  return stage;
}

function constructPathsOf(stack: Stack): Map<string, string> {
  const elements = stack.node
    .findAll()
    .filter((construct): construct is CfnElement => CfnElement.isCfnElement(construct));
  return new Map(
    elements
      .filter((element) => element.stack === stack)
      .map((element) => [String(stack.resolve(element.logicalId)), element.node.path]),
  );
}

const known = (value: string): string | undefined => (Token.isUnresolved(value) ? undefined : value);
