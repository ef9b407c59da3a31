import { metricsIn, MINUTE, periodOf, queryText, type Measure } from './metrics';
import type { AlarmPlan, Comparison, MetricAlarmPlan } from './model';

/** Where the runbooks of CloudWatch's alarms are: one page, with a section for each kind. */
export const ALARMS_RUNBOOK = 'docs/alarms.md';

/** Where to read what to do: `docs/alarms.md#storedown`. */
export function alarmRunbookLink({ kind }: Pick<AlarmPlan, 'kind'>, page: string = ALARMS_RUNBOOK): string {
  return `${page}#${kind.toLowerCase()}`;
}

/** CloudWatch takes so many characters (API reference, "PutMetricAlarm" and "PutCompositeAlarm"). */
const LONGEST_DESCRIPTION = 1_024;

/** What a person reads in the message: what is the matter, what it means, what to do first, and where the rest is. */
export function alarmDescription(alarm: AlarmPlan, page?: string): string {
  const { summary, runbook } = alarm;
  const link = `Runbook: ${alarmRunbookLink(alarm, page)}`;
  const text = [
    `${sentence(summary)}.`,
    runbook.means,
    ...runbook.steps.slice(0, 1).map((step) => `First: ${step}`),
  ].join(' ');
  const room = LONGEST_DESCRIPTION - link.length - 1;
  return `${text.length > room ? `${text.slice(0, room - 1)}…` : text} ${link}`;
}

const COMPARISONS: Readonly<Record<Comparison, string>> = {
  above: 'more than',
  'at-least': 'at least',
  below: 'less than',
  'at-most': 'at most',
};

/** When an alarm fires, in words: `HealthyHostCount (Minimum): less than 1 healthy pods, for 2 min`. */
export function conditionText({ measure, comparison, threshold, unit, periods, inPeriods }: MetricAlarmPlan): string {
  const minutes = periodOf(measure) / MINUTE;
  const time =
    periods === inPeriods
      ? `for ${spoken(periods * minutes)}`
      : `in ${inPeriods} of ${periods} periods of ${spoken(minutes)}`;
  return `${measureText(measure)}: ${COMPARISONS[comparison]} ${threshold.toLocaleString('en')} ${unit}, ${time}`;
}

/** What an alarm looks at, in words, with names as AWS has them. */
export function measureText(measure: Measure): string {
  switch (measure.kind) {
    case 'metric':
      return `\`${measure.name}\` (${measure.statistic})`;
    case 'share':
      return `\`${measure.of.name}\` of \`${measure.outOf.name}\``;
    case 'query':
      return `\`${queryText({ ...measure, where: {} })}\``;
  }
}

/** The namespaces that a measure is of. */
export function namespacesOf(measure: Measure): readonly string[] {
  return [...new Set(metricsIn(measure).map(({ namespace }) => namespace))];
}

function spoken(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
