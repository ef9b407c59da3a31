import type { App } from 'aws-cdk-lib/core';
import { entrancesOf, type Entrances } from '../../../lib/checks/entry/entrances';
import { entryFindings } from '../../../lib/checks/entry';
import type { Finding } from '../../../lib/checks/check';
import { render, type RenderedPlatform, type RenderedStack } from '../../../lib/checks/subject';
import type { JsonObject, Template } from '../../../lib/checks/template';
import type { Application } from '../../../lib/charts/application';
import type { Environment } from '../../../lib/environment/schema';
import { platformApp } from '../../../lib/platform';
import { folder } from '../checks/rendered';
import { Draft } from '../checks/platforms';
import { CONTEXT } from '../synthesized';

/** Everything that is rendered of one environment. */
export interface Rendered {
  readonly platform: RenderedPlatform;
  readonly stacks: readonly RenderedStack[];
}

const known = new Map<Environment, Rendered>();

/** An environment, synthesized once. */
export function renderedOf(environment: Environment): Rendered {
  const found = known.get(environment) ?? synthesize(environment);
  known.set(environment, found);
  return found;
}

function synthesize(environment: Environment): Rendered {
  const app: App = platformApp([environment], {
    context: CONTEXT,
    outdir: folder(),
    builtinCloudFormationValidation: false,
  });
  const { stacks, platforms } = render(app);
  const [platform] = platforms;
  if (platform === undefined) throw new Error('nothing was rendered');
  // Templates as they are written, and objects as they are applied: no construct, no plan.
  return {
    stacks,
    platform: { environment: platform.environment, applications: withoutPlans(platform.applications) },
  };
}

const withoutPlans = (applications: readonly Application[]): readonly Application[] =>
  (JSON.parse(JSON.stringify(applications)) as (Application & { plan?: unknown })[]).map(
    ({ plan: _, ...application }) => application as Application,
  );

interface Copy {
  readonly applications: Application[];
  readonly templates: readonly Template[];
}

/** What drafts change, as text that was written once: it is large, and there is a draft for each broken hop. */
const texts = new WeakMap<Rendered, string>();

function copyOf(rendered: Rendered): Copy {
  const { platform, stacks } = rendered;
  const original = { applications: platform.applications, templates: stacks.map(({ template }) => template) };
  const text = texts.get(rendered) ?? JSON.stringify(original);
  texts.set(rendered, text);
  return JSON.parse(text) as Copy;
}

/** What is rendered of an environment, to be changed: objects by their titles, resources by their types. */
export class RenderedDraft extends Draft {
  readonly #stacks: readonly RenderedStack[];
  readonly #environment: Environment;

  public constructor(rendered: Rendered) {
    const { platform, stacks } = rendered;
    const { applications, templates } = copyOf(rendered);
    super(applications);
    this.#environment = platform.environment;
    this.#stacks = stacks.map((stack, index) => ({ ...stack, template: templates[index] ?? {} }));
  }

  /** The properties of the resource of a type, of which there may be several: then the one for which something holds. */
  public resource(type: string, holds: (properties: JsonObject) => boolean = () => true): Record<string, unknown> {
    const found = this.#all(type).find(([, { Properties = {} }]) => holds(Properties));
    if (found === undefined) throw new Error(`no ${type} is rendered`);
    return found[1].Properties as Record<string, unknown>;
  }

  /** Takes resources of a type away. */
  public without(type: string, holds: (properties: JsonObject) => boolean = () => true): this {
    for (const { template } of this.#stacks) {
      const resources = template.Resources as Record<string, { Type: string; Properties?: JsonObject }>;
      for (const [id, { Type, Properties = {} }] of Object.entries(resources)) {
        if (Type === type && holds(Properties)) delete resources[id];
      }
    }
    return this;
  }

  /** Adds a resource to the stack of the edge. */
  public resourceAdded(logicalId: string, type: string, properties: JsonObject): this {
    const edge = this.#stacks.find(({ name }) => name === 'edge');
    (edge?.template.Resources as Record<string, unknown>)[logicalId] = { Type: type, Properties: properties };
    return this;
  }

  /** Replaces a text in the manifests that templates apply by themselves. */
  public manifests(from: string | RegExp, to: string): this {
    for (const [, { Properties }] of this.#all('Custom::AWSCDK-EKS-KubernetesResource')) {
      const properties = Properties as { Manifest: unknown };
      properties.Manifest = replaced(properties.Manifest, from, to);
    }
    return this;
  }

  /** The values of a Helm release. */
  public values(name: string): Record<string, unknown> {
    const found = this.applications.find((application) => application.name === name);
    if (found === undefined || !('release' in found)) throw new Error(`no release is called ${name}`);
    return found.release.values as Record<string, unknown>;
  }

  /** What is rendered now. */
  public get rendered(): Rendered {
    return {
      platform: { environment: this.#environment, applications: this.applications },
      stacks: this.#stacks,
    };
  }

  #all(type: string) {
    return this.#stacks.flatMap(({ template }) =>
      Object.entries(template.Resources ?? {}).filter(([, { Type }]) => Type === type),
    );
  }
}

function replaced(value: unknown, from: string | RegExp, to: string): unknown {
  if (typeof value === 'string') return value.replace(from, to);
  if (Array.isArray(value)) return value.map((each: unknown) => replaced(each, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, from, to)]));
}

/** What the check finds after an edit. */
export function foundAfter(environment: Environment, edit: (draft: RenderedDraft) => unknown): readonly Finding[] {
  const draft = new RenderedDraft(renderedOf(environment));
  edit(draft);
  const { platform, stacks } = draft.rendered;
  return entryFindings(platform, { stacks });
}

/** The ways into an environment, as it is rendered. */
export function waysInto(environment: Environment): Entrances {
  const { platform, stacks } = renderedOf(environment);
  return entrancesOf(platform, stacks);
}
