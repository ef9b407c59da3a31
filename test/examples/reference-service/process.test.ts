import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expositionOffences, samplesOf } from './exposition-format';
import { type Build, buildService, Processes, type ServiceProcess } from './service-process';

jest.setTimeout(30_000);

let build: Build;
let processes: Processes;
beforeAll(() => {
  build = buildService();
  processes = new Processes(build);
});
afterEach(() => processes.end());
afterAll(() => build.remove());

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const sampled = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1' };
const ride = { riderId: 'r1', from: 'a', to: 'b' };

const post = (address: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const json = async (response: Response) => (await response.json()) as Record<string, unknown>;
const status = async (address: string): Promise<number> => (await fetch(address)).status;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server of the test's own; the test closes it. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a start', () => {
  test('with a configuration that cannot be ends at once, and tells all that is wrong', async () => {
    const refused = processes.spawn({ PORT: 'eighty', FAULT: 'error=1' });
    expect(await refused.exit).toBe(78);
    expect(refused.lines.map(({ level, variable }) => [level, variable])).toEqual([
      ['fatal', 'SERVICE_NAME'],
      ['fatal', 'PORT'],
      ['fatal', 'FAULT'],
    ]);
  });

  test('on a port that is taken ends, and says why', async () => {
    const first = await processes.start('user');
    const second = processes.spawn({
      SERVICE_NAME: 'user',
      HOST: '127.0.0.1',
      PORT: String(first.port),
      ADMIN_PORT: '0',
    });
    expect(await second.exit).toBe(1);
    expect(second.lines).toEqual([
      expect.objectContaining({ level: 'fatal', 'exception.message': expect.stringContaining('EADDRINUSE') }),
    ]);
  });

  test.each([
    ['user', 'POST', '/v1/sessions', { email: 'a@example.org' }, 201],
    ['user', 'GET', '/v1/users/u1', undefined, 200],
    ['trip', 'POST', '/v1/trips', ride, 201],
    ['trip', 'GET', '/v1/trips/t1', undefined, 200],
    ['payment', 'POST', '/v1/payments', { tripId: 't1' }, 201],
    ['payment', 'GET', '/v1/payments/p1', undefined, 200],
    ['mapping', 'GET', '/v1/eta?from=a&to=b', undefined, 200],
    ['mapping', 'GET', '/v1/routes?from=a&to=b', undefined, 200],
  ])('as %s serves %s %s', async (service, method, path, body, expected) => {
    const { address } = await processes.start(service);
    const response = await fetch(address + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    expect(response.status).toBe(expected);
    expect(await json(response)).toEqual(expect.any(Object));
  });
});

describe('a running service', () => {
  let service: ServiceProcess;
  const limits = { HEADERS_TIMEOUT_MS: '500', MAX_BODY_BYTES: '1000', REQUEST_DEADLINE_MS: '2000' };
  beforeEach(async () => {
    service = await processes.start('payment', { ...limits, FAULT_INJECTION: 'admin,header' });
  });

  test('answers probes and metrics on the admin port only', async () => {
    for (const path of ['/livez', '/readyz', '/startupz', '/metrics']) {
      expect([path, await status(service.admin + path)]).toEqual([path, 200]);
      expect([path, await status(service.address + path)]).toEqual([path, 404]);
    }
  });

  test('exposes what it served, by route and status, in a format that conforms', async () => {
    await fetch(`${service.address}/v1/payments/1`);
    await fetch(`${service.address}/v1/payments/2`);
    await fetch(`${service.address}/.env`);
    const scraped = await fetch(`${service.admin}/metrics`);
    expect(scraped.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await scraped.text();
    expect(expositionOffences(text)).toEqual([]);
    const counts = samplesOf(text).filter(({ name }) => name === 'http_server_request_duration_seconds_count');
    expect(counts.map(({ labels, value }) => [labels.http_route, labels.http_response_status_code, value])).toEqual([
      ['/v1/payments/{paymentId}', '200', 2],
      ['', '404', 1],
    ]);
  });

  test('logs each request once, as JSON with its trace', async () => {
    await fetch(`${service.address}/v1/payments/secret-number`, { headers: sampled });
    const line = await service.said('request');
    expect(line).toMatchObject({
      level: 'info',
      'service.name': 'payment',
      trace_id: TRACE,
      trace_flags: '01',
      'http.route': '/v1/payments/{paymentId}',
      'http.response.status_code': 200,
    });
    expect(line.span_id).toMatch(/^[0-9a-f]{16}$/);
    expect(line.span_id).not.toBe(SPAN);
    expect(JSON.stringify(service.lines)).not.toContain('secret-number');
  });

  test.each([
    ['a body that is too large', { tripId: 'x'.repeat(2_000) }, {}, 413],
    ['a body that is no JSON object', [1], {}, 400],
    ['a body of another type', { tripId: 't' }, { 'content-type': 'text/plain' }, 415],
    ['a body without what is needed', {}, {}, 400],
  ])('refuses %s', async (_, body, headers, expected) => {
    const response = await post(`${service.address}/v1/payments`, body, headers as Record<string, string>);
    expect(response.status).toBe(expected);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await json(response)).toMatchObject({ status: expected, trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test('refuses a body of unknown length as soon as it is too large', async () => {
    const chunks = (async function* () {
      for (let chunk = 0; chunk < 20; chunk += 1) {
        await pause(10);
        yield Buffer.alloc(500, 'x');
      }
    })();
    const sent = fetch(`${service.address}/v1/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: chunks,
      duplex: 'half',
    } as RequestInit);
    // The client may see the answer, or only that it may not go on writing.
    expect(await sent.then((response) => response.status).catch(() => 413)).toBe(413);
    expect(await service.said('request')).toMatchObject({ 'http.response.status_code': 413 });
  });

  test.each([
    ['GET', '/v1/nothing', 404, null],
    ['DELETE', '/v1/payments/1', 405, 'GET, HEAD'],
    ['GET', '/v1/payments/%E0%A4%A', 400, null],
  ])('answers %s %s with %d', async (method, path, expected, allow) => {
    const response = await fetch(service.address + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([expected, allow]);
  });

  test('cuts off a client whose headers do not come', async () => {
    const from = performance.now();
    const socket = connect(service.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const heard = await new Promise<string>((resolve) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (part) => (text += String(part)));
      socket.on('close', () => resolve(text));
    });
    expect(heard).toContain('408');
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test('keeps an idle connection open for longer than headers may take', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const once = (): Promise<{ status?: number; reused: boolean }> =>
      new Promise((resolve, reject) => {
        const request = get(`${service.address}/`, { agent }, (response) => {
          response.resume().on('end', () => resolve({ status: response.statusCode, reused: request.reusedSocket }));
        }).on('error', reject);
      });
    expect(await once()).toEqual({ status: 200, reused: false });
    await pause(1_700);
    expect(await once()).toEqual({ status: 200, reused: true });
    agent.destroy();
  });

  test('gives up at the deadline of its caller', async () => {
    const from = performance.now();
    const response = await fetch(service.address, {
      headers: { 'x-fault': 'delay=5000', 'x-request-timeout-ms': '150' },
    });
    expect(response.status).toBe(504);
    expect(performance.now() - from).toBeLessThan(1_500);
  });

  test('does what the header of faults asks, and says that it was asked', async () => {
    const response = await fetch(service.address, { headers: { 'x-fault': 'error=1,status=500' } });
    expect([response.status, response.headers.get('x-fault-injected')]).toEqual([500, 'error']);
  });

  test('takes faults on the admin port, and forgets them', async () => {
    const set = (method: string, body?: unknown) =>
      fetch(`${service.admin}/faults`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    expect((await set('PUT', { error: 2 })).status).toBe(400);
    expect(await json(await set('PUT', { error: 1, status: 502 }))).toMatchObject({ fault: { error: 1, status: 502 } });
    expect(await status(service.address)).toBe(502);
    await set('DELETE');
    expect(await status(service.address)).toBe(200);
  });

  test('counts a client that did not wait as 499', async () => {
    await expect(
      fetch(service.address, { headers: { 'x-fault': 'delay=1500' }, signal: AbortSignal.timeout(100) }),
    ).rejects.toThrow();
    expect(await service.said('request')).toMatchObject({ 'http.response.status_code': 499 });
  });

  test('finishes what is under way after an error that nobody caught, and leaves with 1', async () => {
    const slow = fetch(service.address, { headers: { 'x-fault': 'delay=300' } });
    await pause(50);
    await fetch(`${service.admin}/crash`, { method: 'POST' });
    expect((await slow).status).toBe(200);
    expect(await service.exit).toBe(1);
    expect(await service.said('uncaught error')).toMatchObject({
      level: 'fatal',
      'exception.message': 'crashed on purpose',
      'exception.stacktrace': expect.stringContaining('main.ts'),
    });
  });
});

test('a service that was not told otherwise lets nobody inject faults or crash it', async () => {
  const service = await processes.start('user');
  const refused = await Promise.all(
    [
      ['PUT', '/faults'],
      ['DELETE', '/faults'],
      ['POST', '/crash'],
    ].map(async ([method, path]) => (await fetch(`${service.admin}${path}`, { method })).status),
  );
  expect(refused).toEqual([403, 403, 403]);
  expect((await fetch(service.address, { headers: { 'x-fault': 'error=1' } })).status).toBe(200);
});

test('a release that was made bad fails the share that it was told to', async () => {
  const service = await processes.start('user', { FAULT_INJECTION: 'admin', FAULT: 'error=1,status=500' });
  expect(await status(service.address)).toBe(500);
  expect(await status(`${service.admin}/readyz`)).toBe(200);
});

describe('a call to a dependency', () => {
  test('is part of the same trace, down the whole chain, and its spans reach the collector', async () => {
    const exported: Record<string, unknown>[] = [];
    const collector = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const batch = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[] };
        exported.push(...batch.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));
        response.end('{}');
      });
    });
    const telemetry = { OTEL_EXPORTER_OTLP_ENDPOINT: await listening(collector), OTEL_BSP_SCHEDULE_DELAY: '60000' };
    const user = await processes.start('user', telemetry);
    const payment = await processes.start('payment', { ...telemetry, BULKHEAD_CALLS: `user=${user.address}` });
    const trip = await processes.start('trip', { ...telemetry, BULKHEAD_CALLS: `payment=${payment.address}` });

    const response = await post(`${trip.address}/v1/trips`, ride, sampled);
    expect(await json(response)).toMatchObject({
      paymentId: expect.any(String),
      dependencies: { payment: 'answered' },
    });
    const lines = await Promise.all([trip, payment, user].map((each) => each.said('request')));
    expect(lines.map(({ trace_id }) => trace_id)).toEqual([TRACE, TRACE, TRACE]);

    for (const each of [trip, payment, user]) {
      each.signal('SIGTERM');
      expect(await each.exit).toBe(0); // and its last spans are sent
    }
    collector.close();
    collector.closeAllConnections();
    // From the last service back to the caller: server, client, server, client, server.
    const chain = [exported.find(({ spanId }) => spanId === lines[2]!.span_id)];
    for (let parent; (parent = exported.find(({ spanId }) => spanId === chain.at(-1)?.parentSpanId));)
      chain.push(parent);
    expect(chain.map((span) => span?.kind)).toEqual([2, 3, 2, 3, 2]);
    expect(chain.at(-1)).toMatchObject({ parentSpanId: SPAN, traceState: 'vendor=1', name: 'POST /v1/trips' });
  });

  test('carries the time that is left, the idempotency key and the headers that pass through', async () => {
    const heard: IncomingMessage[] = [];
    const dependency = createServer((request, response) => {
      heard.push(request.resume());
      response.end('{}');
    });
    const trip = await processes.start('trip', {
      BULKHEAD_CALLS: `payment=${await listening(dependency)}`,
      FORWARD_HEADERS: 'x-tester',
    });
    await post(`${trip.address}/v1/trips`, ride, {
      'x-request-timeout-ms': '600',
      'x-tester': 'yes',
      'x-other': 'no',
      baggage: 'k=v',
    });
    dependency.close();
    const { headers } = heard[0]!;
    expect(Number(headers['x-request-timeout-ms'])).toBeGreaterThan(100);
    expect(Number(headers['x-request-timeout-ms'])).toBeLessThanOrEqual(580);
    expect(headers).toMatchObject({ 'x-tester': 'yes', baggage: 'k=v', 'idempotency-key': expect.any(String) });
    expect(headers['x-other']).toBeUndefined();
  });

  test('that does not answer in time fails the request with 504', async () => {
    const payment = await processes.start('payment', { FAULT_INJECTION: 'admin', FAULT: 'delay=5000' });
    const trip = await processes.start('trip', {
      BULKHEAD_CALLS: `payment=${payment.address}`,
      CALL_TIMEOUT_MS: '150',
    });
    const response = await post(`${trip.address}/v1/trips`, ride);
    expect([response.status, (await json(response)).detail]).toEqual([504, 'payment did not answer in time']);
  });

  test.each([
    ['is not there', 'http://127.0.0.1:9'],
    ['answers an error', undefined],
  ])('that %s fails the request with 502', async (_, address) => {
    const calls = address ?? (await processes.start('payment', { FAULT_INJECTION: 'admin', FAULT: 'error=1' })).address;
    const trip = await processes.start('trip', { BULKHEAD_CALLS: `payment=${calls}` });
    expect((await post(`${trip.address}/v1/trips`, ride)).status).toBe(502);
  });

  test('that may be missing is answered without', async () => {
    const trip = await processes.start('trip', { BULKHEAD_CALLS: 'mapping=http://127.0.0.1:9' });
    const response = await post(`${trip.address}/v1/trips`, ride);
    expect(response.status).toBe(201);
    expect(await json(response)).toMatchObject({ etaSeconds: null, dependencies: { mapping: 'unavailable' } });
    expect(await trip.said('answered without a dependency')).toMatchObject({
      level: 'warn',
      'peer.service': 'mapping',
    });
  });

  test('is never made to a dependency that was not declared', async () => {
    const trip = await processes.start('trip');
    expect(await json(await post(`${trip.address}/v1/trips`, ride))).toMatchObject({
      paymentId: null,
      dependencies: {},
    });
  });
});

describe('SIGTERM', () => {
  const slowly = { FAULT_INJECTION: 'header' };

  test('takes the pod out of service, serves what still comes, finishes what is under way, and ends with 0', async () => {
    const service = await processes.start('trip', { ...slowly, DRAIN_DELAY_MS: '400' });
    const underWay = fetch(service.address, { headers: { 'x-fault': 'delay=1000' } });
    await pause(100);
    service.signal('SIGTERM');
    await service.said('draining');

    expect(await status(`${service.admin}/readyz`)).toBe(503);
    expect(await status(`${service.admin}/livez`)).toBe(200);
    expect(await status(`${service.admin}/startupz`)).toBe(200);
    const late = await fetch(service.address);
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);

    await pause(500);
    await expect(fetch(service.address)).rejects.toThrow(); // accepts no more
    expect(await status(`${service.admin}/livez`)).toBe(200); // and is still alive
    expect((await underWay).status).toBe(200);
    expect(await service.exit).toBe(0);
    expect(service.lines.at(-1)).toMatchObject({ message: 'stopped' });
  });

  test('cuts off what takes longer than the limit, and says so', async () => {
    const service = await processes.start('trip', { ...slowly, DRAIN_LIMIT_MS: '200' });
    const underWay = fetch(service.address, { headers: { 'x-fault': 'delay=4000' } }).catch(() => 'cut');
    await pause(100);
    service.signal('SIGTERM');
    expect(await underWay).toBe('cut');
    expect(await service.exit).toBe(1);
    expect(service.lines.at(-1)).toMatchObject({ level: 'error', message: 'stopped with requests cut off' });
  });

  test('does not wait for connections that only stay open', async () => {
    const service = await processes.start('trip');
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) => get(service.address, { agent }, (response) => resolve(response.resume())));
    const from = performance.now();
    service.signal('SIGTERM');
    expect(await service.exit).toBe(0);
    expect(performance.now() - from).toBeLessThan(3_000);
    agent.destroy();
  });

  test('said twice is one drain', async () => {
    const service = await processes.start('trip', { DRAIN_DELAY_MS: '300' });
    service.signal('SIGTERM');
    await service.said('draining');
    service.signal('SIGTERM');
    expect(await service.exit).toBe(0);
    expect(service.lines.filter(({ message }) => message === 'draining')).toHaveLength(1);
  });
});
