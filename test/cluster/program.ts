import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where `build.mjs` builds to. */
export const CACHE = resolve(__dirname, '../../node_modules/.cache/bulkhead/cluster');

/** A program that `build.mjs` builds. */
export function built(name: string): string {
  const path = join(CACHE, 'bin', name);
  if (!existsSync(path)) throw new Error(`${name} is not built: run node test/cluster/build.mjs`);
  return path;
}

/** How a program is started. */
export interface ProgramOptions {
  /** What it is called, in messages and by its log. */
  readonly name: string;
  /** Its file. */
  readonly path: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** The folder that its log is written to. */
  readonly folder: string;
  /** Environment variables on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

const RUNNING = new Set<ChildProcess>();

/** Ends a process that somebody else started with this one, too. */
export function endWithThis(child: ChildProcess): void {
  RUNNING.add(child);
  child.once('exit', () => RUNNING.delete(child));
}

process.once('exit', () => RUNNING.forEach((child) => child.kill('SIGKILL')));
// A process that is told to end runs no 'exit' listeners unless somebody makes it exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** How long a program may take to stop before it is killed. */
const STOP_MILLISECONDS = 5_000;

/** A program that runs beside the tests, and does not outlive them. */
export class Program {
  private readonly child: ChildProcess;
  private readonly log: string;
  private readonly exited: Promise<void>;
  private ended: string | undefined;

  public constructor(private readonly options: ProgramOptions) {
    const { name, path, args, folder, env } = options;
    this.log = join(folder, `${name}.log`);
    const file = openSync(this.log, 'a');
    this.child = spawn(path, args, { env: { ...process.env, ...env }, stdio: ['ignore', file, file] });
    closeSync(file);
    endWithThis(this.child);
    this.exited = new Promise((done) => {
      const end = (how: string): void => {
        this.ended = how;
        done();
      };
      this.child.once('error', (error) => end(error.message));
      this.child.once('exit', (code, signal) => end(`exit ${code ?? signal}`));
    });
  }

  /** Everything that it wrote. */
  public get output(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Waits until it answers; throws with the end of its log when it ends before, or takes too long. */
  public async until(answers: () => Promise<boolean>, seconds = 60): Promise<void> {
    const patience = Date.now() + seconds * 1000;
    while (!(await answers().catch(() => false))) {
      if (this.ended !== undefined || Date.now() > patience) {
        const what = this.ended ?? `no answer in ${seconds} s`;
        throw new Error(`${this.options.name}: ${what}\n${this.output.split('\n').slice(-40).join('\n')}`);
      }
      await wait(100);
    }
  }

  /** Stops it. */
  public async stop(): Promise<void> {
    if (this.ended !== undefined) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MILLISECONDS);
    await this.exited;
    clearTimeout(timer);
  }
}

/** Whether an address answers with success. */
export const answers = (url: string) => async (): Promise<boolean> => (await fetch(url)).ok;

/** Ports that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a server on a port has a port');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
