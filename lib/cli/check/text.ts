import { formatProblems } from '../../../constructs/plan/problem';
import type { Finding } from '../../checks/check';
import { percentFree } from '../../checks/limits/use';
import type { CheckResult, Verdict } from '../../checks/run';
import { table } from '../table';
import { clock } from '../../../constructs/delivery/table';
import type { Paint } from '../terminal';
import type { EnvironmentReport } from './environment-report';
import type { CheckReport, StackReport } from './report';
import type { ServiceReport } from './service-report';

/** A report as text for a person: what is wrong, the stacks, the checks, what to do next. */
export function reportText(report: CheckReport, paint: Paint): string {
  if (report.problems.length > 0) return `${formatProblems(report.problems)}\n`;
  return [
    ...report.checks.flatMap((check) => findingsText(check, paint)),
    stacksTable(report.stacks, paint),
    servicesTable(report.services, paint),
    environmentsTable(report.environments),
    checksTable(report.checks, paint),
    ending(report, paint),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('\n');
}

function stacksTable(stacks: readonly StackReport[], paint: Paint): string {
  const columns = [
    { heading: 'environment' },
    { heading: 'stack' },
    { heading: 'resources', align: 'right' },
    { heading: 'template', align: 'right' },
    { heading: 'headroom', align: 'right' },
    { heading: 'verdict' },
  ] as const;
  const rows = stacks.map(({ environment, stack, resources, templateBytes, headroom, verdict }) => [
    environment,
    stack,
    String(resources),
    kilobytes(templateBytes),
    `${percentFree(headroom.used, headroom.most)} % of ${headroom.what}`,
    coloured(verdict, paint),
  ]);
  return table(columns, rows);
}

function servicesTable(services: readonly ServiceReport[], paint: Paint): string {
  if (services.length === 0) return '';
  const columns = [
    { heading: 'environment' },
    { heading: 'service' },
    { heading: 'release' },
    { heading: 'divided by' },
    { heading: 'time to full', align: 'right' },
    { heading: 'a bad version costs at worst' },
    { heading: 'verdict' },
  ] as const;
  const rows = services.map((service) => [
    service.environment,
    service.service,
    service.strategy,
    service.router,
    clock(service.secondsToFull),
    service.badShareSeconds === null ? 'an outage, until an alert' : reached(service.badShareSeconds),
    coloured(service.verdict, paint),
  ]);
  return table(columns, rows);
}

/** A share of all requests times a time is the time for which all of them would have failed. */
const reached = (shareSeconds: number): string =>
  shareSeconds === 0 ? 'nothing' : `${clock(shareSeconds)} of full outage`;

function environmentsTable(environments: readonly EnvironmentReport[]): string {
  if (environments.length === 0) return '';
  const columns = [
    { heading: 'environment' },
    { heading: 'reached from outside at' },
    { heading: 'routes', align: 'right' },
    { heading: 'open to anybody', align: 'right' },
    { heading: 'only from inside' },
    { heading: 'rules', align: 'right' },
    { heading: 'alerts that page', align: 'right' },
    { heading: 'that make tickets', align: 'right' },
    { heading: 'dashboards', align: 'right' },
  ] as const;
  const rows = environments.map(({ environment, outside, telemetry }) => [
    environment,
    outside.address ?? '-',
    String(outside.routes),
    String(outside.open),
    outside.inside.length > FEW ? `${outside.inside.length} services` : outside.inside.join(', ') || '-',
    String(telemetry.alerts + telemetry.recordings),
    String(telemetry.pages),
    String(telemetry.tickets),
    String(telemetry.dashboards),
  ]);
  return table(columns, rows);
}

/** More names than these are a number. */
const FEW = 3;

function checksTable(checks: readonly CheckResult[], paint: Paint): string {
  const columns = [
    { heading: 'check' },
    { heading: 'time', align: 'right' },
    { heading: 'result' },
    { heading: 'what a pass means' },
  ] as const;
  const rows = checks.map((check) => [
    check.name,
    seconds(check.milliseconds),
    coloured(check.verdict, paint),
    remark(check),
  ]);
  return table(columns, rows);
}

function remark({ promise, findings, acknowledged, skipped }: CheckResult): string {
  if (skipped !== undefined) return `${skipped.reason}; ${skipped.remedy}`;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return [
    promise,
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
    ...(acknowledged.length === 0 ? [] : [`${acknowledged.length} acknowledged with a reason`]),
  ].join('; ');
}

/** A check's findings; one that several environments share stands once. */
function findingsText({ name, findings }: CheckResult, paint: Paint): string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify({ ...finding, environment: '', resource: placeOf(finding) });
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => findingText(name, group, paint));
}

function findingText(check: string, group: readonly Finding[], paint: Paint): string[] {
  const [finding] = group;
  if (finding === undefined) return [];
  const heading = finding.severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const environments = group.map(({ environment }) => environment).join(', ');
  const place = [environments, placeOf(finding)].filter((part) => part !== '').join(': ');
  const rule = finding.rule === undefined ? '' : ` (${finding.rule})`;
  return [
    [
      `${heading} ${[check, place].filter((part) => part !== '').join(': ')}${rule}`,
      ...(finding.value === undefined ? [] : [`  value:  ${text(finding.value)}`]),
      `  reason: ${finding.reason}`,
      `  remedy: ${finding.remedy}`,
    ].join('\n'),
  ];
}

/**
 * Within its environment: the resource, or the stack where the finding is of no resource in particular; the property.
 */
function placeOf({ environment, stack, resource, field }: Finding): string {
  const path = resource?.replace(/\/(Resource|Default)$/, '') ?? stack;
  const place = environment !== '' && path.startsWith(`${environment}/`) ? path.slice(environment.length + 1) : path;
  return [place, field].filter((part) => part !== undefined && part !== '').join(' ');
}

function ending({ verdict, milliseconds, output, next, checks }: CheckReport, paint: Paint): string {
  const time = seconds(milliseconds);
  if (verdict === 'fail') {
    const failed = checks.filter((check) => check.verdict === 'fail').map(({ name }) => name);
    return [
      `${paint.red(`Failed: ${failed.join(', ')}.`)} (${time})`,
      `What was rendered is in ${output}; cdk.out is as it was.`,
      `Next, when it is mended: ${next}`,
    ].join('\n');
  }
  const skipped = checks.filter((check) => check.verdict === 'skipped').map(({ name }) => name);
  const passed =
    skipped.length === 0 ? 'All checks passed.' : `All other checks passed; skipped: ${skipped.join(', ')}.`;
  return [`${paint.green(passed)} (${time})`, `What was rendered is in ${output}.`, `Next: ${next}`].join('\n');
}

function coloured(verdict: Verdict, paint: Paint): string {
  if (verdict === 'pass') return paint.green('pass');
  return verdict === 'fail' ? paint.red('FAIL') : paint.yellow('skipped');
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
