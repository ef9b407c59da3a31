import { metricsIn, queryText, shareExpression, periodOf, type Measure } from './metrics';
import { keyOf, type AlarmPlan, type MetricAlarmPlan } from './model';

/** CloudWatch's grid is so wide. */
const WIDTH = 24;
const GRAPH = { width: 8, height: 6 };
const STATES = { height: 5 };
const GRAPHS_A_ROW = WIDTH / GRAPH.width;

/** A part of a dashboard, as CloudWatch reads it ("Dashboard body structure and syntax"). */
export interface Widget {
  /** What it shows: the states of alarms, or curves. */
  readonly type: 'alarm' | 'metric';
  /** Where it begins, from the left. */
  readonly x: number;
  /** Where it begins, from above. */
  readonly y: number;
  /** How wide it is, of 24. */
  readonly width: number;
  /** How high it is. */
  readonly height: number;
  /** What it shows, in CloudWatch's words. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a dashboard needs to know of the alarms. */
export interface DashboardInput {
  /** The region that it shows. */
  readonly region: string;
  /** The alarms. */
  readonly alarms: readonly AlarmPlan[];
  /** The ARN of an alarm by its key; none of what is no alarm of CloudWatch. */
  readonly arnOf: (key: string) => string | undefined;
}

/**
 * The dashboard of what CloudWatch watches: first the state of whatever tells somebody, then every measure with its threshold.
 * What is watched is shown, and nothing else: a graph without an alarm is a graph that nobody looks at.
 */
export function planDashboard({ region, alarms, arnOf }: DashboardInput): { readonly widgets: readonly Widget[] } {
  const states = (['page', 'ticket'] as const).map((severity, index): Widget => ({
    type: 'alarm',
    x: (index * WIDTH) / 2,
    y: 0,
    width: WIDTH / 2,
    height: STATES.height,
    properties: {
      title: severity === 'page' ? 'Pages' : 'Tickets',
      alarms: alarms.filter((alarm) => alarm.severity === severity).flatMap((alarm) => arnOf(keyOf(alarm)) ?? []),
    },
  }));
  const graphs = alarms
    .filter((alarm): alarm is MetricAlarmPlan => alarm.form === 'metric')
    .map((alarm, index): Widget => ({
      type: 'metric',
      x: (index % GRAPHS_A_ROW) * GRAPH.width,
      y: STATES.height + Math.floor(index / GRAPHS_A_ROW) * GRAPH.height,
      ...GRAPH,
      properties: {
        title: keyOf(alarm),
        region,
        view: 'timeSeries',
        period: periodOf(alarm.measure),
        metrics: linesOf(alarm.measure),
        annotations: { horizontal: [{ label: alarm.unit, value: alarm.threshold }] },
      },
    }));
  return { widgets: [...states, ...graphs] };
}

function linesOf(measure: Measure): readonly unknown[] {
  if (measure.kind === 'query') return [[{ expression: queryText(measure), id: 'q', label: measure.name }]];
  const lines = metricsIn(measure).flatMap((each, index) =>
    each.kind === 'query'
      ? []
      : [
          [
            each.namespace,
            each.name,
            ...Object.entries(each.dimensions).flat(),
            {
              stat: each.statistic,
              ...(measure.kind === 'share' ? { id: index === 0 ? 'of' : 'out', visible: false } : {}),
            },
          ],
        ],
  );
  if (measure.kind === 'metric') return lines;
  return [[{ expression: shareExpression(measure), id: 'share', label: `${measure.of.name}, %` }], ...lines];
}
