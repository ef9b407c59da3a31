import { nearest } from '../../../constructs/plan/spec';
import type { ReleaseApplication } from '../../charts/application';
import type { RenderedPlatform } from '../subject';
import { placed, type Flaw, type Placed } from './placed';
import { LabelIndex, push } from './selector';
import { labelsAt } from './value';
import { workloadsOf, type Workload } from './workload';

/** What names an object. */
export interface Reference {
  /** Its kind with the API group: `argoproj.io/Rollout`. */
  readonly kind: string;
  /** Its namespace; none for what belongs to the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
}

/** Namespaces that every cluster has. Pods run in them that nobody here renders, such as those of cluster DNS. */
const BUILT_IN_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** With more names in one namespace, a guess at the one that was meant would cost more than the check. */
const MOST_TO_COMPARE = 200;

/** The label that Kubernetes puts on every namespace. */
export const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/** A namespace by its name and labels. */
export interface Namespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The cluster of an environment as it is once everything that was rendered has been applied. */
export class RenderedCluster {
  /** The environment's name: `prod`. */
  public readonly environment: string;
  public readonly objects: readonly Placed[];
  /** What comes from charts that are not rendered here. */
  public readonly releases: readonly ReleaseApplication[];
  /** All pods that objects make. */
  public readonly workloads: readonly Workload[];
  readonly #byReference = new Map<string, Placed>();
  readonly #byKind = new Map<string, Placed[]>();
  readonly #names = new Map<string, string[]>();
  readonly #namespaces = new LabelIndex<Namespace>();
  readonly #namespaceNames = new Set(BUILT_IN_NAMESPACES);
  readonly #withStrangers = new Set(BUILT_IN_NAMESPACES);
  readonly #pods = new Map<string, LabelIndex<Workload>>();
  readonly #workloadsOf = new Map<Placed, readonly Workload[]>();

  public constructor({ environment, applications }: RenderedPlatform) {
    this.environment = environment.name;
    this.objects = applications.flatMap((application) =>
      'objects' in application ? application.objects.map((object) => placed(application.name, object)) : [],
    );
    this.releases = applications.filter((application) => 'release' in application);
    for (const object of this.objects) this.#addObject(object);
    for (const { namespace } of this.releases) this.#withStrangers.add(namespace);
    this.#addNamespaces();
    this.workloads = this.objects.flatMap((object) => this.workloadsOf(object));
    for (const workload of this.workloads) this.#addWorkload(workload);
  }

  /** The object of a name; of two, the first. */
  public find(reference: Reference): Placed | undefined {
    return this.#byReference.get(keyOf(reference));
  }

  /** The objects of a kind, in the order of their application. */
  public objectsOf(kind: string): readonly Placed[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** Whether a namespace has an object of a kind. */
  public hasAny(kind: string, namespace: string): boolean {
    return this.#names.has(groupKey({ kind, namespace }));
  }

  /** Whether a namespace is rendered, or comes with every cluster. */
  public hasNamespace(name: string): boolean {
    return this.#namespaceNames.has(name);
  }

  /** Whether pods run in a namespace that are not rendered here: those of a release, or of Kubernetes itself. */
  public hasStrangersIn(namespace: string): boolean {
    return this.#withStrangers.has(namespace);
  }

  /** The namespaces that a selector chooses. */
  public selectNamespaces(selector: unknown): readonly Namespace[] {
    return this.#namespaces.select(selector);
  }

  /** The pods of a namespace that a selector chooses. */
  public select(namespace: string, selector: unknown): readonly Workload[] {
    return this.#pods.get(namespace)?.select(selector) ?? [];
  }

  /** The pods that an object makes. */
  public workloadsOf(object: Placed): readonly Workload[] {
    const known = this.#workloadsOf.get(object);
    if (known !== undefined) return known;
    const made = workloadsOf(object);
    this.#workloadsOf.set(object, made);
    return made;
  }

  /** What is wrong when an object that a field names is not there; nothing when it is. */
  public missing(reference: Reference, field: string, value: unknown = reference.name): Flaw[] {
    if (this.find(reference) !== undefined) return [];
    const { kind, namespace, name } = reference;
    const word = kind.slice(kind.indexOf('/') + 1);
    const where = namespace === undefined ? '' : ` in the namespace ${namespace}`;
    const known = this.#names.get(groupKey(reference)) ?? [];
    const meant = known.length > MOST_TO_COMPARE ? undefined : nearest(name, known);
    return [
      {
        field,
        value,
        reason: `no ${word} of this name is rendered${where}`,
        remedy: meant === undefined ? `render it, or name a ${word} that is rendered` : `did you mean '${meant}'?`,
      },
    ];
  }

  #addObject(object: Placed): void {
    const key = keyOf(object);
    push(this.#byKind, object.kind, object);
    if (this.#byReference.has(key)) return;
    this.#byReference.set(key, object);
    push(this.#names, groupKey(object), object.name);
    if (object.kind === 'Namespace') this.#namespaceNames.add(object.name);
  }

  #addNamespaces(): void {
    for (const name of this.#namespaceNames) {
      const labels = labelsAt(this.find({ kind: 'Namespace', name })?.object, 'metadata', 'labels');
      this.#namespaces.add({ name, labels: { ...labels, [NAMESPACE_LABEL]: name } });
    }
  }

  #addWorkload(workload: Workload): void {
    const index = this.#pods.get(workload.namespace) ?? new LabelIndex<Workload>();
    index.add(workload);
    this.#pods.set(workload.namespace, index);
  }
}

const groupKey = ({ kind, namespace = '' }: Omit<Reference, 'name'>): string => `${kind} ${namespace}`;
const keyOf = (reference: Reference): string => `${groupKey(reference)}/${reference.name}`;
