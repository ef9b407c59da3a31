import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import picocolors from 'picocolors';
import { main } from '../../../lib/cli/program';
import { openApiDocument } from '../../../lib/cli/routes/openapi';
import { routesReport, type RoutesReport } from '../../../lib/cli/routes/report';
import { routesText } from '../../../lib/cli/routes/text';
import type { Environment } from '../../../lib/environment/schema';
import { GATEWAY } from '../environment/gateway-examples';
import { shipped } from '../synthesized';
import { environment } from './environments';
import { recordedWorld } from './world';

const prod = shipped('prod');
const plain = picocolors.createColors(false);
const DOCUMENT = readFileSync(join(__dirname, '../../../docs/routes.md'), 'utf8');
const { mapping, trip } = prod.services!;

async function typed(...words: string[]) {
  const world = recordedWorld({ blueprint: () => ({ environments: [shipped('dev'), environment('empty', 90)] }) });
  const code = await main(['routes', ...words], world);
  return { code, out: world.output(), err: world.errors() };
}

describe('what is reachable from outside', () => {
  const report = routesReport(prod);
  const routeOf = (path: string, method: string) =>
    report.routes.find((route) => route.path === path && (route.methods as readonly string[]).includes(method));

  test('is each route, by whom, and through what', () => {
    expect(routeOf('/v1/trips', 'POST')).toMatchObject({
      host: 'api.rides.example',
      match: 'exact',
      authentication: 'required',
      claims: { scope: ['trips:write'] },
      service: 'trip',
      through: [
        { kind: 'record', name: 'api.rides.example', types: ['A'] },
        { kind: 'load balancer', name: 'bulkhead-prod-edge', port: 443 },
        { kind: 'gateway', namespace: 'istio-ingress', name: 'edge', port: 8080 },
        { kind: 'service', namespace: 'trip', name: 'trip', port: 8080 },
      ],
    });
    expect(routeOf('/v1/sessions', 'POST')).toMatchObject({ authentication: 'none', maximumBodyKibibytes: 16 });
  });

  test('is nothing of a service that only others call', () => {
    expect(report.inside).toEqual(['payment']);
    expect(report.routes.filter(({ service }) => service === 'payment')).toEqual([]);
  });

  test('begins at the load balancer where there is no name, and at the gateway where there is no load balancer', () => {
    const first = (more: Partial<Environment>) => routesReport({ ...prod, ...more }).routes[0]?.through[0];
    expect(first({ edge: {} })).toEqual({ kind: 'load balancer', name: 'bulkhead-prod-edge', port: 80 });
    expect(first({ edge: undefined! })).toMatchObject({ kind: 'gateway' });
  });

  test('has the gateway’s pages and size where a route says none', () => {
    const cors = { origins: ['https://app.rides.example'] };
    const [route] = routesReport({
      ...prod,
      gateway: { cors, maximumBodyKibibytes: 32 },
      services: { trip: { ...trip!, calls: [], edge: { paths: ['/'] } } },
    }).routes;
    expect(route).toMatchObject({ cors, maximumBodyKibibytes: 32 });
  });

  test('is at the hosts that a service means, whatever leads there', () => {
    const hosts = ['api.rides.example'];
    const hostsOf = (kind: 'istio' | 'alb') => {
      const services = { old: { ...mapping!, router: { kind }, edge: { hosts, paths: ['/old'] } } };
      return routesReport({ ...prod, gateway: { hosts: ['*.rides.example'] }, services }).routes.map(
        ({ host }) => host,
      );
    };
    expect([hostsOf('istio'), hostsOf('alb')]).toEqual([hosts, hosts]);
  });

  test('is up to the service where no gateway is before it', () => {
    const services = { old: { ...mapping!, router: { kind: 'alb' as const }, edge: { paths: ['/old'] } } };
    const [route, ...others] = routesReport({ ...prod, services }).routes;
    expect(others).toEqual([]);
    expect(route).toMatchObject({
      host: '*',
      authentication: 'unchecked',
      through: [{ kind: 'load balancer', name: 'bulkhead-prod' }, { kind: 'service' }],
    });
    expect(route).not.toHaveProperty('maximumBodyKibibytes');
  });
});

describe('the table', () => {
  test('has a row for each route, and says through what once', () => {
    const text = routesText(routesReport(prod), plain, 120);
    expect(text).toMatch(/^api\.rides\.example +\/v1\/trips +POST +token +scope: trips:write +trip\/trip:8080$/m);
    expect(text).toMatch(/^api\.rides\.example +\/v1\/sessions +POST +anybody +user\/user:8080$/m);
    expect(text.match(/Through: /g)).toHaveLength(1);
    expect(text).toContain('Tokens are those of https://id.rides.example, made for rides.');
    expect(text).toContain('Only from inside: payment.');
    expect(text).not.toContain('Without a mesh');
  });

  test('numbers the ways where there are several', () => {
    const services = {
      trip: { ...trip!, calls: [] },
      old: { ...mapping!, router: { kind: 'alb' as const }, edge: {} },
    };
    const text = routesText(routesReport({ ...prod, services }), plain, 120);
    expect(text).toMatch(/through$/m);
    expect(text).toMatch(/^any +\/\* +all +the service decides +old\/old:8080 +1$/m);
    expect(text).toContain('1: load balancer bulkhead-prod → service');
    expect(text).toContain('Without a mesh nobody before a service looks at tokens');
  });

  test('says that nothing leads in where there is no edge', () => {
    expect(routesText(routesReport({ ...prod, edge: undefined! }), plain, 120)).toContain(
      'Nothing leads to the gateway',
    );
  });
});

describe('the document of OpenAPI', () => {
  const document = openApiDocument(routesReport(prod));
  const operation = (path: string, method: string) =>
    (document.paths[path] as Record<string, Record<string, unknown>> | undefined)?.[method];

  test('has every route with who may call it', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://api.rides.example' }] });
    expect(operation('/v1/trips', 'post')).toMatchObject({
      tags: ['trip'],
      security: [{ token: [] }],
      'x-claims': { scope: ['trips:write'] },
    });
    expect(operation('/v1/sessions', 'post')).toMatchObject({ security: [], 'x-maximum-body-kibibytes': 16 });
    expect(document.components.securitySchemes.token).toMatchObject({ scheme: 'bearer', bearerFormat: 'JWT' });
  });

  test('has what lies below a path as a parameter, which every such path declares', () => {
    expect(operation('/v1/trips', 'get')).toBeDefined();
    for (const [path, item] of Object.entries(document.paths)) {
      expect([path, 'parameters' in item]).toEqual([path, path.includes('{')]);
    }
  });

  test('lets the more exact of two routes have a method', () => {
    const edge = {
      routes: [
        { path: '/v1', match: 'prefix' as const, authentication: 'required' as const },
        { path: '/v1', authentication: 'none' as const, methods: ['GET' as const] },
      ],
    };
    const services = { trip: { ...trip!, calls: [], edge } };
    const item = openApiDocument(routesReport({ ...prod, services })).paths['/v1'] as Record<
      string,
      { security: unknown }
    >;
    expect([item.get?.security, item.post?.security]).toEqual([[], [{ token: [] }]]);
  });

  test('names no scheme that nobody could use, and servers by operation where hosts are several', () => {
    const two = { ...prod, gateway: { hosts: ['api.rides.example', '*.rides.example'] } };
    const { servers, components, paths } = openApiDocument(routesReport(two));
    expect(servers.map(({ url }) => url).sort()).toEqual(['https://any.rides.example', 'https://api.rides.example']);
    expect(components.securitySchemes).toEqual({});
    expect(paths['/v1/eta']).toMatchObject({ get: { servers: [{ url: expect.any(String) as string }] } });
  });
});

describe('bulkhead routes', () => {
  test('prints a table, JSON, or a document', async () => {
    const [table, json, openapi] = [await typed('dev'), await typed('dev', '--json'), await typed('dev', '--openapi')];
    expect([table, json, openapi].map(({ code, err }) => [code, err])).toEqual(Array(3).fill([0, '']));
    expect(table.out).toContain('Reachable from outside in dev');
    expect((JSON.parse(json.out) as RoutesReport).schemaVersion).toBe(1);
    expect(JSON.parse(openapi.out)).toMatchObject({ openapi: '3.1.0', info: { title: 'bulkhead dev' } });
  });

  test('says so where nothing is reachable', async () => {
    expect(await typed('empty')).toMatchObject({ code: 0, out: 'Nothing of empty is reachable from outside.\n' });
  });

  test('prints one form at a time', async () => {
    const { code, out, err } = await typed('dev', '--json', '--openapi');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('leave out --openapi or --json');
  });

  test('prints what its documentation shows', () => {
    const shown = routesText(routesReport(prod), plain, 120).replace(/ +$/gm, '').trimEnd();
    expect(DOCUMENT).toContain(`\`\`\`text\n${shown}\n\`\`\``);
  });

  test('has every field of its JSON in its documentation', () => {
    const fields = new Set<string>();
    JSON.stringify(
      routesReport({ ...prod, gateway: { ...prod.gateway, cors: GATEWAY.cors! } }),
      (key, value: unknown) => {
        if (key !== '' && !/^\d+$/.test(key)) fields.add(key);
        return value;
      },
    );
    fields.delete('scope');
    expect([...fields].filter((field) => !DOCUMENT.includes(`\`${field}\``))).toEqual([]);
  });
});
