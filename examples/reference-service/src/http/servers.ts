import { createServer, type RequestListener, type Server } from 'node:http';
import type { HttpLimits } from '../config';

/** A server that trusts nobody to be quick. */
export function boundedServer(
  limits: Omit<HttpLimits, 'maxBodyBytes' | 'deadlineMilliseconds'>,
  on: RequestListener,
): Server {
  return createServer(
    {
      headersTimeout: limits.headersTimeoutMilliseconds,
      requestTimeout: limits.receiveTimeoutMilliseconds,
      keepAliveTimeout: limits.keepAliveMilliseconds,
      // Node looks for late requests this often; its default of 30 s would stretch the limits above.
      connectionsCheckingInterval: 1_000,
    },
    on,
  );
}

/** Listens, and says on which port. */
export function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Accepts no more, and waits for what is under way; true when the limit came first and connections were cut. */
export function close(server: Server, limitMilliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    let cut = false;
    // A connection whose answer began before the drain stays open and idle after it: nothing else would end it.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const limit = setTimeout(() => {
      cut = true;
      server.closeAllConnections();
    }, limitMilliseconds);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(limit);
      resolve(cut);
    });
  });
}
