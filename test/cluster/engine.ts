import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ControlPlane, type KubernetesObject } from './control-plane';
import { answers, freePorts, type Program } from './program';
import { Traffic } from './traffic';

/** Whether a Prometheus is there to judge rollouts by. */
export const PROMETHEUS_INSTALLED = spawnSync('prometheus', ['--version']).status === 0;

/** A Rollout as its controller reports it. */
export interface RolloutState extends KubernetesObject {
  /** Absent until its controller has looked at it. */
  readonly status: {
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly currentStepIndex?: number;
    readonly currentPodHash?: string;
    readonly stableRS?: string;
    readonly observedGeneration?: string;
    readonly pauseConditions?: readonly { readonly reason: string }[];
    readonly canary?: {
      readonly weights?: { readonly canary: { readonly weight: number } };
      readonly stablePingPong?: string;
    };
    readonly blueGreen?: { readonly activeSelector?: string; readonly previewSelector?: string };
  };
}

/** How often is looked. */
const GLANCE_MILLISECONDS = 250;

/** A control plane with Argo Rollouts, the kinds of Istio, and a Prometheus that scrapes pretended traffic. */
export class Engine {
  /** Starts everything. */
  public static async start(): Promise<Engine> {
    const plane = await ControlPlane.start({ kinds: [...ARGO_KINDS, 'istio'] });
    try {
      const traffic = await Traffic.start();
      const prometheus = PROMETHEUS_INSTALLED ? await startPrometheus(plane, traffic) : 'http://127.0.0.1:9';
      return new Engine(plane, traffic, prometheus, await startController(plane, prometheus));
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  private constructor(
    /** Kubernetes itself. */
    public readonly plane: ControlPlane,
    /** What the pods pretend to answer. */
    public readonly traffic: Traffic,
    /** The address of Prometheus. */
    public readonly prometheus: string,
    /** The controller of Argo Rollouts. */
    public readonly controller: Program,
  ) {}

  /** A Rollout as it stands. */
  public rollout(name: string, namespace: string): Promise<RolloutState> {
    return this.plane.read<RolloutState>(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`);
  }

  /** Waits for a Rollout, as it was applied last, to become something; throws with how it stands when it does not. */
  public async until(
    name: string,
    namespace: string,
    holds: (rollout: RolloutState) => boolean,
    seconds: number,
  ): Promise<RolloutState> {
    const patience = Date.now() + seconds * 1000;
    for (;;) {
      const rollout = await this.rollout(name, namespace);
      if (isSeen(rollout) && holds(rollout)) return rollout;
      if (Date.now() > patience) {
        throw new Error(
          `after ${seconds} s rollout ${namespace}/${name} is ${JSON.stringify(rollout.status, undefined, 2)}`,
        );
      }
      await wait(GLANCE_MILLISECONDS);
    }
  }

  /** Stops everything. */
  public async stop(): Promise<void> {
    await this.traffic.stop();
    await this.plane.stop();
  }
}

/** Whether a Rollout has one version and is done. */
export const isAtRest = ({ status }: RolloutState): boolean =>
  status.phase === 'Healthy' && status.stableRS !== undefined && status.stableRS === status.currentPodHash;

/** The kinds of Argo Rollouts, as the files with them are called. */
export const ARGO_KINDS = [
  'argo-rollout',
  'argo-experiment',
  'argo-analysis-template',
  'argo-analysis-run',
  'argo-cluster-analysis-template',
] as const;

/** Whether its controller has seen what was applied last. */
const isSeen = ({ metadata, status }: RolloutState): boolean =>
  String(metadata.generation) === (status as RolloutState['status'] | undefined)?.observedGeneration;

async function startController(plane: ControlPlane, prometheus: string): Promise<Program> {
  const [metrics = 0, health = 0] = await freePorts(2);
  const controller = plane.run(
    'rollouts-controller',
    [`--kubeconfig=${plane.kubeconfig}`, '--leader-elect=false', `--metricsPort=${metrics}`, `--healthzPort=${health}`],
    {
      ARGO_ROLLOUTS_PROMETHEUS_ADDRESS: prometheus,
      // It makes itself an AWS client as soon as an Ingress is divided; nothing is asked of it.
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  );
  await controller.until(answers(`http://127.0.0.1:${health}/healthz`));
  return controller;
}

async function startPrometheus(plane: ControlPlane, traffic: Traffic): Promise<string> {
  const [port = 0] = await freePorts(1);
  const config = join(plane.folder, 'prometheus.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      // Faster than in an environment, so that a window fills in seconds.
      global: { scrape_interval: '1s' },
      scrape_configs: [
        { job_name: 'pods', honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${traffic.port}`] }] },
      ],
    }),
  );
  const address = `http://127.0.0.1:${port}`;
  const program = plane.run(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(plane.folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    {},
    'prometheus',
  );
  await program.until(answers(`${address}/-/ready`));
  return address;
}
