import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PROGRAM =
  process.env.ENVOY ?? resolve(__dirname, '../../node_modules/.cache/bulkhead/mesh/wheel/envoy/_bin/envoy');

/** A proxy that runs beside the tests, and does not outlive them. */
export class Envoy {
  private readonly folder = mkdtempSync(join(tmpdir(), 'mesh-'));
  private readonly log = join(this.folder, 'log');
  private readonly child: ChildProcess;
  private ended = false;
  private readonly kill = (): void => void this.child.kill('SIGKILL');

  public constructor(
    bootstrap: object,
    private readonly admin: { readonly address: string; readonly port: number },
  ) {
    const file = join(this.folder, 'envoy.json');
    writeFileSync(file, JSON.stringify(bootstrap));
    const flags = ['--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'warning'];
    // Istio has it write to /dev/stdout by name, which is no file where it is a pipe to this process.
    const log = openSync(this.log, 'w');
    this.child = spawn(PROGRAM, ['-c', file, ...flags], { stdio: ['ignore', log, log] });
    closeSync(log);
    this.child.once('exit', () => (this.ended = true));
    this.child.once('error', () => (this.ended = true));
    process.once('exit', this.kill);
  }

  /** What it says is wrong with a configuration; nothing when it takes it. */
  public static refusal(bootstrap: object): string {
    const folder = mkdtempSync(join(tmpdir(), 'mesh-'));
    const [file, log] = [join(folder, 'envoy.json'), join(folder, 'log')];
    writeFileSync(file, JSON.stringify(bootstrap));
    const written = openSync(log, 'w');
    const { status } = spawnSync(PROGRAM, ['--mode', 'validate', '-c', file], { stdio: ['ignore', written, written] });
    closeSync(written);
    const text = readFileSync(log, 'utf8');
    rmSync(folder, { recursive: true });
    return status === 0 ? '' : text;
  }

  /** Waits until it takes requests; throws with its log when it ends before. */
  public async started(): Promise<void> {
    const patience = Date.now() + 30_000;
    for (;;) {
      const { address, port } = this.admin;
      const ready = await fetch(`http://${address}:${port}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      if (this.ended || Date.now() > patience) {
        throw new Error(
          `Envoy ${this.ended ? 'ended' : 'took too long'}\n${readFileSync(this.log, 'utf8').slice(-4000)}`,
        );
      }
      await wait(50);
    }
  }

  public async stop(): Promise<void> {
    process.removeListener('exit', this.kill);
    if (!this.ended) {
      const exited = new Promise((done) => this.child.once('exit', done));
      this.child.kill('SIGTERM');
      const timer = setTimeout(this.kill, 10_000);
      await exited;
      clearTimeout(timer);
    }
    rmSync(this.folder, { recursive: true });
  }
}
