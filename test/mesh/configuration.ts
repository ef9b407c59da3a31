import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KubernetesObject } from '../../lib/charts/application';

/** What `build.mjs` builds. */
const PROGRAM = resolve(__dirname, '../../node_modules/.cache/bulkhead/mesh/configure');

/** A proxy, as it tells the control plane of itself. */
export interface Proxy {
  readonly name: string;
  readonly kind: 'router' | 'sidecar';
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  /** The annotation `proxy.istio.io/config` of its pod. */
  readonly configuration?: string;
}

/** What a control plane knows. */
export interface Known {
  readonly objects: readonly KubernetesObject[];
  /** `meshConfig` of istiod's chart. */
  readonly meshConfig: object;
  /** Istio's version: `1.31.1`. */
  readonly version: string;
}

/** What a proxy is told: resources of Envoy, version 3, as JSON. */
export interface Configuration {
  readonly listeners: readonly Resource[];
  readonly routes: readonly Resource[];
  readonly clusters: readonly Resource[];
}

/** A resource of Envoy. */
export type Resource = { name: string } & Record<string, unknown>;

/** What Istio tells proxies of objects. */
export function configurationOf(known: Known, proxy: Proxy): Configuration {
  if (!existsSync(PROGRAM)) throw new Error('Istio is not built: run node test/mesh/build.mjs');
  const isOfIstio = ({ apiVersion }: KubernetesObject): boolean => apiVersion.includes('.istio.io/');
  const input = {
    istio: documents(known.objects.filter(isOfIstio)),
    kubernetes: documents(known.objects.filter((object) => !isOfIstio(object))),
    mesh: JSON.stringify(known.meshConfig),
    version: known.version,
    proxies: [{ configuration: '', ...proxy }],
  };
  const output = execFileSync(PROGRAM, {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: 'pipe',
  });
  const all = JSON.parse(output) as Readonly<Record<string, Configuration>>;
  const own = all[proxy.name];
  if (own === undefined) throw new Error(`nothing for ${proxy.name}`);
  return own;
}

/** JSON is YAML, too. */
const documents = (objects: readonly KubernetesObject[]): string =>
  objects.map((object) => JSON.stringify(object)).join('\n---\n');
