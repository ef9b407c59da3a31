import { Backends } from './backends';
import { bootstrap } from './bootstrap';
import { client, type Asked, type Result } from './client';
import { configurationOf, type Known, type Proxy } from './configuration';
import { Envoy } from './envoy';
import type { Identity } from './identities';

/** A proxy with pods behind it. */
export interface Running {
  readonly ask: (asked: Asked) => Promise<Result>;
  readonly stop: () => Promise<void>;
}

/** What is asked of a proxy: which of its listeners is tried, by which name clients call it, and where it listens here. */
export interface Tried {
  readonly known: Known;
  readonly proxy: Proxy;
  readonly listener: string;
  readonly host: string;
  readonly address: string;
  /** Ports on which nobody answers, as further pods of each host. */
  readonly gone?: readonly number[];
  /** Who the proxy is, where it is asked by others of the mesh. */
  readonly identity?: Identity;
}

/** Starts a proxy with what Istio tells it, and a pod behind each of the hosts that it knows. */
export async function running({ known, proxy, listener, host, address, gone = [], identity }: Tried): Promise<Running> {
  const backends = new Backends();
  const configuration = configurationOf(known, proxy);
  const pods: Record<string, readonly number[]> = {};
  for (const { name } of configuration.clusters) {
    // The service that a sidecar stands before.
    if (name.startsWith('inbound|')) pods[name] = [await backends.portOf(proxy.name)];
    const [direction, , , service = ''] = name.split('|');
    if (direction !== 'outbound' || !/^[a-z0-9-]+\.[a-z0-9-]+\.svc\./.test(service)) continue;
    pods[service] = [await backends.portOf(service), ...gone];
  }
  const place = { address, port: 8080, adminPort: 9901, pods, ...(identity === undefined ? {} : { identity }) };
  const envoy = new Envoy(bootstrap(configuration, listener, place), { address, port: place.adminPort });
  try {
    await envoy.started();
  } catch (error) {
    await Promise.all([envoy.stop(), backends.stop()]);
    throw error;
  }
  return {
    ask: client({ address, port: place.port, host }, backends),
    stop: async () => {
      await envoy.stop();
      await backends.stop();
    },
  };
}
