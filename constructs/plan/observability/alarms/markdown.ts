import type { AlarmPlan, CompositeAlarmPlan, EventAlarmPlan, MetricAlarmPlan } from './model';
import { keysIn } from './model';
import { CLOUDWATCH_METRICS, metricsIn } from './metrics';
import { conditionText } from './text';

/** Whom an alarm tells, in words. */
const TELLS = { page: 'page', ticket: 'ticket' } as const;

const MISSING = {
  fine: 'is as good as can be',
  bad: 'is as bad as can be',
  unknown: 'tells nobody, and shows',
} as const;

/** A table of what tells somebody and a section for each kind of alarm, as Markdown. */
export function alarmsPage(alarms: readonly AlarmPlan[]): string {
  const kinds = alarms.filter(({ kind }, index) => alarms.findIndex((other) => other.kind === kind) === index);
  return [
    '| Alarm | Tells | What is the matter |',
    '| --- | --- | --- |',
    ...kinds.map(
      (alarm) => `| [${alarm.kind}](#${alarm.kind.toLowerCase()}) | ${tells(alarm, alarms)} | ${general(alarm)} |`,
    ),
    '',
    kinds.map((alarm) => section(alarm, alarms)).join('\n\n'),
  ].join('\n');
}

function section(alarm: AlarmPlan, alarms: readonly AlarmPlan[]): string {
  return [
    `## ${alarm.kind}`,
    `**${tells(alarm, alarms)}**: ${general(alarm)}.`,
    alarm.runbook.means,
    alarm.runbook.steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    reason(alarm),
  ].join('\n\n');
}

/** Whom an alarm tells; one that tells nobody by itself, through which others it does. */
function tells({ severity, kind }: AlarmPlan, alarms: readonly AlarmPlan[]): string {
  if (severity !== 'none') return TELLS[severity];
  const through = alarms.flatMap((other) => {
    if (other.form !== 'composite' || other.severity === 'none') return [];
    const named = [...keysIn(other.when), ...(other.unless === undefined ? [] : [other.unless])];
    return named.some((key) => key.split('-', 1)[0] === kind) ? [other.kind] : [];
  });
  return `through ${[...new Set(through)].map((each) => `[${each}](#${each.toLowerCase()})`).join(', ')}`;
}

/** The summary of a kind, for all things that it is about. */
function general({ summary, of }: AlarmPlan): string {
  if (of === undefined) return summary;
  return summary.replace(/: .*$/, '').replace(new RegExp(`\\b(store|zone) ${of.split('-')[0] ?? ''}\\b`), '$1 …');
}

function reason(alarm: AlarmPlan): string {
  switch (alarm.form) {
    case 'metric':
      return reasonOfMetric(alarm);
    case 'composite':
      return reasonOfComposite(alarm);
    case 'event':
      return reasonOfEvent(alarm);
  }
}

function reasonOfMetric(alarm: MetricAlarmPlan): string {
  const sources = [...new Set(metricsIn(alarm.measure).map(({ namespace }) => namespace))].map(
    (namespace) => `\`${namespace}\` (${CLOUDWATCH_METRICS[namespace].source})`,
  );
  return [
    `- Fires when: ${conditionText(alarm)}`,
    `- Why so: ${alarm.because}`,
    `- A period without a value ${MISSING[alarm.missing]}: ${alarm.missingBecause}`,
    `- Metrics: ${sources.join(', ')}`,
  ].join('\n');
}

function reasonOfComposite({ when, unless }: CompositeAlarmPlan): string {
  const kinds = (keys: readonly string[]): string =>
    [...new Set(keys.map((key) => key.split('-', 1)[0] ?? key))]
      .map((kind) => `[${kind}](#${kind.toLowerCase()})`)
      .join(', ');
  return [
    `- Fires when ${'any' in when ? 'any' : 'all'} of these do: ${kinds(keysIn(when))}`,
    ...(unless === undefined ? [] : [`- Tells nobody while this fires: ${kinds([unless])}`]),
  ].join('\n');
}

function reasonOfEvent({ pattern, because }: EventAlarmPlan): string {
  const types = pattern['detail-type'];
  return [`- Reported by AWS as: ${Array.isArray(types) ? types.join(', ') : ''}`, `- Why so: ${because}`].join('\n');
}
