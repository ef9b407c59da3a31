/** An attribute as ELB writes it: everything is text. */
export interface Attribute {
  /** `idle_timeout.timeout_seconds` */
  readonly key: string;
  /** `60` */
  readonly value: string;
}

/** Attributes as ELB writes them. */
export function attributes(given: Readonly<Record<string, boolean | number | string>>): Attribute[] {
  return Object.entries(given).map(([key, value]) => ({ key, value: String(value) }));
}
