import { CfnAlarm, CfnCompositeAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { physicalName, type PlanContext } from '../../plan/context';
import {
  periodOf,
  queryText,
  shareExpression,
  type Measure,
  type Metric,
} from '../../plan/observability/alarms/metrics';
import {
  keyOf,
  keysIn,
  ruleText,
  type AlarmPlan,
  type AlarmSeverity,
  type Comparison,
  type CompositeAlarmPlan,
  type EventAlarmPlan,
  type MetricAlarmPlan,
  type Missing,
} from '../../plan/observability/alarms/model';
import { alarmDescription } from '../../plan/observability/alarms/text';
import { contextOf, type ContextProps } from '../context';
import { constructId } from '../shared/names';
import type { AlertTopics } from './alert-topics';

/** Props of {@link PlatformAlarms}. */
export interface PlatformAlarmsProps {
  /** What is told, such as `planAlarms(…)` gives it. */
  readonly alarms: readonly AlarmPlan[];
  /** The topics that are told. */
  readonly topics: AlertTopics;
  /**
   * The page of the runbooks, which every message names: `https://wiki.rides.example/alarms`.
   * @default - `docs/alarms.md`, of the repository
   */
  readonly runbooks?: string;
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

const COMPARISONS: Readonly<Record<Comparison, string>> = {
  above: 'GreaterThanThreshold',
  'at-least': 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
  'at-most': 'LessThanOrEqualToThreshold',
};

const MISSING: Readonly<Record<Missing, string>> = { fine: 'notBreaching', bad: 'breaching', unknown: 'missing' };

/**
 * How long an alarm waits for the one that explains it, and for how long after that one has ended it stays silent: causes and
 * what follows from them are measured in different minutes.
 */
const SUPPRESSION_SECONDS = { wait: 120, extension: 300 };

/**
 * Alarms of CloudWatch and rules of EventBridge, as a plan has them: each tells the topic of its severity; one on which others
 * build tells nobody by itself.
 *
 * @example
 * new PlatformAlarms(this, 'Alarms', { alarms: planAlarms(watched), topics, context: { environment: 'prod' } });
 */
export class PlatformAlarms extends Construct {
  /** Alarms by their keys, `StoreDown-ledger`: for stop conditions of drills, and for what no prop says. */
  public readonly alarms: ReadonlyMap<string, CfnAlarm | CfnCompositeAlarm>;
  /** Rules by their keys. */
  public readonly rules: ReadonlyMap<string, CfnRule>;

  private readonly context: PlanContext;
  private readonly made = new Map<string, CfnAlarm | CfnCompositeAlarm>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: PlatformAlarmsProps,
  ) {
    super(scope, id);
    this.context = contextOf(this, props.context);
    const { alarms } = props;
    for (const alarm of alarms) if (alarm.form === 'metric') this.made.set(keyOf(alarm), this.metricAlarm(alarm));
    const composites = alarms.filter((alarm) => alarm.form === 'composite');
    for (const alarm of composites) this.composite(alarm, composites);
    this.alarms = this.made;
    this.rules = new Map(
      alarms.flatMap((alarm) => (alarm.form === 'event' ? [[keyOf(alarm), this.rule(alarm)] as const] : [])),
    );
  }

  private metricAlarm(alarm: MetricAlarmPlan): CfnAlarm {
    return new CfnAlarm(this, this.idOf(alarm), {
      alarmName: this.nameOf(keyOf(alarm)),
      alarmDescription: alarmDescription(alarm, this.props.runbooks),
      ...measureProps(alarm.measure),
      comparisonOperator: COMPARISONS[alarm.comparison],
      threshold: alarm.threshold,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.inPeriods,
      treatMissingData: MISSING[alarm.missing],
      ...this.actions(alarm.severity),
    });
  }

  /** Those that it builds on must be there before it, and may be composites themselves. */
  private composite(alarm: CompositeAlarmPlan, all: readonly CompositeAlarmPlan[]): CfnAlarm | CfnCompositeAlarm {
    const key = keyOf(alarm);
    const before = this.made.get(key);
    if (before !== undefined) return before;
    const madeOf = (wanted: string): CfnAlarm | CfnCompositeAlarm => {
      const found = this.made.get(wanted);
      if (found !== undefined) return found;
      const plan = all.find((other) => keyOf(other) === wanted);
      if (plan === undefined) throw new RangeError(`the alarm ${key} builds on ${wanted}, and there is none`);
      return this.composite(plan, all);
    };
    const children = keysIn(alarm.when).map(madeOf);
    const suppressor = alarm.unless === undefined ? undefined : madeOf(alarm.unless);
    const made = new CfnCompositeAlarm(this, this.idOf(alarm), {
      alarmName: this.nameOf(key),
      alarmDescription: alarmDescription(alarm, this.props.runbooks),
      alarmRule: ruleText(alarm.when, (child) => this.nameOf(child)),
      ...(suppressor === undefined
        ? {}
        : {
            actionsSuppressor: suppressor.attrArn,
            actionsSuppressorWaitPeriod: SUPPRESSION_SECONDS.wait,
            actionsSuppressorExtensionPeriod: SUPPRESSION_SECONDS.extension,
          }),
      ...this.actions(alarm.severity),
    });
    made.node.addDependency(...children);
    this.made.set(key, made);
    return made;
  }

  private rule(alarm: EventAlarmPlan): CfnRule {
    const key = keyOf(alarm);
    const facts = Object.keys(alarm.facts).map((name) => `${name}: <${name}>`);
    const message = [
      `${alarm.severity.toUpperCase()}: ${alarm.kind} in ${this.context.environment}`,
      ...facts,
      alarmDescription(alarm, this.props.runbooks),
    ].join('\n');
    return new CfnRule(this, this.idOf(alarm), {
      name: this.nameOf(key),
      description: alarm.summary,
      eventPattern: alarm.pattern,
      targets: this.props.topics.arns[alarm.severity].map((arn, index) => ({
        id: `Topic${index + 1}`,
        arn,
        inputTransformer: { inputPathsMap: { ...alarm.facts }, inputTemplate: JSON.stringify(message) },
      })),
    });
  }

  /** Whoever was called wants to hear that it is over; a ticket is closed by whoever has looked. */
  private actions(severity: AlarmSeverity): { readonly alarmActions?: string[]; readonly okActions?: string[] } {
    if (severity === 'none') return {};
    const topics = [...this.props.topics.arns[severity]];
    return { alarmActions: topics, ...(severity === 'page' ? { okActions: topics } : {}) };
  }

  private nameOf(key: string): string {
    return physicalName(this.context, key);
  }

  private idOf(alarm: AlarmPlan): string {
    return constructId('', keyOf(alarm));
  }
}

type MeasureProps = Pick<CfnAlarmProps, 'namespace' | 'metricName' | 'statistic' | 'period' | 'dimensions' | 'metrics'>;

function measureProps(measure: Measure): MeasureProps {
  switch (measure.kind) {
    case 'metric':
      return {
        namespace: measure.namespace,
        metricName: measure.name,
        statistic: measure.statistic,
        period: measure.periodSeconds,
        dimensions: dimensionsOf(measure),
      };
    case 'share':
      return {
        metrics: [
          { id: 'share', expression: shareExpression(measure), label: measure.of.name, returnData: true },
          part('of', measure.of),
          part('out', measure.outOf),
        ],
      };
    case 'query':
      return {
        metrics: [{ id: 'q', expression: queryText(measure), period: periodOf(measure), returnData: true }],
      };
  }
}

function part(id: string, metric: Metric): CfnAlarm.MetricDataQueryProperty {
  return {
    id,
    returnData: false,
    metricStat: {
      metric: { namespace: metric.namespace, metricName: metric.name, dimensions: dimensionsOf(metric) },
      period: metric.periodSeconds,
      stat: metric.statistic,
    },
  };
}

function dimensionsOf({ dimensions }: Metric): CfnAlarm.DimensionProperty[] {
  return Object.entries(dimensions).map(([name, value]) => ({ name, value }));
}
