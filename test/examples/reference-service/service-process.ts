import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = join(__dirname, '../../../examples/reference-service');

/** The service as the image has it: what its own compiler settings make of its own folder, and nothing else. */
export interface Build {
  readonly folder: string;
  readonly remove: () => void;
}

/** Builds it with the settings of the example, which refuse an import from outside its folder. */
export function buildService(): Build {
  const folder = mkdtempSync(join(tmpdir(), 'reference-service-'));
  const compiler = [require.resolve('typescript/bin/tsc'), '--project', SOURCE, '--outDir', join(folder, 'dist')];
  execFileSync(process.execPath, compiler, { stdio: 'inherit' });
  cpSync(join(SOURCE, 'package.json'), join(folder, 'package.json'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One line of the log. */
export type Line = Readonly<Record<string, unknown>>;

/** A process that runs the service. */
export interface ServiceProcess {
  readonly lines: readonly Line[];
  /** The address of the service's port. */
  readonly address: string;
  /** The address of its admin port. */
  readonly admin: string;
  readonly port: number;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** The exit code, when it has left. */
  readonly exit: Promise<number | null>;
  /** Waits for a line of that message. */
  readonly said: (message: string) => Promise<Line>;
}

const PATIENCE_MILLISECONDS = 10_000;

/** Starts processes on free ports of the loopback, and ends those that a test left. */
export class Processes {
  private readonly children: ChildProcess[] = [];

  public constructor(private readonly build: Build) {}

  /** Starts a service and waits until it listens. */
  public async start(service: string, environment: Record<string, string> = {}): Promise<ServiceProcess> {
    const running = this.spawn({
      SERVICE_NAME: service,
      HOST: '127.0.0.1',
      PORT: '0',
      ADMIN_PORT: '0',
      DRAIN_DELAY_MS: '0',
      ...environment,
    });
    const { port, admin_port: adminPort } = await running.said('listening');
    return {
      ...running,
      port: Number(port),
      address: `http://127.0.0.1:${String(port)}`,
      admin: `http://127.0.0.1:${String(adminPort)}`,
    };
  }

  /** Starts a process with just this environment. */
  public spawn(environment: Record<string, string>): Pick<ServiceProcess, 'lines' | 'signal' | 'exit' | 'said'> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
      cwd: this.build.folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.push(child);
    const lines: Line[] = [];
    const waiting = new Set<() => void>();
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.map((part) => JSON.parse(part) as Line));
      waiting.forEach((look) => look());
    });
    const exit = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    const said = (message: string): Promise<Line> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = lines.find((each) => each.message === message);
          if (line === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(line);
        };
        const timer = setTimeout(
          () => reject(new Error(`'${message}' was never said, but ${JSON.stringify(lines)}`)),
          PATIENCE_MILLISECONDS,
        );
        waiting.add(look);
        look();
      });
    return { lines, exit, said, signal: (signal) => void child.kill(signal) };
  }

  /** Ends every process that still runs. */
  public end(): void {
    for (const child of this.children.splice(0)) child.kill('SIGKILL');
  }
}
