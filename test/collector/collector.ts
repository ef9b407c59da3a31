import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What `build.mjs` builds. */
const PROGRAM = resolve(__dirname, '../../node_modules/.cache/bulkhead/collector/otelcol');

const FEATURE_GATES = '--feature-gates=exporter.prometheusremotewritexporter.RetryOn429';

/** A collector's configuration as plain data, so that a test may change what a machine without a cluster cannot have. */
export type Draft = Record<string, unknown>;

/** Where a collector runs, and how. */
export interface CollectorOptions {
  readonly name: string;
  readonly folder: string;
  /** The configuration as it is rendered, or changed. */
  readonly config: string;
  /** The address that it listens on. */
  readonly address: string;
}

/** Credentials that are none, and no look for others. */
function environment(address: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    POD_IP: address,
    NODE_NAME: 'node-a',
    NODE_IP: '127.0.0.1',
    PROMETHEUS_WORKSPACE: 'ws-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    GOMAXPROCS: '1',
  };
}

function written({ name, folder, config }: CollectorOptions): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, config);
  return file;
}

/** What a real collector says is wrong with a configuration; nothing when it takes it. */
export function refusal(options: CollectorOptions): string {
  assertBuilt();
  const { status, stderr } = spawnSync(PROGRAM, ['validate', `--config=${written(options)}`, FEATURE_GATES], {
    encoding: 'utf8',
    env: environment(options.address),
  });
  return status === 0 ? '' : stderr;
}

/** A collector that runs beside the tests, and does not outlive them. */
export class Collector {
  private readonly child: ChildProcess;
  private log = '';
  private ended = false;

  public constructor(private readonly options: CollectorOptions) {
    assertBuilt();
    this.child = spawn(PROGRAM, [`--config=${written(options)}`, FEATURE_GATES], {
      env: environment(options.address),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    this.child.once('exit', () => (this.ended = true));
    process.once('exit', () => this.child.kill('SIGKILL'));
  }

  /** What it wrote. */
  public get output(): string {
    return this.log;
  }

  /** Waits until something holds; throws with the end of its log when it ends before, or takes too long. */
  public async until(holds: () => boolean | Promise<boolean>, seconds = 40): Promise<void> {
    const patience = Date.now() + seconds * 1000;
    for (;;) {
      if (await Promise.resolve(holds()).catch(() => false)) return;
      if (this.ended || Date.now() > patience) {
        throw new Error(`${this.options.name}: ${this.ended ? 'ended' : 'took too long'}\n${this.log.slice(-4000)}`);
      }
      await wait(100);
    }
  }

  /** Waits until it says that it is well. */
  public async started(): Promise<void> {
    await this.until(async () => (await fetch(`http://${this.options.address}:13133/`)).ok);
  }

  public async stop(): Promise<void> {
    if (this.ended) return;
    const exited = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(timer);
  }
}

function assertBuilt(): void {
  if (!existsSync(PROGRAM)) throw new Error('the collector is not built: run node test/collector/build.mjs');
}
