import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, built, CACHE, freePorts, Program } from './program';

/** The zones that nodes stand in unless told otherwise. */
export const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

/** Any object of Kubernetes, as far as everything has it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: object;
}

/** A name that is in the API server's certificate, whatever its address. */
const SERVER_NAME = 'kubernetes';

/** What a control plane starts with. */
export interface ControlPlaneOptions {
  /**
   * The zones of its nodes, one node each.
   * @default - {@link ZONES}
   */
  readonly zones?: readonly string[];
  /**
   * Kinds beyond Kubernetes' own, by the files that `build.mjs` fetches: `argo-rollout`, `istio`.
   * @default - none
   */
  readonly kinds?: readonly string[];
}

/** What a program printed and how it ended. */
export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Kubernetes without machines: the real API server, controllers and scheduler over a real etcd, and nodes and pods that only
 * say that they are there (kwok). What is not real is what a kubelet would do: images, probes, requests.
 */
export class ControlPlane {
  /** Starts one on free ports, in a temporary folder, with one node in each zone. */
  public static async start({ zones = ZONES, kinds = [] }: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const plane = new ControlPlane(mkdtempSync(join(tmpdir(), 'bulkhead-cluster-')));
    try {
      const key = await plane.bootServer();
      plane.addKinds(kinds);
      await plane.bootControllers(key);
      plane.addNodes(zones);
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  private readonly programs: Program[] = [];
  private readonly token = randomUUID();
  private port = 0;

  private constructor(
    /** The folder of everything that it writes. */
    public readonly folder: string,
  ) {}

  /** How clients find it. */
  public get kubeconfig(): string {
    return join(this.folder, 'kubeconfig');
  }

  private get certificates(): string {
    return join(this.folder, 'certificates');
  }

  /** The certificate that the API server writes itself is its own authority. */
  private get authority(): string {
    return join(this.certificates, 'apiserver.crt');
  }

  /** Starts the API server; returns the key that it signs for service accounts with. */
  private async bootServer(): Promise<string> {
    const [client = 0, peer = 0, api = 0] = await freePorts(3);
    const etcd = `http://127.0.0.1:${client}`;
    const store = this.run('etcd', [
      `--data-dir=${join(this.folder, 'etcd')}`,
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
      '--unsafe-no-fsync', // nothing here is to survive the machine
      '--log-level=warn',
    ]);
    await store.until(answers(`${etcd}/health`));

    const key = join(this.folder, 'service-account.key');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    const tokens = join(this.folder, 'tokens.csv');
    writeFileSync(tokens, `${this.token},administrator,administrator,"system:masters"\n`, { mode: 0o600 });
    const server = this.run('kube-apiserver', [
      `--etcd-servers=${etcd}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${api}`,
      `--cert-dir=${this.certificates}`, // it writes itself a certificate there
      '--endpoint-reconciler-type=none', // nobody reaches it from inside: there is no inside
      '--service-cluster-ip-range=172.20.0.0/16', // that of EKS
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--token-auth-file=${tokens}`,
      '--authorization-mode=RBAC',
    ]);
    this.port = api;
    this.writeKubeconfig();
    await server.until(() => Promise.resolve(this.tryKubectl('get', '--raw=/readyz').ok));
    return key;
  }

  private async bootControllers(key: string): Promise<void> {
    const [controllers = 0, scheduler = 0] = await freePorts(2);
    const manager = this.run('kube-controller-manager', [
      `--kubeconfig=${this.kubeconfig}`,
      `--secure-port=${controllers}`,
      '--bind-address=127.0.0.1',
      `--service-account-private-key-file=${key}`,
      '--use-service-account-credentials=false',
      '--leader-elect=false',
      // The autoscaler must look as often as in a cluster, but hear at once of what is new.
      '--horizontal-pod-autoscaler-sync-period=2s',
    ]);
    this.run('kube-scheduler', [
      `--kubeconfig=${this.kubeconfig}`,
      `--secure-port=${scheduler}`,
      '--bind-address=127.0.0.1',
      '--leader-elect=false',
    ]);
    this.run('kwok', [
      `--kubeconfig=${this.kubeconfig}`,
      '--manage-all-nodes',
      `--config=${this.stages()}`,
      '--node-lease-duration-seconds=40', // that of a kubelet; without one nodes are taken for dead after it
    ]);
    // Pods are refused until their namespace has this account.
    await manager.until(() =>
      Promise.resolve(this.tryKubectl('get', 'serviceaccount', 'default', '--namespace=default').ok),
    );
  }

  /** What becomes of pods and nodes, in one file. */
  private stages(): string {
    const folder = join(CACHE, 'stages');
    const file = join(this.folder, 'stages.yaml');
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    writeFileSync(file, texts.join('\n---\n'));
    return file;
  }

  private writeKubeconfig(): void {
    const name = 'cluster';
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name,
          cluster: {
            server: `https://127.0.0.1:${this.port}`,
            'certificate-authority': this.authority,
            'tls-server-name': SERVER_NAME,
          },
        },
      ],
      users: [{ name, user: { token: this.token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    };
    writeFileSync(this.kubeconfig, JSON.stringify(config), { mode: 0o600 }); // JSON is YAML
  }

  /** Starts a program that `build.mjs` builds, or one at a path, to be stopped with the rest. */
  public run(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    path = built(name),
  ): Program {
    const program = new Program({ name, path, args, folder: this.folder, env });
    this.programs.push(program);
    return program;
  }

  /** Nodes that are always ready and have room. */
  public addNodes(zones: readonly string[]): void {
    this.apply(
      zones.map((zone) => ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name: `node-${zone}`,
          labels: {
            'kubernetes.io/hostname': `node-${zone}`,
            'kubernetes.io/os': 'linux',
            'kubernetes.io/arch': 'arm64',
            'topology.kubernetes.io/zone': zone,
          },
        },
        status: {
          allocatable: { cpu: '64', memory: '256Gi', pods: '250' },
          capacity: { cpu: '64', memory: '256Gi', pods: '250' },
        },
      })),
    );
  }

  /** Before the controllers start, because they look for new kinds only twice a minute. */
  private addKinds(names: readonly string[]): void {
    if (names.length === 0) return;
    const files = names.map((name) => `--filename=${join(CACHE, 'crds', `${name}.yaml`)}`);
    // On the server: some are larger than the annotation that kubectl would note them in.
    this.kubectl('apply', '--server-side', ...files);
    this.kubectl('wait', '--for=condition=Established', '--timeout=60s', ...files);
  }

  /** Applies manifests on the server, as an owner of its own. */
  public apply(manifests: readonly unknown[], owner = 'tests'): void {
    this.kubectl(
      'apply',
      '--server-side',
      '--force-conflicts',
      `--field-manager=${owner}`,
      `--filename=${this.write(manifests)}`,
    );
  }

  /** One object, as it stands. */
  public get<T = KubernetesObject>(kind: string, name: string, namespace: string): T {
    return JSON.parse(this.kubectl('get', kind, name, `--namespace=${namespace}`, '--output=json')) as T;
  }

  /** What the API server answers at a path: many times a second without a kubectl for each. */
  public read<T>(path: string): Promise<T> {
    return new Promise((done, fail) => {
      const options = {
        ca: readFileSync(this.authority),
        servername: SERVER_NAME,
        headers: { authorization: `Bearer ${this.token}` },
      };
      const request = get(`https://127.0.0.1:${this.port}${path}`, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('end', () =>
          response.statusCode === 200 ? done(JSON.parse(text) as T) : fail(new Error(`${path}: ${text}`)),
        );
      });
      request.once('error', fail);
    });
  }

  /** All objects of a kind in a namespace. */
  public list<T = KubernetesObject>(kind: string, namespace: string): readonly T[] {
    const text = this.kubectl('get', kind, `--namespace=${namespace}`, '--output=json');
    return (JSON.parse(text) as { items: T[] }).items;
  }

  /** Writes manifests to a file that kubectl reads. */
  public write(manifests: readonly unknown[]): string {
    const folder = join(this.folder, 'manifests');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${randomUUID()}.json`);
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));
    return file;
  }

  /** Runs kubectl and returns what it printed; a failure throws with it. */
  public kubectl(...args: readonly string[]): string {
    return successful('kubectl', args, this.tryKubectl(...args));
  }

  /** Runs kubectl. */
  public tryKubectl(...args: readonly string[]): Outcome {
    return execute(built('kubectl'), [`--kubeconfig=${this.kubeconfig}`, ...args], this.folder);
  }

  /** Runs helm and returns what it printed; a failure throws with it. */
  public helm(...args: readonly string[]): string {
    return successful('helm', args, this.tryHelm(...args));
  }

  /** Runs helm. */
  public tryHelm(...args: readonly string[]): Outcome {
    return execute(built('helm'), [`--kubeconfig=${this.kubeconfig}`, ...args], this.folder);
  }

  /** Stops everything, the youngest first, and removes the folder. */
  public async stop(): Promise<void> {
    for (const program of this.programs.reverse()) await program.stop();
    if (process.env['BULKHEAD_KEEP_CLUSTER'] === undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}

function execute(path: string, args: readonly string[], home: string): Outcome {
  const { status, stdout, stderr } = spawnSync(path, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, HOME: home }, // neither reads nor leaves anything at the user's
  });
  return { ok: status === 0, stdout: stdout ?? '', stderr: stderr ?? '' };
}

function successful(program: string, args: readonly string[], { ok, stdout, stderr }: Outcome): string {
  if (!ok) throw new Error(`${[program, ...args].join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
