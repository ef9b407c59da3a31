import fc from 'fast-check';
import { ANSWER_MILLISECONDS, MOST_TRIES_OF_A_CHAIN } from '../../../../constructs/plan/resilience/defaults';
import { callGraph, calleesIn, type CallGraph, type GraphService } from '../../../../constructs/plan/resilience/graph';
import { callGraphProblems } from '../../../../constructs/plan/resilience/graph-rules';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { inProduction, named, service, within } from './examples';

/** Services that answer nothing, and whose callers the mesh must free. */
type Hanging = ReadonlySet<string>;

/** What becomes of one request, at worst: every pause is the longest, every callee that hangs is waited for. */
class Walk {
  /** How often each service was asked, for one request to the first. */
  public readonly asked = new Map<string, number>();

  public constructor(
    private readonly graph: CallGraph,
    private readonly hanging: Hanging,
  ) {}

  /** How long the caller's sidecar waits for a service before it answers its caller, and whether it got an answer. */
  public wait({ name, ...rest }: GraphService): { readonly milliseconds: number; readonly answered: boolean } {
    const { times } = rest.resilience;
    let spent = 0;
    for (let attempt = 1; attempt <= times.attempts && spent < times.timeoutMilliseconds; attempt++) {
      this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
      const left = Math.min(times.perTryMilliseconds, times.timeoutMilliseconds - spent);
      const answer = this.answer({ name, ...rest });
      if (answer <= left) return { milliseconds: spent + answer, answered: true };
      spent += left + Math.min(2 ** attempt - 1, 10) * times.backoffMilliseconds;
    }
    return { milliseconds: Math.min(spent, times.timeoutMilliseconds), answered: false };
  }

  /** After how long a service answers, whatever it has to say. */
  public answer(service: GraphService): number {
    if (this.hanging.has(service.name)) return Infinity;
    const waits = calleesIn(this.graph, service).map(({ callee }) => this.wait(callee).milliseconds);
    const waited = service.inSequence ? waits.reduce((sum, each) => sum + each, 0) : Math.max(0, ...waits);
    return waited + ANSWER_MILLISECONDS;
  }
}

const walked = (graph: CallGraph, name: string, hanging: readonly string[]) => {
  const walk = new Walk(graph, new Set(hanging));
  const first = graph.get(name)!;
  return { ...walk.wait(first), asked: walk.asked };
};

describe('a chain of four whose last service hangs', () => {
  const services = named(
    service('edge', { ...within(1000), calls: ['trip'], edge: {}, resilience: { timeoutMilliseconds: 5000 } }),
    service('trip', { ...within(500), calls: ['payment'], resilience: { timeoutMilliseconds: 3000 } }),
    service('payment', { ...within(500), calls: ['ledger'] }),
    service('ledger'),
  );
  const graph = callGraph(services, inProduction);

  test('fits', () => {
    expect(callGraphProblems(services, inProduction)).toEqual([]);
  });

  test('frees each caller in its turn, so that the first answers its client before that gives up', () => {
    const { milliseconds, answered, asked } = walked(graph, 'edge', ['ledger']);
    // The last is given up after its two tries, and each before it needs 50 ms to say so.
    expect(milliseconds).toBe(487 + 25 + 487 + 1 + 3 * ANSWER_MILLISECONDS);
    expect(answered).toBe(true);
    expect(Object.fromEntries(asked)).toEqual({ edge: 1, trip: 1, payment: 1, ledger: 2 });
  });

  test('would not, if one waited less than the one behind it', () => {
    const hasty = { ...services, payment: { ...services.payment!, resilience: { timeoutMilliseconds: 900 } } };
    expect(callGraphProblems(hasty, inProduction)).toHaveLength(1);
    expect(walked(callGraph(hasty, inProduction), 'payment', ['ledger']).answered).toBe(false);
  });
});

/** Services in layers, each calling some of those behind it, with times that somebody chose. */
const anyServices = fc
  .array(
    fc.record({
      calls: fc.array(fc.nat(5), { maxLength: 3 }),
      threshold: fc.constantFrom(50, 100, 250, 500),
      timeout: fc.option(fc.integer({ min: 500, max: 12_000 }), { nil: undefined }),
      attempts: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      callsInSequence: fc.boolean(),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((drawn) =>
    named(
      ...drawn.map(({ calls, threshold, timeout, attempts, callsInSequence }, index): ServiceSpec => {
        const behind = [...new Set(calls)].filter((each) => each > index && each < drawn.length);
        return service(`s${index}`, {
          ...within(threshold * 2 ** (drawn.length - index)),
          calls: behind.map((each) => `s${each}`),
          resilience: {
            callsInSequence,
            ...(timeout === undefined ? {} : { timeoutMilliseconds: timeout }),
            ...(attempts === undefined ? {} : { retries: { attempts } }),
          },
        });
      }),
    ),
  );

describe('whatever services are accepted together, and whichever of them hang', () => {
  const accepted = anyServices.filter((services) => callGraphProblems(services, inProduction).length === 0);
  const cases = accepted.chain((services) =>
    fc.record({ services: fc.constant(services), hanging: fc.subarray(Object.keys(services)) }),
  );

  test('a service that does not hang answers within every try of its callers', () => {
    fc.assert(
      fc.property(cases, ({ services, hanging }) => {
        const graph = callGraph(services, inProduction);
        for (const each of graph.values()) {
          if (hanging.includes(each.name)) continue;
          const answer = new Walk(graph, new Set(hanging)).answer(each);
          expect(answer).toBeLessThanOrEqual(each.resilience.times.perTryMilliseconds);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('no caller waits for longer than the time-out of the one that it called', () => {
    fc.assert(
      fc.property(cases, ({ services, hanging }) => {
        const graph = callGraph(services, inProduction);
        for (const each of graph.values()) {
          const { milliseconds } = new Walk(graph, new Set(hanging)).wait(each);
          expect(milliseconds).toBeLessThanOrEqual(each.resilience.times.timeoutMilliseconds);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('along no chain one request becomes more than the bound, when every try fails', () => {
    const tries = (graph: CallGraph, { name, calls, resilience }: GraphService): number =>
      resilience.times.attempts *
      Math.max(1, ...calls.map((call) => tries(graph, graph.get(call.service) ?? { ...graph.get(name)!, calls: [] })));
    fc.assert(
      fc.property(accepted, (services) => {
        const graph = callGraph(services, inProduction);
        for (const each of graph.values()) expect(tries(graph, each)).toBeLessThanOrEqual(MOST_TRIES_OF_A_CHAIN);
      }),
      { numRuns: 300 },
    );
  });
});
