import { printQuery } from '../../slo/promql-text';
import type { Dashboard, Panel, Row, Threshold, Unit } from './dashboard';

/** The data source that panels ask. */
export interface DataSource {
  /** Its type in Grafana: `prometheus`, or that of Amazon's own plug-in. */
  readonly type: string;
  /** Its name in Grafana, as it is provisioned. */
  readonly uid: string;
}

/** The data source where none is named. */
export const METRICS_DATA_SOURCE: DataSource = { type: 'prometheus', uid: 'metrics' };

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How wide a dashboard is, in Grafana's units. */
const WIDTH = 24;

/** The version of the form that is written: of Grafana 11, which newer ones read (grafana, `DASHBOARD_SCHEMA_VERSION`). */
const SCHEMA_VERSION = 39;

/** Grafana's own words for units (grafana/packages/grafana-data/src/valueFormats/categories.ts). */
const UNITS: Readonly<Record<Unit, string>> = {
  share: 'percentunit',
  'percent-of-budget': 'percentunit',
  times: 'none',
  'requests-per-second': 'reqps',
  milliseconds: 'ms',
  seconds: 's',
  bytes: 'bytes',
  cores: 'none',
  pods: 'none',
  count: 'none',
};

const TYPES = { lines: 'timeseries', number: 'stat', states: 'state-timeline', text: 'text' } as const;

/**
 * A dashboard as Grafana reads it from a file. Plain data, the same for the same input: nobody has clicked it together.
 *
 * @example JSON.stringify(grafanaDashboard(dashboard))
 */
export function grafanaDashboard(
  { name, title, tags, rows }: Dashboard,
  dataSource: DataSource = METRICS_DATA_SOURCE,
): Readonly<Record<string, Json>> {
  return {
    uid: name,
    title,
    tags,
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    graphTooltip: 1,
    timezone: 'utc',
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [] },
    annotations: { list: [] },
    panels: panelsOf(rows, dataSource),
  };
}

function panelsOf(rows: readonly Row[], dataSource: DataSource): readonly Json[] {
  const panels: Json[] = [];
  let y = 0;
  for (const { title, panels: inRow, height } of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: WIDTH, h: 1 },
    });
    y += 1;
    const width = Math.floor(WIDTH / inRow.length);
    inRow.forEach((panel, index) => {
      panels.push({
        id: panels.length + 1,
        title: panel.title,
        type: TYPES[panel.kind],
        gridPos: { x: index * width, y, w: width, h: height },
        ...bodyOf(panel, dataSource),
      });
    });
    y += height;
  }
  return panels;
}

function bodyOf(panel: Panel, dataSource: DataSource): Readonly<Record<string, Json>> {
  if (panel.kind === 'text') return { options: { mode: 'markdown', content: panel.text } };
  const source = { type: dataSource.type, uid: dataSource.uid };
  return {
    description: panel.says,
    datasource: source,
    fieldConfig: {
      defaults: {
        unit: UNITS[panel.unit],
        thresholds: { mode: 'absolute', steps: (panel.thresholds ?? [{ colour: 'blue' }]).map(step) },
        ...(panel.kind === 'lines' ? linesDefaults(panel.thresholds) : {}),
        ...(panel.kind === 'number' ? { color: { mode: 'thresholds' } } : {}),
      },
      overrides: [],
    },
    options: OPTIONS[panel.kind],
    targets: panel.queries.map(({ query, legend }, index) => ({
      refId: refId(index),
      datasource: source,
      expr: printQuery(query),
      legendFormat: legend,
      ...(panel.kind === 'number' ? { instant: true, range: false } : { instant: false, range: true }),
    })),
  };
}

const step = ({ from, colour }: Threshold): Json => ({ color: colour, value: from ?? null });

function linesDefaults(thresholds: readonly Threshold[] | undefined): Readonly<Record<string, Json>> {
  return {
    min: 0,
    custom: {
      lineWidth: 1,
      fillOpacity: 10,
      showPoints: 'never',
      spanNulls: false,
      thresholdsStyle: { mode: thresholds === undefined ? 'off' : 'line' },
    },
  };
}

const OPTIONS: Readonly<Record<'lines' | 'number' | 'states', Json>> = {
  lines: {
    legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  number: {
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    colorMode: 'value',
    graphMode: 'none',
    textMode: 'auto',
    orientation: 'auto',
    justifyMode: 'auto',
  },
  states: {
    showValue: 'never',
    mergeValues: true,
    rowHeight: 0.8,
    legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
    tooltip: { mode: 'single', sort: 'none' },
  },
};

/** Grafana names queries by letters: `A`, `B`, … `Z`, `AA`. */
function refId(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return index < 26 ? letter : `${refId(Math.floor(index / 26) - 1)}${letter}`;
}
