import { request, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as encrypted } from 'node:https';
import type { Backends, Received } from './backends';
import { CASE, type Answer } from './backends';
import type { Identity } from './identities';

/** A request of a client, as he writes it. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How large the body is; none when left out. */
  readonly bytes?: number;
  /** Whether the body does not say beforehand how large it is. */
  readonly chunked?: boolean;
  /** Who asks, with encryption; 'nobody' brings no proof. Without encryption when left out. */
  readonly as?: Identity | 'nobody';
  /** How the pods answer its tries; 200 when left out. */
  readonly answers?: readonly Answer[];
}

/** What became of it. */
export interface Result {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly milliseconds: number;
  /** What reached the pods, each try. */
  readonly received: readonly Received[];
}

let number = 0;

/** A client of a proxy. */
export function client(
  { address, port, host }: { readonly address: string; readonly port: number; readonly host: string },
  backends: Backends,
): (asked: Asked) => Promise<Result> {
  return (asked) =>
    new Promise((done, failed) => {
      number += 1;
      const name = `case-${number}`;
      backends.answer(name, asked.answers ?? []);
      const start = performance.now();
      const { method = 'GET', path, bytes = 0, chunked = false } = asked;
      const length = bytes === 0 || chunked ? {} : { 'content-length': String(bytes) };
      const options: RequestOptions = {
        host: address,
        port,
        method,
        path,
        headers: { host: asked.host ?? host, [CASE]: name, ...length, ...asked.headers },
        agent: false,
      };
      const answered = (response: IncomingMessage): void => {
        response.resume();
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            milliseconds: performance.now() - start,
            received: backends.received(name),
          }),
        );
      };
      const sent =
        asked.as === undefined
          ? request(options, answered)
          : encrypted({ ...options, ...proofOf(asked.as), rejectUnauthorized: false }, answered);
      sent.once('error', failed);
      if (bytes > 0) sent.write(Buffer.alloc(bytes, 'a'));
      sent.end();
    });
}

/** Whom the client talks to is not what is tried. */
const proofOf = (as: Identity | 'nobody'): { readonly key?: string; readonly cert?: string } =>
  as === 'nobody' ? {} : { key: as.key, cert: as.cert };
