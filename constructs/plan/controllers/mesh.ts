import type { ChartValues, HelmRelease } from '../helm-release';
import { ISTIO_REPOSITORY, type IstioVersion } from '../versions/table';
import type { ControllersContext } from './context';
import { CONTROL_PLANE_REPLICAS, CONTROL_PLANE_REQUESTS, ISTIO_REGISTRY, UNDECLARED_HOSTS } from './defaults';
import { planGateway } from './gateway';
import { REVISION_LABEL } from './injection';
import { inOrder, istioVersion, revisionName } from './mesh-versions';
import { MESH_NAMESPACE } from './names';
import type { MeshSpec } from './spec';
import { CRITICAL, RUNTIME_DEFAULT, TOLERATIONS, topologySpread, UNHEALTHY_PODS_MAY_GO } from './spread';

/** The agent that gives pods their AWS credentials (EKS user guide, "EKS Pod Identity considerations"). */
const POD_IDENTITY_AGENT = '169.254.170.23/32';

/** Istio, each part after what it needs: definitions, the plug-in on the nodes, control planes, the gateway. */
export function planMesh(mesh: MeshSpec, context: ControllersContext): readonly HelmRelease[] {
  const version = istioVersion(mesh.version);
  const previous = mesh.previous === undefined ? undefined : istioVersion(mesh.previous.version);
  const [oldest = version, newest = oldest] = inOrder(version, previous ?? version);
  return [
    planDefinitions(newest, previous ?? version),
    planNodePlugIn(oldest, mesh),
    ...(previous === undefined ? [] : [planControlPlane(previous, mesh, context)]),
    planControlPlane(version, mesh, context),
    planGateway(mesh, context),
  ];
}

/**
 * The definitions of Istio's objects, at the newest version in use: they know the objects of older ones. Objects are checked
 * by the control plane that is already there, since a check that nobody answers refuses every change, and with it every
 * step of a release.
 */
function planDefinitions(version: IstioVersion, checkedBy: IstioVersion): HelmRelease {
  return release('istio-base', 'base', version, {
    defaultRevision: revisionName(checkedBy),
    // For other clusters that read this one; there are none.
    global: { enableReaderRBAC: false },
  });
}

/**
 * Redirects the traffic of pods to their sidecars from the node, so that no pod needs the privilege to do it. There is one for
 * all control planes, and the older of two: it works with a control plane of its own minor and of the next, and not by all
 * accounts with one of the minor before (Istio, "Install the Istio CNI node agent" and "Upgrade with Helm"). AWS describes
 * it on EKS Auto Mode (containers blog, "Better Together: Amazon EKS Auto Mode and Istio Ambient Mesh"), with the paths
 * that are the chart's own.
 */
function planNodePlugIn(version: IstioVersion, mesh: MeshSpec): HelmRelease {
  return release('istio-cni', 'cni', version, {
    global: imagesAndLogs(mesh),
    // The annotation is for Kubernetes 1.29 and older.
    useAppArmorAnnotation: false,
    // A pod that came to a new node before the plug-in did is made anew. To mend it in place has been seen to fail on
    // Bottlerocket, which all nodes run (istio #56587, #57332).
    repair: { deletePods: true, repairPods: false },
  });
}

/** One control plane. Its name has its revision in it, so that two can stand side by side. */
function planControlPlane(version: IstioVersion, mesh: MeshSpec, { context, facts }: ControllersContext): HelmRelease {
  const revision = revisionName(version);
  const replicas = CONTROL_PLANE_REPLICAS[context.tier];
  const { cpu, memory } = CONTROL_PLANE_REQUESTS[context.tier];
  return release(`istiod-${revision}`, 'istiod', version, {
    revision,
    pilot: { cni: { enabled: true } },
    autoscaleEnabled: true,
    autoscaleMin: replicas.minimum,
    autoscaleMax: replicas.maximum,
    resources: { requests: { cpu, memory }, limits: { memory } },
    topologySpreadConstraints: topologySpread({
      zones: facts.zones,
      labels: { app: 'istiod', [REVISION_LABEL]: revision },
    }),
    tolerations: TOLERATIONS,
    pdb: { maxUnavailable: 1, unhealthyPodEvictionPolicy: UNHEALTHY_PODS_MAY_GO },
    seccompProfile: RUNTIME_DEFAULT,
    meshConfig: {
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'JSON',
      enablePrometheusMerge: true,
      // Or `/open/..%2fclosed` would be judged as what lies below `/open`.
      pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' },
      outboundTrafficPolicy: { mode: UNDECLARED_HOSTS[context.tier] },
      defaultConfig: { holdApplicationUntilProxyStarts: true },
    },
    global: {
      ...imagesAndLogs(mesh),
      enableReaderRBAC: false,
      priorityClassName: CRITICAL,
      defaultPodDisruptionBudget: { enabled: true },
      proxy: {
        // Restricted pod security asks it of every container.
        seccompProfile: RUNTIME_DEFAULT,
        // No host that anybody declares: through the sidecar, pods would get no credentials where undeclared hosts are refused.
        excludeIPRanges: POD_IDENTITY_AGENT,
      },
    },
  });
}

function imagesAndLogs({ registry = ISTIO_REGISTRY }: MeshSpec): ChartValues {
  // Without a shell and a package manager, which an intruder would want first.
  return { hub: registry, variant: 'distroless', logAsJson: true };
}

function release(name: string, chart: string, version: IstioVersion, values: ChartValues): HelmRelease {
  return { name, chart, repository: ISTIO_REPOSITORY, version, namespace: MESH_NAMESPACE, values };
}
