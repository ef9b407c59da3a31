import { isObject, type Template, type TemplateResource } from '../checks/template';
import { HOURS_A_MONTH } from './prices';

/** A regional NAT gateway is billed for each zone that it stands in: each that it has addresses for. */
export function natUnits(gateway: TemplateResource): number {
  return Math.max(1, lengthOf(gateway, 'AvailabilityZoneAddresses'));
}

/** An alarm on a share of two metrics is billed for both; one on a query for what that finds, one at least. */
export function metricsOfAlarm({ Properties }: TemplateResource): number {
  const metrics = Properties?.Metrics;
  if (!Array.isArray(metrics)) return 1;
  return Math.max(1, metrics.filter((metric) => isObject(metric) && metric.MetricStat !== undefined).length);
}

const MINUTES_A_MONTH = HOURS_A_MONTH * 60;

export function runsAMonth({ Properties }: TemplateResource): number {
  const schedule = Properties?.Schedule;
  const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(isObject(schedule) ? String(schedule.Expression) : '') ?? [];
  return minutes === undefined ? 0 : Math.floor(MINUTES_A_MONTH / Number(minutes));
}

export function mostSeriesOf({ Properties }: TemplateResource): number {
  const configuration = Properties?.WorkspaceConfiguration;
  const limits = isObject(configuration) ? configuration.LimitsPerLabelSets : undefined;
  if (!Array.isArray(limits)) return 0;
  return limits.reduce<number>((sum, limit) => sum + (isObject(limit) ? numberIn(limit.Limits, 'MaxSeries') : 0), 0);
}

export function isServerless({ Properties }: TemplateResource): boolean {
  return Properties?.DBInstanceClass === 'db.serverless';
}

export function leastUnits(instance: TemplateResource, template: Template): number {
  if (!isServerless(instance)) return 0;
  return numberIn(clusterOf(instance, template)?.Properties?.ServerlessV2ScalingConfiguration, 'MinCapacity');
}

export function ioOptimized(instance: TemplateResource, template: Template): boolean {
  return clusterOf(instance, template)?.Properties?.StorageType === 'aurora-iopt1';
}

export function clusterOf({ Properties }: TemplateResource, { Resources }: Template): TemplateResource | undefined {
  const reference = Properties?.DBClusterIdentifier;
  return isObject(reference) && typeof reference.Ref === 'string' ? Resources?.[reference.Ref] : undefined;
}

export function lengthOf({ Properties }: TemplateResource, property: string): number {
  const value = Properties?.[property];
  return Array.isArray(value) ? value.length : 0;
}

export function numberIn(value: unknown, key: string): number {
  return isObject(value) ? Number(value[key] ?? 0) : 0;
}
