import { pathTitle } from '../../../constructs/plan/gateway/paths';
import { fittedTable, paragraph, type FittedColumn } from '../rollout/fit';
import type { Paint } from '../terminal';
import type { ReachableRoute, RoutesReport, Stop } from './report';

const COLUMNS: readonly FittedColumn[] = [
  { heading: 'host', least: 12 },
  { heading: 'path' },
  { heading: 'methods', least: 6 },
  { heading: 'by whom', least: 7 },
  { heading: 'claims', least: 12 },
  { heading: 'service' },
];

const THROUGH: FittedColumn = { heading: 'through', align: 'right' };

/** What is reachable from outside, for a person. */
export function routesText(report: RoutesReport, paint: Paint, width: number): string {
  const { environment, routes } = report;
  if (routes.length === 0) return `Nothing of ${environment} is reachable from outside.\n`;
  const ways = [...new Set(routes.map(wayOf))];
  const several = ways.length > 1;
  return [
    paint.bold(`Reachable from outside in ${environment}`),
    fittedTable(
      several ? [...COLUMNS, THROUGH] : COLUMNS,
      routes.map((route) => [...row(route), ...(several ? [String(ways.indexOf(wayOf(route)) + 1)] : [])]),
      width,
    ),
    '',
    ...ways.map((way, index) => paragraph(`${several ? `${index + 1}` : 'Through'}: ${way}`, width)),
    '',
    ...said(report).map((sentence) => paragraph(sentence, width)),
    '',
  ].join('\n');
}

function said({ environment, open, issuers, inside, routes }: RoutesReport): readonly string[] {
  return [
    ...(open || !routes.some(isThroughGateway) ? [] : ['Nothing leads to the gateway: the environment has no edge.']),
    ...(routes.every(isThroughGateway)
      ? []
      : [
          `Without a mesh nobody before a service looks at tokens, methods and the size of bodies: npx bulkhead graph ${environment} has what else is missing.`,
        ]),
    ...issuers.map(({ issuer, audiences }) => `Tokens are those of ${issuer}, made for ${audiences.join(' or ')}.`),
    ...(inside.length === 0 ? [] : [`Only from inside: ${inside.join(', ')}.`]),
    'Everything else is refused. Paths are tried in this order.',
  ];
}

const isThroughGateway = ({ authentication }: ReachableRoute): boolean => authentication !== 'unchecked';

function row(route: ReachableRoute): string[] {
  const { host, methods, authentication, claims, through } = route;
  const service = through.at(-1);
  return [
    host === '*' ? 'any' : host,
    pathTitle(route),
    methods.length === 0 ? 'all' : methods.join(', '),
    WHO[authentication],
    Object.entries(claims)
      .map(([claim, values]) => `${claim}: ${values.join(' or ')}`)
      .join(', '),
    service === undefined ? '' : placeOf(service),
  ];
}

const WHO: Readonly<Record<ReachableRoute['authentication'], string>> = {
  required: 'token',
  none: 'anybody',
  unchecked: 'the service decides',
};

/** Through what, as far as the service's own stop: that is in its row. */
function wayOf({ through }: ReachableRoute): string {
  return [...through.slice(0, -1).map(stopTitle), 'service'].join(' → ');
}

/** One stop for a person. */
export function stopTitle(stop: Stop): string {
  return stop.kind === 'record' ? placeOf(stop) : `${stop.kind} ${placeOf(stop)}`;
}

function placeOf(stop: Stop): string {
  switch (stop.kind) {
    case 'record':
      return `${stop.name} (${stop.types.join(', ')})`;
    case 'load balancer':
      return `${stop.name}${stop.port === undefined ? '' : `:${stop.port}`}`;
    case 'gateway':
    case 'service':
      return `${stop.namespace}/${stop.name}:${stop.port}`;
  }
}
