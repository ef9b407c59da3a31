import fc from 'fast-check';
import type { Environment } from '../../../lib/environment/schema';
import { service, type EnvironmentService } from '../../../lib/environment/service';
import { placed } from '../../../lib/cli/graph/layout';
import type { GraphReport } from '../../../lib/cli/graph/report';
import { main } from '../../../lib/cli/program';
import { xmlFlaws } from '../../constructs/delivery/xml';
import dev from '../../environments/dev';
import prod from '../../environments/prod';
import { recordedWorld } from './world';

async function typed(words: readonly string[], environments: readonly Environment[] = [prod], width = 100) {
  const world = recordedWorld({ blueprint: () => ({ environments }) }, { width });
  const code = await main(['graph', ...words], world);
  return { code, out: world.output(), err: world.errors() };
}

const reportOf = async (environment: Environment): Promise<GraphReport> =>
  JSON.parse((await typed([environment.name, '--json'], [environment])).out) as GraphReport;

/** A service that promises little, so that it fits behind any other. */
const plain = (more: Partial<EnvironmentService> = {}): EnvironmentService =>
  service({
    image: 'ghcr.io/rides/service:1.0.0',
    promise: { availability: 0.99, latency: { percentile: 95, thresholdMilliseconds: 250 }, requestsPerSecond: 200 },
    ...more,
  });

/** Two services and nothing that divides and protects. */
const withoutMesh: Environment = {
  ...dev,
  stores: undefined,
  mesh: undefined,
  edge: undefined,
  gateway: undefined,
  services: { trip: plain({ calls: ['user'], resilience: { timeoutMilliseconds: 1100 } }), user: plain() },
};

describe('bulkhead graph', () => {
  test('tells each call: how long it waits, how often it tries, what it tries again, what happens without', async () => {
    const { code, out, err } = await typed(['prod']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^trip +user +1 s +2 × 487 ms +GET, HEAD, OPTIONS +it fails$/m);
    expect(out).toMatch(/^trip +mapping +400 ms +2 × 187 ms +GET, HEAD, OPTIONS +it answers$/m);
    expect(out).toMatch(/^trip +payment +2 s +2 × 987 ms .*idempotency-key +it fails$/m);
  });

  test('leads a request from outside to the services that are reached', async () => {
    const { way, services } = await reportOf({
      ...prod,
      edge: { domain: { name: 'api.rides.example', zone: { id: 'Z0PRODEXAMPLE', name: 'rides.example' } } },
    });
    expect(way.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'clients clients',
      'load-balancer api.rides.example',
      'gateway istio-ingress/edge',
    ]);
    const open = services.filter(({ outside }) => outside !== undefined).map(({ name }) => name);
    expect(open).toEqual(['mapping', 'trip', 'user']);
  });

  test('works out one request at worst', async () => {
    const { chains } = await reportOf(prod);
    expect(chains).toContainEqual({
      services: ['trip', 'user'],
      tries: 2,
      mostTries: 4,
      needsMilliseconds: 2050,
      hasMilliseconds: 2500,
    });
  });

  test('has nothing to warn of in what ships', async () => {
    expect((await reportOf(prod)).warnings).toEqual([]);
    expect((await reportOf(prod)).missing).toEqual([]);
  });

  test('tells what is worth knowing', async () => {
    const services = {
      a: plain({ calls: ['b', 'c'], resilience: { timeoutMilliseconds: 1100 } }),
      b: plain(),
      c: plain(),
    };
    const { out, code } = await typed(['dev'], [{ ...dev, stores: undefined, services }]);
    expect(code).toBe(0);
    expect(out).toMatch(/Worth knowing: 2 problems:[\s\S]*b and c may fail 2 %/);
  });

  test('says what a whole environment does without that has no mesh', async () => {
    const { out } = await typed(['dev'], [withoutMesh]);
    expect(out).toContain('Without a mesh nothing of this is done');
    expect(out).toMatch(/^ejection: a pod that fails/m);
    const { missing, services } = await reportOf(withoutMesh);
    expect(services.map(({ isProtected }) => isProtected)).toEqual([false, false]);
    expect(missing.find(({ what }) => what === 'time-outs')?.services).toEqual(['trip', 'user']);
    expect(out).toMatch(/^trip +user +- +- +- +it fails$/m);
    expect(out).not.toContain('One request at worst');
    // Nobody asked for these.
    expect(missing.map(({ what }) => what)).not.toContain('rate limits');
  });

  test('names the services that are outside the mesh of an environment', async () => {
    const services = { a: plain({ router: { kind: 'replicas' } }), b: plain() };
    const { missing } = await reportOf({ ...dev, stores: undefined, services });
    expect(missing.find(({ what }) => what === 'time-outs')?.services).toEqual(['a']);
  });

  test('shows an environment without services', async () => {
    const { out, code } = await typed(['dev'], [{ ...dev, stores: undefined, services: undefined }]);
    expect({ code, out }).toEqual({ code: 0, out: 'dev: 0 services, 0 calls between them, 0 reached from outside\n' });
  });

  test('fits a narrow terminal', async () => {
    const { out } = await typed(['prod'], [prod], 80);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('answers a misspelt environment with the nearest, and two forms at once with a choice', async () => {
    expect((await typed(['prd'])).err).toContain("did you mean 'prod'?");
    const both = await typed(['prod', '--svg', '--json']);
    expect(both).toMatchObject({ code: 1, out: '' });
    expect(both.err).toContain('one output is --svg or --json');
  });
});

describe('the flowchart', () => {
  test('has a node for each box and an arrow for each call, dashed where it may be missing', async () => {
    const { out } = await typed(['prod', '--mermaid']);
    const [first, ...lines] = out.trimEnd().split('\n');
    expect(first).toBe('flowchart LR');
    const nodes = lines.flatMap((line) => /^ {2}(n_\w+)(?:\["[^"]*"\]|\(\["[^"]*"\]\))$/.exec(line)?.[1] ?? []);
    const arrows = lines.flatMap((line) => {
      const [, from, kind, to] = /^ {2}(n_\w+) (-->|-\.->)(?:\|"[^"]*"\|)? (n_\w+)$/.exec(line) ?? [];
      return from === undefined ? [] : [{ from, kind, to }];
    });
    expect(nodes.length + arrows.length).toBe(lines.length);
    for (const { from, to } of arrows) expect(nodes).toEqual(expect.arrayContaining([from, to]));
    expect(arrows.filter(({ kind }) => kind === '-.->')).toEqual([
      { from: 'n_service_trip', kind: '-.->', to: 'n_service_mapping' },
    ]);
  });

  test('marks what is outside the mesh', async () => {
    const { out } = await typed(['dev', '--mermaid'], [withoutMesh]);
    expect(out).toMatch(/^class n_service_trip,n_service_user unprotected$/m);
  });
});

describe('the picture', () => {
  test('is well-formed, the same each time, and says who calls whom', async () => {
    const { out } = await typed(['prod', '--svg']);
    expect(xmlFlaws(out)).toEqual([]);
    expect(out).not.toMatch(/NaN|undefined|Infinity/);
    expect((await typed(['prod', '--svg'])).out).toBe(out);
    for (const name of ['mapping', 'payment', 'trip', 'user']) expect(out).toContain(`>${name}</text>`);
    expect(out.match(/<path[^>]*marker-end/g)).toHaveLength(2 + 3 + 3);
    expect(out).toContain('dashed arrow: answers without it');
  });

  test('follows a light page and a dark one', async () => {
    expect((await typed(['prod', '--svg'])).out).toContain('prefers-color-scheme:dark');
  });

  test('draws an environment that calls nobody', async () => {
    const { out } = await typed(['dev', '--svg'], [{ ...dev, stores: undefined, services: undefined }]);
    expect(xmlFlaws(out)).toEqual([]);
    expect(out).not.toMatch(/NaN|undefined|Infinity/);
  });

  const diagrams = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 }).map((drawn) => {
    const id = (index: number) => `service s${index}`;
    return {
      boxes: drawn.map((_, index) => ({
        id: id(index),
        title: `s${index}`,
        lines: ['99.9 %', '99 % in 250 ms'],
        kind: 'service' as const,
      })),
      arrows: drawn.flatMap((calls, from) =>
        [...new Set(calls)]
          .filter((to) => to > from && to < drawn.length)
          .map((to) => ({ from: id(from), to: id(to), lines: ['waits 1 s', '2 × 487 ms'], optional: false })),
      ),
    };
  });

  test('puts no box on another, all of them inside, and callers before those whom they call', () => {
    fc.assert(
      fc.property(diagrams, (diagram) => {
        const { boxes, arrows, width, height } = placed(diagram);
        for (const [index, one] of boxes.entries()) {
          expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
          expect(one.x + one.width / 2).toBeLessThanOrEqual(width);
          expect(one.y - one.height / 2).toBeGreaterThanOrEqual(0);
          expect(one.y + one.height / 2).toBeLessThanOrEqual(height);
          for (const other of boxes.slice(index + 1)) {
            const apart =
              Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
              Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
            expect(apart).toBe(true);
          }
        }
        const xOf = new Map(boxes.map(({ box, x }) => [box.id, x]));
        for (const { arrow } of arrows) expect(xOf.get(arrow.from)).toBeLessThan(xOf.get(arrow.to)!);
      }),
      { numRuns: 60 },
    );
  });
});
