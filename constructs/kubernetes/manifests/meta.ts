/** What every Kubernetes object begins with. */
export interface Manifest<Kind extends string, ApiVersion extends string> {
  /** The API group and version. */
  readonly apiVersion: ApiVersion;
  /** The kind. */
  readonly kind: Kind;
  /** Who it is. */
  readonly metadata: ObjectMeta;
}

/** Who an object is. */
export interface ObjectMeta {
  /** Its name. */
  readonly name: string;
  /** Its namespace, unless it belongs to the whole cluster. */
  readonly namespace?: string;
  /** Labels. */
  readonly labels?: Labels;
  /** Annotations. */
  readonly annotations?: Labels;
}

/** Names and values. */
export type Labels = Readonly<Record<string, string>>;

/** What chooses objects by their labels. */
export interface LabelSelector {
  /** Labels that they must carry. */
  readonly matchLabels?: Labels;
}
