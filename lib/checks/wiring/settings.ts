import type { RenderedCluster } from './cluster';
import type { Flaw } from './placed';
import { at, itemsAt, mapAt, textAt, type Item } from './value';
import { containersOf, type Workload } from './workload';

/** What is wrong with the settings, secrets and volumes that pods take: a pod that names one that is missing never starts. */
export function settingsFlaws(workload: Workload, cluster: RenderedCluster): Flaw[] {
  const sources = new Sources(workload, cluster);
  return [
    ...sources.volumes().flatMap((volume) => sources.volumeFlaws(volume)),
    ...containersOf(workload).flatMap((container) => [
      ...itemsAt(container.value, container.field, 'envFrom').flatMap((item) => sources.wholeFlaws(item)),
      ...itemsAt(container.value, container.field, 'env').flatMap((item) => sources.variableFlaws(item)),
      ...sources.mountFlaws(container),
    ]),
  ];
}

/** The kinds of settings, by the words with which a container and a volume refer to them. */
const KINDS = { configMap: 'ConfigMap', secret: 'Secret' } as const;

class Sources {
  readonly #pod: string;

  public constructor(
    private readonly workload: Workload,
    private readonly cluster: RenderedCluster,
  ) {
    this.#pod = `${workload.field}.spec`;
  }

  public volumes(): readonly Item[] {
    return itemsAt(this.workload.pod, this.#pod, 'volumes');
  }

  public volumeFlaws({ value, field }: Item): Flaw[] {
    return [
      ...this.#referenceFlaws('ConfigMap', at(value, 'configMap'), 'name', `${field}.configMap`),
      ...this.#referenceFlaws('Secret', at(value, 'secret'), 'secretName', `${field}.secret`),
      ...itemsAt(value, field, 'projected', 'sources').flatMap((source) => [
        ...this.#referenceFlaws('ConfigMap', at(source.value, 'configMap'), 'name', `${source.field}.configMap`),
        ...this.#referenceFlaws('Secret', at(source.value, 'secret'), 'name', `${source.field}.secret`),
      ]),
      ...this.#referenceFlaws(
        'secrets-store.csi.x-k8s.io/SecretProviderClass',
        at(value, 'csi', 'volumeAttributes'),
        'secretProviderClass',
        `${field}.csi.volumeAttributes`,
      ),
      ...this.#referenceFlaws(
        'PersistentVolumeClaim',
        at(value, 'persistentVolumeClaim'),
        'claimName',
        `${field}.persistentVolumeClaim`,
      ),
    ];
  }

  /** Everything in a set of settings becomes variables. */
  public wholeFlaws({ value, field }: Item): Flaw[] {
    return Object.entries(KINDS).flatMap(([word, kind]) =>
      this.#referenceFlaws(kind, at(value, `${word}Ref`), 'name', `${field}.${word}Ref`),
    );
  }

  public variableFlaws({ value, field }: Item): Flaw[] {
    const from = at(value, 'valueFrom');
    return [
      ...Object.entries(KINDS).flatMap(([word, kind]) => {
        const place = `${field}.valueFrom.${word}KeyRef`;
        const reference = at(from, `${word}KeyRef`);
        return [...this.#referenceFlaws(kind, reference, 'name', place), ...this.#keyFlaws(kind, reference, place)];
      }),
      ...this.#labelFlaws(textAt(from, 'fieldRef', 'fieldPath'), `${field}.valueFrom.fieldRef.fieldPath`),
    ];
  }

  public mountFlaws({ value, field }: Item): Flaw[] {
    const claims = itemsAt(this.workload.placed.object, '', 'spec', 'volumeClaimTemplates');
    const known = [
      ...this.volumes().map((volume) => textAt(volume.value, 'name')),
      ...claims.map((claim) => textAt(claim.value, 'metadata', 'name')),
    ];
    return itemsAt(value, field, 'volumeMounts').flatMap((mount) => {
      const name = textAt(mount.value, 'name');
      if (name !== undefined && known.includes(name)) return [];
      return [
        {
          field: `${mount.field}.name`,
          value: name,
          reason: 'its pod has no such volume, so that the API server refuses it',
          remedy: known.length === 0 ? 'add the volume' : `name one that it has: ${known.join(', ')}`,
        },
      ];
    });
  }

  #referenceFlaws(kind: string, reference: unknown, key: string, field: string): Flaw[] {
    const name = textAt(reference, key);
    if (name === undefined || at(reference, 'optional') === true) return [];
    return this.cluster.missing({ kind, namespace: this.workload.namespace, name }, `${field}.${key}`);
  }

  #keyFlaws(kind: string, reference: unknown, field: string): Flaw[] {
    const [name, key] = [textAt(reference, 'name'), textAt(reference, 'key')];
    if (name === undefined || key === undefined || at(reference, 'optional') === true) return [];
    const source = this.cluster.find({ kind, namespace: this.workload.namespace, name });
    if (source === undefined) return [];
    const keys = Object.keys({ ...mapAt(source.object, 'data'), ...mapAt(source.object, 'binaryData') });
    if (keys.includes(key)) return [];
    return [
      {
        field: `${field}.key`,
        value: key,
        reason: `${source.title} has no such key`,
        remedy: `name one that it has: ${keys.join(', ')}`,
      },
    ];
  }

  /** The downward API gives an empty text for a label that a pod does not have. */
  #labelFlaws(path: string | undefined, field: string): Flaw[] {
    const label = /^metadata\.labels\['(.+)'\]$/.exec(path ?? '')?.[1];
    const { labels, addedLabels } = this.workload;
    if (label === undefined || label in labels || addedLabels.includes(label)) return [];
    return [
      {
        field,
        value: path,
        reason: 'its pods never have this label, so that the variable is empty',
        remedy: `name one that they have: ${[...addedLabels, ...Object.keys(labels)].join(', ')}`,
      },
    ];
  }
}
