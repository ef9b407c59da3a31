import type { GraphReport, ReportedTimes } from './report';
import { promised, time, tries } from './words';

/** A box of a picture. */
export interface Box {
  /** Unique in the picture: `service trip`. */
  readonly id: string;
  readonly title: string;
  /** Lines under the title. */
  readonly lines: readonly string[];
  readonly kind: 'outside' | 'service' | 'unprotected';
}

/** An arrow between two boxes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Lines beside it. */
  readonly lines: readonly string[];
  /** Whether whoever it comes from can do without. */
  readonly optional: boolean;
}

/** Boxes and arrows, in the order in which they are drawn. */
export interface Diagram {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** What a picture of the calls consists of, whatever draws it. */
export function diagramOf({ services, calls, way }: GraphReport): Diagram {
  const last = way.at(-1);
  const points = way.map(({ kind, name }): Box => ({
    id: kind,
    title: kind === 'gateway' ? 'gateway' : name,
    lines: kind === 'gateway' ? [name] : [],
    kind: 'outside',
  }));
  return {
    boxes: [
      ...points,
      ...services.map(({ name, promise, isProtected }): Box => ({
        id: idOf(name),
        title: name,
        lines: promised(promise).split(', '),
        kind: isProtected ? 'service' : 'unprotected',
      })),
    ],
    arrows: [
      ...points.slice(1).map(({ id }, index): Arrow => ({
        from: points[index]?.id ?? '',
        to: id,
        lines: [],
        optional: false,
      })),
      ...services.flatMap(({ name, outside }): Arrow[] =>
        outside === undefined || last === undefined
          ? []
          : [{ from: last.kind, to: idOf(name), lines: [...outside.paths, ...waiting(outside)], optional: false }],
      ),
      ...calls.map((call): Arrow => ({
        from: idOf(call.from),
        to: idOf(call.to),
        lines: call.isProtected ? waiting(call) : ['no time-out'],
        optional: call.optional,
      })),
    ],
  };
}

const idOf = (service: string): string => `service ${service}`;

const waiting = (times: ReportedTimes): string[] => [`waits ${time(times.timeoutMilliseconds)}`, tries(times)];
