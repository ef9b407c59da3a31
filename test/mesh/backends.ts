import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a backend answers: with a status, after a second, or not at all. */
export type Answer = number | 'slowly' | 'never';

/** A request as it reached a backend. */
export interface Received {
  /** The Service that the proxy chose: `user-stable`. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
}

/** By which the test knows its requests again, however often they come. */
export const CASE = 'x-case';

/** Pods, one for each Service, that note what reaches them. */
export class Backends {
  private readonly servers = new Map<string, Server>();
  private readonly notes = new Map<string, Received[]>();
  private readonly answers = new Map<string, Answer[]>();

  /** The address of the pod of a Service, by the Service's host. It starts to listen when it is asked for the first time. */
  public async portOf(host: string): Promise<number> {
    const running = this.servers.get(host) ?? (await this.started(host));
    return (running.address() as AddressInfo).port;
  }

  /** What the next tries of a request are answered; 200 all later ones. */
  public answer(name: string, answers: readonly Answer[]): void {
    this.answers.set(name, [...answers]);
  }

  /** Each try of a request; copies of it may come later than its answer. */
  public received(name: string): readonly Received[] {
    return this.notesOf(name);
  }

  public async stop(): Promise<void> {
    await Promise.all(
      [...this.servers.values()].map((server) => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      }),
    );
  }

  private notesOf(name: string): Received[] {
    const notes = this.notes.get(name) ?? [];
    this.notes.set(name, notes);
    return notes;
  }

  private async started(host: string): Promise<Server> {
    const [service = host] = host.split('.');
    const server = createServer((request, response) => {
      let bytes = 0;
      const { method = '', url: path = '', headers } = request;
      const name = String(headers[CASE]);
      const note: Received = { service, method, path, headers, bytes };
      this.notesOf(name).push(note);
      request.on('data', (chunk: Buffer) => (bytes += chunk.length));
      request.on('end', () => {
        Object.assign(note, { bytes });
        reply(response, service, this.answers.get(name)?.shift() ?? 200);
      });
    });
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    this.servers.set(host, server);
    return server;
  }
}

/** With what an answer should tell nobody outside. */
function reply(response: ServerResponse, service: string, answer: Answer): void {
  if (answer === 'never') return;
  if (answer === 'slowly') {
    setTimeout(() => reply(response, service, 200), 1000);
    return;
  }
  response.writeHead(answer, { 'x-powered-by': 'test', 'x-service': service });
  response.end();
}
