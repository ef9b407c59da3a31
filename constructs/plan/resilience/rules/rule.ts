import { joinPath, type Problem } from '../../problem';
import type { ServiceSpec } from '../../service/spec';
import { calleesIn, type CallGraph, type GraphService, type GraphSurroundings } from '../graph';

/** The services by name, as their teams describe them. */
export type CalledServices = Readonly<Record<string, ServiceSpec>>;

/** What a rule looks at. */
export interface Judged {
  /** Who calls whom; there is no circle. */
  readonly graph: CallGraph;
  /** What the graph stands in. */
  readonly surroundings: GraphSurroundings;
  /** What was written. */
  readonly services: CalledServices;
}

/** Looks at one service among those that call each other. Fields begin at `services`. */
export type GraphRule = (service: GraphService, judged: Judged) => readonly Problem[];

/** A field of a service, from the top. */
export function fieldOf(service: string, field: string): string {
  return joinPath(joinPath('services', service), field);
}

/** The services that one cannot do without. */
export function requiredBy(service: GraphService, graph: CallGraph): readonly GraphService[] {
  return calleesIn(graph, service).flatMap(({ call, callee }) => (call.optional ? [] : [callee]));
}

/** The one of several of which there is most; the first among equals. */
export function most(services: readonly GraphService[], measure: (service: GraphService) => number): string {
  const [first, ...others] = services;
  return (
    others.reduce((found, each) => (found !== undefined && measure(each) > measure(found) ? each : found), first)
      ?.name ?? ''
  );
}

/** Names in a sentence. */
export function listed(services: readonly { readonly name: string }[]): string {
  const names = services.map(({ name }) => name);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
