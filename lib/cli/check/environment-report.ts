import { entrancesOf, type WalkedRequest } from '../../checks/entry/entrances';
import type { RenderedPlatform, RenderedStack } from '../../checks/subject';
import { telemetryCounts, type TelemetryCounts } from '../../checks/telemetry/counts';

/** One environment in the report. */
export interface EnvironmentReport {
  readonly environment: string;
  /** What is reachable from outside. */
  readonly outside: OutsideReport;
  /** What watches it. */
  readonly telemetry: Omit<TelemetryCounts, 'environment'>;
}

/** What is reachable from outside in an environment: what the check `entry` has followed to pods. */
export interface OutsideReport {
  /** Where clients go: `https://api.rides.example`; `null` where nothing leads in. */
  readonly address: string | null;
  /** How many declared routes arrive. */
  readonly routes: number;
  /** How many of them are open to anybody, without a token. */
  readonly open: number;
  /** The services that they lead to. */
  readonly services: readonly string[];
  /** The services that only others reach. */
  readonly inside: readonly string[];
}

/** What is to be said of an environment as a whole. */
export function environmentReport(platform: RenderedPlatform, stacks: readonly RenderedStack[]): EnvironmentReport {
  const { environment, ...telemetry } = telemetryCounts(platform, stacks);
  return { environment, outside: outsideReport(platform, stacks), telemetry };
}

function outsideReport(platform: RenderedPlatform, stacks: readonly RenderedStack[]): OutsideReport {
  const entrances = entrancesOf(platform, stacks);
  const walked = entrances.walked();
  const stopped = new Set(walked.filter(({ end }) => end !== undefined).map(({ route }) => route));
  const arriving = entrances.declared.filter((route) => !stopped.has(route));
  const services = Object.keys(platform.environment.services ?? {});
  const outside = new Set(entrances.declared.map(({ service }) => service));
  return {
    address: addressOf(walked),
    routes: arriving.length,
    open: arriving.filter(({ authentication }) => authentication === 'none').length,
    services: services.filter((service) => arriving.some((route) => route.service === service)),
    inside: services.filter((service) => !outside.has(service)),
  };
}

/** The first thing that a request passes which arrives. */
function addressOf(walked: readonly WalkedRequest[]): string | null {
  const first = walked.find(({ end }) => end === undefined);
  const [hop] = first?.hops ?? [];
  const scheme = first?.hops.some(({ name }) => name.endsWith('HTTPS')) === true ? 'https' : 'http';
  switch (hop?.kind) {
    case 'record':
      return `${scheme}://${first?.request.host ?? ''}`;
    case 'load balancer':
      return `${scheme} on load balancer ${hop.name}`;
    case 'ingress':
      return 'the load balancer of its Ingresses';
    default:
      return null;
  }
}
