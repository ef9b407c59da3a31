/** One step in the choice of targets or series (Prometheus, "relabel_config"). Expressions fit the whole value. */
export type RelabelRule =
  | {
      /** Whether what fits is kept or dropped. */
      readonly action: 'keep' | 'drop';
      /** The labels whose values are looked at, with a semicolon between them. */
      readonly source_labels: readonly string[];
      /** What they must fit. */
      readonly regex: string;
    }
  | {
      readonly action: 'replace';
      /** Nothing where the label is written whatever the others say. */
      readonly source_labels?: readonly string[];
      /** What they must fit. */
      readonly regex?: string;
      /** What is written. */
      readonly replacement: string;
      /** The label that it is written to. */
      readonly target_label: string;
    }
  | {
      readonly action: 'labeldrop';
      /** What they must fit. */
      readonly regex: string;
    };

/** Only where a label fits. */
export const keepWhere = (label: string, regex: string): RelabelRule => ({
  action: 'keep',
  source_labels: [label],
  regex,
});

/** Only where a label does not fit. */
export const dropWhere = (label: string, regex: string): RelabelRule => ({
  action: 'drop',
  source_labels: [label],
  regex,
});

/** A label's value under another name. */
export const copyLabel = (from: string, to: string): RelabelRule => ({
  action: 'replace',
  source_labels: [from],
  regex: '(.+)',
  replacement: '$1',
  target_label: to,
});

/** A label with the same value on every target. */
export const setLabel = (label: string, value: string): RelabelRule => ({
  action: 'replace',
  replacement: value,
  target_label: label,
});

/** Only the series of these metrics. */
export const keepMetrics = (names: readonly string[]): RelabelRule => keepWhere('__name__', names.join('|'));
