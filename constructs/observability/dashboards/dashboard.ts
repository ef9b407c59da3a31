import type { Vector } from '../../slo/promql';

/** What a panel draws. */
export interface PanelQuery {
  /** The query. */
  readonly query: Vector;
  /** What a line is called; `{{pod}}` stands for a label of the series. */
  readonly legend: string;
}

/** In what its values are told. */
export type Unit =
  | 'share'
  | 'percent-of-budget'
  | 'times'
  | 'requests-per-second'
  | 'milliseconds'
  | 'seconds'
  | 'bytes'
  | 'cores'
  | 'pods'
  | 'count';

/** From which value on a colour stands; the first has none, and is that of all lower values. */
export interface Threshold {
  /** From this value on. */
  readonly from?: number;
  /** The colour. */
  readonly colour: 'green' | 'orange' | 'red' | 'blue' | 'transparent';
}

/** One panel of a dashboard. */
export type Panel =
  | {
      /** Lines over time, one large number of now, or states over time. */
      readonly kind: 'lines' | 'number' | 'states';
      /** What it shows. */
      readonly title: string;
      /** What it means, for who does not know. */
      readonly says: string;
      /** In what. */
      readonly unit: Unit;
      /** What it draws. */
      readonly queries: readonly PanelQuery[];
      /** Where it begins to matter. */
      readonly thresholds?: readonly Threshold[];
    }
  | {
      /** Text. */
      readonly kind: 'text';
      /** What it is about. */
      readonly title: string;
      /** Markdown. */
      readonly text: string;
    };

/** Panels side by side, below a heading. */
export interface Row {
  /** The heading. */
  readonly title: string;
  /** The panels, of one width each. */
  readonly panels: readonly Panel[];
  /** How high they are, in Grafana's units of 30 pixels: `8`. */
  readonly height: number;
}

/** A dashboard, whatever draws it. */
export interface Dashboard {
  /** Its name, unique among those of a Grafana: `bulkhead-prod-payment`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** By what it is found. */
  readonly tags: readonly string[];
  /** What it shows, from above. */
  readonly rows: readonly Row[];
}
