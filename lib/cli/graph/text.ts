import { formatProblems } from '../../../constructs/plan/problem';
import { fittedTable, paragraph, type FittedColumn } from '../rollout/fit';
import type { Paint } from '../terminal';
import type { GraphReport, ReportedService } from './report';
import { promised, retried, time, tries } from './words';

/** Who calls whom, for a person. */
export function graphText(report: GraphReport, paint: Paint, width: number): string {
  const { warnings } = report;
  return [
    headline(report, paint),
    ...outsideText(report, paint, width),
    ...callsText(report, paint, width),
    ...chainsText(report, paint, width),
    ...servicesText(report, paint, width),
    ...missingText(report, paint, width),
    ...(warnings.length === 0 ? [] : [`${paint.yellow('Worth knowing:')} ${formatProblems(warnings)}`]),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const count = (number: number, one: string, more = `${one}s`): string => `${number} ${number === 1 ? one : more}`;

function headline({ environment, services, calls }: GraphReport, paint: Paint): string {
  const open = services.filter(({ outside }) => outside !== undefined).length;
  return `${paint.bold(environment)}: ${count(services.length, 'service')}, ${count(calls.length, 'call')} between them, ${open} reached from outside`;
}

const OUTSIDE: readonly FittedColumn[] = [
  { heading: 'service' },
  { heading: 'host', least: 12 },
  { heading: 'path' },
  { heading: 'waited for', align: 'right' },
  { heading: 'tried' },
  { heading: 'again', least: 12 },
];

function outsideText({ services, way }: GraphReport, paint: Paint, width: number): string[] {
  const reached = services.filter(({ outside }) => outside !== undefined);
  if (reached.length === 0) return [];
  const rows = reached.flatMap(({ name, outside }) =>
    (outside?.paths ?? []).map((path, index) =>
      index === 0 && outside !== undefined
        ? [
            name,
            outside.hosts.length === 0 ? 'any' : outside.hosts.join(', '),
            path,
            time(outside.timeoutMilliseconds),
            tries(outside),
            retried(outside),
          ]
        : ['', '', path, '', '', ''],
    ),
  );
  const points = way.map(({ kind, name }) => (kind === 'gateway' ? `gateway ${name}` : name));
  return [
    [
      paint.bold('A request from outside'),
      paragraph(`${points.join(' → ')} → service`, width),
      '',
      fittedTable(OUTSIDE, rows, width),
    ].join('\n'),
  ];
}

const CALLS: readonly FittedColumn[] = [
  { heading: 'caller' },
  { heading: 'callee' },
  { heading: 'waits', align: 'right' },
  { heading: 'tried' },
  { heading: 'again', least: 12 },
  { heading: 'without it', least: 10 },
];

function callsText({ calls }: GraphReport, paint: Paint, width: number): string[] {
  if (calls.length === 0) return [];
  const rows = calls.map((call) => [
    call.from,
    call.to,
    ...(call.isProtected ? [time(call.timeoutMilliseconds), tries(call), retried(call)] : ['-', '-', '-']),
    call.optional ? 'it answers' : 'it fails',
  ]);
  return [
    [
      paint.bold('Calls'),
      fittedTable(CALLS, rows, width),
      '',
      paragraph('What reached nobody is sent to another pod once more, whatever it asks.', width),
    ].join('\n'),
  ];
}

const CHAINS: readonly FittedColumn[] = [
  { heading: 'chain', least: 20 },
  { heading: 'tries', align: 'right' },
  { heading: 'of at most', align: 'right' },
  { heading: 'needs', align: 'right' },
  { heading: 'has', align: 'right' },
];

function chainsText({ chains, calls }: GraphReport, paint: Paint, width: number): string[] {
  if (calls.length === 0 || chains.length === 0) return [];
  const rows = chains.map(({ services, tries: number, mostTries, needsMilliseconds, hasMilliseconds }) => [
    services.join(' → '),
    String(number),
    String(mostTries),
    needsMilliseconds === 0 ? '-' : time(needsMilliseconds),
    time(hasMilliseconds),
  ]);
  return [
    [
      paint.bold('One request at worst'),
      fittedTable(CHAINS, rows, width),
      '',
      paragraph(
        'Tries: how often the last service may be asked for one request. Needs: how long the first may take to answer when whatever it calls hangs; has: how long its caller waits for it.',
        width,
      ),
    ].join('\n'),
  ];
}

const SERVICES: readonly FittedColumn[] = [
  { heading: 'service' },
  { heading: 'promises', least: 14 },
  { heading: 'per caller', align: 'right', least: 6 },
  { heading: 'per pod', align: 'right', least: 3 },
  { heading: 'left alone', align: 'right', least: 5 },
  { heading: 'zone', least: 5 },
  { heading: 'warm-up', align: 'right' },
];

function servicesText({ services }: GraphReport, paint: Paint, width: number): string[] {
  if (services.length === 0) return [];
  return [
    [
      paint.bold('Services'),
      fittedTable(SERVICES, services.map(row), width),
      '',
      paragraph(
        'Per caller, per pod: how many requests one pod of a caller may have under way to the service, and how many one pod of the service takes. Left alone: how many of its pods callers may leave alone while they fail.',
        width,
      ),
    ].join('\n'),
  ];
}

function row({ name, promise, limits, ejection, zones, warmup }: ReportedService): string[] {
  return [
    name,
    promised(promise),
    String(limits.perCaller),
    String(limits.perPod),
    ejection === undefined ? 'none' : `${ejection.maximumPercent} %`,
    zones === 'own-first' ? 'own first' : 'any',
    warmup === undefined ? '-' : `${warmup.seconds} s`,
  ];
}

function missingText({ missing, services }: GraphReport, paint: Paint, width: number): string[] {
  if (missing.length === 0) return [];
  const all = services.length;
  const lines = missing.map(({ what, without, services: names }) =>
    paragraph(`${what}${names.length === all ? '' : ` (${names.join(', ')})`}: ${without}.`, width),
  );
  return [
    [
      paint.yellow('Without a mesh nothing of this is done, and these are missing:'),
      ...lines,
      '',
      paragraph(
        'What is left: network policies, readiness probes, and what services do themselves, as the deadlines of the reference service.',
        width,
      ),
    ].join('\n'),
  ];
}
