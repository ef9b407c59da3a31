import type { ReportedService } from './report';

/** Something that only a mesh does. */
export interface MissingProtection {
  /** In a word or two: `time-outs`. */
  readonly what: string;
  /** What happens without it. */
  readonly without: string;
  /** The services that do without it. */
  readonly services: readonly string[];
}

interface Protection extends Pick<MissingProtection, 'what' | 'without'> {
  /** Whether a service would have it. */
  readonly of?: (service: ReportedService) => boolean;
}

const PROTECTIONS: readonly Protection[] = [
  {
    what: 'time-outs',
    without: 'a caller waits until it gives up by itself; a callee that hangs holds all its callers',
  },
  {
    what: 'second tries',
    without: 'a request that meets a pod which is going away fails, and whoever asked must ask again',
  },
  {
    what: 'ejection',
    without: 'a pod that fails goes on getting its share for as long as its readiness probe is well',
    of: ({ ejection }) => ejection !== undefined,
  },
  {
    what: 'limits per caller',
    without: 'a callee that has become slow takes all connections and all memory of its callers',
  },
  {
    what: 'load shedding',
    without: 'a pod begins everything that comes, and finishes nothing in time when too much does',
  },
  {
    what: 'own zone first',
    without: 'requests cross zones; a zone that is slow is met by a part of all of them',
    of: ({ zones }) => zones === 'own-first',
  },
  {
    what: 'warm-up',
    without: 'a new pod gets its whole share with its first request',
    of: ({ warmup }) => warmup !== undefined,
  },
  {
    what: 'rate limits',
    without: 'what was asked for is not done',
    of: ({ rateLimit }) => rateLimit !== undefined,
  },
  {
    what: 'encryption between pods',
    without:
      'network policies keep strangers out by their address; nobody proves who it is, and all can be read on the way',
  },
  {
    what: 'an API gateway',
    without:
      'nobody before the service looks at tokens, claims, methods and the size of bodies, or takes away headers that mean something inside',
    of: ({ outside }) => outside !== undefined,
  },
  {
    what: 'versions by share, header or copy',
    without:
      'a new version gets as many requests as it has pods, or, behind a load balancer, a share of those from outside',
  },
];

/** What services do without that are outside a mesh. */
export function missingProtections(
  hasMesh: boolean,
  services: readonly ReportedService[],
): readonly MissingProtection[] {
  const outside = services.filter(({ isProtected }) => !hasMesh || !isProtected);
  return PROTECTIONS.flatMap(({ what, without, of = () => true }) => {
    const names = outside.filter(of).map(({ name }) => name);
    return names.length === 0 ? [] : [{ what, without, services: names }];
  });
}
