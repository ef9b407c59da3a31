import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { paceLoad } from '../../constructs/delivery/load';
import { blueGreen } from '../../constructs/delivery/spec';
import { loadCommand } from '../../constructs/kubernetes/rollout/load-job';
import type { MetricPlan } from '../../constructs/plan/service/analyses';
import { planService } from '../../constructs/plan/service/plan';
import { facts, payment, production } from '../constructs/plan/service/examples';
import { buildService, Processes, type Build } from '../examples/reference-service/service-process';

type LoadMetric = Extract<MetricPlan, { kind: 'load' }>;

/** What the image has and the load needs. Debian builds its busybox without `wget -T`. */
const APPLETS = ['sh', 'wget', 'usleep'];

/** Where there is a BusyBox that can do what that of the image can. */
function findBusybox(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = [process.env.BUSYBOX ?? [], ...folders.map((folder) => join(folder, 'busybox'))].flat();
  return places.find(
    (path) => existsSync(path) && spawnSync(path, ['wget', '--help'], { encoding: 'utf8' }).stderr.includes('-T SEC'),
  );
}

const busybox = findBusybox();
const describeWithBusybox = busybox === undefined ? describe.skip : describe;
if (busybox === undefined) {
  console.warn(
    'no busybox with wget -T is on the PATH or named by BUSYBOX: no load was sent. It is /bin/busybox of the image busybox:1.37.0',
  );
}

describeWithBusybox('a load, as a pod runs it', () => {
  let folder: string;
  let build: Build;
  let services: Processes;
  const servers: Server[] = [];
  const running: ChildProcess[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-load-'));
    for (const name of APPLETS) symlinkSync(realpathSync(busybox ?? ''), join(folder, name));
    build = buildService();
    services = new Processes(build);
  });

  afterEach(() => {
    for (const { pid } of running.splice(0)) if (pid !== undefined) end(pid);
    for (const server of servers.splice(0)) server.close().closeAllConnections();
    services.end();
  });

  afterAll(() => {
    build.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A process and all that it started: in a container the first takes the others with it. */
  function end(pid: number): void {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }

  /** The load of a service with nothing but the image's programs, and when and how it ends. */
  function start(address: string, metric: LoadMetric) {
    const [shell = '', ...words] = loadCommand(address, metric);
    const child = spawn(join(folder, shell), words, { env: { PATH: folder }, stdio: 'inherit', detached: true });
    running.push(child);
    const began = Date.now();
    const ended = new Promise<{ code: number | null; seconds: number }>((done) =>
      child.on('close', (code) => done({ code, seconds: (Date.now() - began) / 1000 })),
    );
    return { child, ended };
  }

  /** A load as a strategy's plan has it, for some other time. */
  function planned(requestsPerSecond: number, seconds: number): LoadMetric {
    const strategy = blueGreen({
      load: { requestsPerSecond, path: '/v1/payments/probe' },
      prePromotionAnalysis: { checks: [{ check: 'promise' }] },
      postPromotionAnalysis: { checks: [{ check: 'promise' }] },
    });
    const promise = { ...payment.promise, latency: { percentile: 99, thresholdMilliseconds: THRESHOLD_MILLISECONDS } };
    const metrics = planService({ ...payment, promise, strategy }, production, facts).analyses.flatMap(
      (each) => each.metrics,
    );
    const load = metrics.find((metric) => metric.kind === 'load');
    if (load?.kind !== 'load') throw new Error('no load is planned');
    return { ...load, seconds };
  }

  /** Answers after a time, and notes when it was asked. */
  async function answering(milliseconds: () => number): Promise<{ address: string; asked: number[] }> {
    const asked: number[] = [];
    const server = createServer((_, response) => {
      asked.push(Date.now());
      setTimeout(() => response.end('{}'), milliseconds()).unref();
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
  }

  const THRESHOLD_MILLISECONDS = 500;

  test.each([1, 20, 40])('asks the reference service %d times a second', async (requestsPerSecond) => {
    const service = await services.start('payment', { LOG_LEVEL: 'info' });
    const metric = planned(requestsPerSecond, 10);
    const { code } = await start(`${service.address}${metric.path}`, metric).ended;
    await wait(500);
    const requests = service.lines.filter(({ message }) => message === 'request');
    expect(code).toBe(0);
    expect(Math.abs(requests.length - 10 * requestsPerSecond)).toBeLessThanOrEqual(0.05 * 10 * requestsPerSecond);
    expect(new Set(requests.map((line) => line['http.response.status_code']))).toEqual(new Set([200]));
  });

  test('keeps its rate while every answer takes as long as the promise allows', async () => {
    const { address, asked } = await answering(() => THRESHOLD_MILLISECONDS);
    await start(address, planned(40, 10)).ended;
    expect(Math.abs(asked.length - 400)).toBeLessThanOrEqual(20);
  });

  test('comes evenly', async () => {
    const { address, asked } = await answering(() => 1);
    await start(address, planned(20, 10)).ended;
    const [first = 0] = asked;
    const perSecond = Array.from(
      { length: 9 },
      (_, second) => asked.filter((at) => Math.floor((at - first) / 1000) === second).length,
    );
    for (const requests of perSecond) expect(Math.abs(requests - 20)).toBeLessThanOrEqual(4);
  });

  test('does not make up for what a version missed that hung', async () => {
    let hangs = true;
    const { address, asked } = await answering(() => (hangs ? 60_000 : 1));
    const { ended } = start(address, planned(20, 8));
    await wait(4_000);
    hangs = false;
    const recovered = Date.now();
    await ended;
    // A second later all have given up waiting, and go on: twenty a second, and not the eighty that were missed.
    const after = asked.filter((at) => at >= recovered);
    expect(after.length).toBeGreaterThan(40);
    expect(after.length).toBeLessThan(80);
  });

  test('ends well though nobody answers: the promise judges that', async () => {
    const { code, seconds } = await start('http://127.0.0.1:9/', planned(20, 3)).ended;
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThanOrEqual(2.9);
    expect(seconds).toBeLessThan(5);
  });

  test('ends at once when it is told to, long before its time', async () => {
    const { address, asked } = await answering(() => 1);
    const { child, ended } = start(address, planned(20, 600));
    await wait(2_000);
    child.kill('SIGTERM');
    const { code, seconds } = await ended;
    expect(asked.length).toBeGreaterThan(20);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(3);
  });

  test('runs at the largest rate that is accepted', async () => {
    const { address, asked } = await answering(() => 1_000);
    const metric = { ...planned(20, 10), ...paceLoad({ requestsPerSecond: 50 }, 1_000) };
    await start(address, metric).ended;
    expect(Math.abs(asked.length - 500)).toBeLessThanOrEqual(25);
  });
});
