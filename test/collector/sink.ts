import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request that came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server that takes everything and remembers it; or refuses everything while it is told to. */
export class Sink {
  public readonly received: Received[] = [];
  public refuses = false;
  private readonly server: Server;

  public constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        if (this.refuses) {
          response.writeHead(503).end();
          return;
        }
        this.received.push({ path: request.url ?? '', headers: request.headers, body: plain });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  public async open(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** `127.0.0.1:34567` */
  public get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What came to a path. */
  public at(path: string): readonly Received[] {
    return this.received.filter((each) => each.path === path);
  }
}

/** A server that answers with metrics: OpenMetrics with an exemplar to whoever takes it, as the reference service does. */
export async function exposing(
  text: string,
  openMetrics = text,
): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const open = (request.headers.accept ?? '').includes('openmetrics');
    const type = open ? 'application/openmetrics-text; version=1.0.0; charset=utf-8' : 'text/plain; version=0.0.4';
    response.writeHead(200, { 'content-type': type }).end(open ? openMetrics : text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
