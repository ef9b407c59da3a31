/**
 * The one place where versions stand: which Kubernetes versions the platform offers, and for each the add-ons and charts
 * that go with it. Nothing is looked up when templates are made; a newer version is a reviewed change of this file.
 *
 * What the table rests on. It was read in autumn 2026 from public material, not from the EKS API, which only answers to
 * an account. `evidence` says for each add-on how far that goes:
 *
 * - `api`: somebody published what `aws eks describe-addon-versions` answered for this Kubernetes version, or which
 *   version EKS chose on it by default;
 * - `in-use`: a public configuration pins it for a cluster of this Kubernetes version.
 *
 * An add-on version for which neither was found is left out, and with it every mode that needs the add-on. Confirm a row
 * against your account with the command that {@link confirmCommand} gives.
 *
 * Support dates: EKS user guide, "Amazon EKS Kubernetes release calendar" (September 2026).
 */

/** Kubernetes versions in standard support on EKS, oldest first. 1.37 is not offered: there is no kubectl layer for it. */
export const KUBERNETES_VERSIONS = ['1.34', '1.35', '1.36'] as const;

/** One of {@link KUBERNETES_VERSIONS}. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** The EKS add-ons that the platform knows, by their EKS names. */
export const ADD_ON_NAMES = [
  'vpc-cni',
  'kube-proxy',
  'coredns',
  'eks-pod-identity-agent',
  'eks-node-monitoring-agent',
  'aws-ebs-csi-driver',
  'metrics-server',
  'aws-secrets-store-csi-driver-provider',
] as const;

/** One of {@link ADD_ON_NAMES}. */
export type AddOnName = (typeof ADD_ON_NAMES)[number];

/** An add-on's version and what it was read from. */
export interface AddOnVersion {
  /** As EKS writes it: `v1.22.4-eksbuild.3`. */
  readonly version: string;
  /** How it is known to fit this Kubernetes version; see the head of this file. */
  readonly evidence: 'api' | 'in-use';
}

/** A Kubernetes version and what goes with it. */
export interface KubernetesRelease {
  /** The day on which EKS stops standard support, as `2027-03-27`. */
  readonly endOfStandardSupport: string;
  /** The day on which EKS stops extended support, as `2028-03-27`. */
  readonly endOfExtendedSupport: string;
  /** Add-on versions that fit; an add-on that is missing here could not be sourced. */
  readonly addOns: Readonly<Partial<Record<AddOnName, AddOnVersion>>>;
  /** The image tag of the Cluster Autoscaler made for this version: `v1.35.2`. Its releases follow Kubernetes' minors. */
  readonly clusterAutoscalerImage: string;
}

const api = (version: string): AddOnVersion => ({ version, evidence: 'api' });
const inUse = (version: string): AddOnVersion => ({ version, evidence: 'in-use' });

/** What goes with each Kubernetes version. */
export const KUBERNETES_RELEASES: Readonly<Record<KubernetesVersion, KubernetesRelease>> = {
  '1.34': {
    endOfStandardSupport: '2026-12-02',
    endOfExtendedSupport: '2027-12-02',
    // Defaults that the API gave for 1.34 on 2026-09-20 (secrets store: 2026-06-24). No source was found for the node
    // monitoring agent on 1.34, so node groups, which need it for node repair, are not offered on 1.34.
    addOns: {
      'vpc-cni': api('v1.22.4-eksbuild.3'),
      'kube-proxy': api('v1.34.6-eksbuild.29'),
      coredns: api('v1.12.4-eksbuild.38'),
      'eks-pod-identity-agent': inUse('v1.4.0-eksbuild.1'),
      'aws-ebs-csi-driver': api('v1.66.0-eksbuild.1'),
      'metrics-server': api('v0.9.0-eksbuild.11'),
      'aws-secrets-store-csi-driver-provider': api('v3.1.1-eksbuild.1'),
    },
    clusterAutoscalerImage: 'v1.34.4',
  },
  '1.35': {
    endOfStandardSupport: '2027-03-27',
    endOfExtendedSupport: '2028-03-27',
    addOns: {
      'vpc-cni': api('v1.22.4-eksbuild.3'),
      'kube-proxy': inUse('v1.35.3-eksbuild.29'),
      coredns: inUse('v1.13.2-eksbuild.31'),
      'eks-pod-identity-agent': inUse('v1.4.0-eksbuild.2'),
      'eks-node-monitoring-agent': inUse('v1.7.0-eksbuild.1'),
      'aws-ebs-csi-driver': inUse('v1.65.0-eksbuild.1'),
      'metrics-server': inUse('v0.9.0-eksbuild.5'),
      'aws-secrets-store-csi-driver-provider': inUse('v3.1.3-eksbuild.1'),
    },
    clusterAutoscalerImage: 'v1.35.2',
  },
  '1.36': {
    endOfStandardSupport: '2027-08-02',
    endOfExtendedSupport: '2028-08-02',
    addOns: {
      'vpc-cni': api('v1.22.4-eksbuild.3'),
      'kube-proxy': api('v1.36.0-eksbuild.25'),
      coredns: inUse('v1.14.3-eksbuild.23'),
      'eks-pod-identity-agent': api('v1.4.0-eksbuild.2'),
      'eks-node-monitoring-agent': inUse('v1.7.2-eksbuild.1'),
      'aws-ebs-csi-driver': inUse('v1.66.0-eksbuild.1'),
      'metrics-server': inUse('v0.9.0-eksbuild.11'),
      'aws-secrets-store-csi-driver-provider': inUse('v3.1.3-eksbuild.1'),
    },
    clusterAutoscalerImage: 'v1.36.1',
  },
};

/** The Helm charts of controllers that a compute mode needs and that EKS has no add-on for. */
export type ChartName = 'aws-load-balancer-controller' | 'cluster-autoscaler';

/** The Helm charts that are pinned to one version for every environment. Istio has versions to choose from: {@link ISTIO_RELEASES}. */
export type PinnedChart = ChartName | 'argo-rollouts';

/** A publisher's Helm chart at a fixed version. */
export interface ChartRelease {
  /** Where the publisher serves it from. */
  readonly repository: string;
  /** The chart's version: `9.59.0`. */
  readonly version: string;
  /** The oldest Kubernetes version that it supports; none when its publisher names none. */
  readonly oldestKubernetes?: string;
  /** The newest Kubernetes version that it supports; none when its publisher names none. */
  readonly newestKubernetes?: string;
  /** The newest Kubernetes version that its publisher tests it with, where it promises nothing beyond its tests. */
  readonly newestTestedKubernetes?: string;
  /** The SHA-256 of the chart's archive, where it was found; compare it with that of `helm pull`. */
  readonly sha256?: string;
}

/** The charts. EKS Auto Mode brings the first two controllers itself. */
export const CHARTS: Readonly<Record<PinnedChart, ChartRelease>> = {
  // 3.2.2 is the newest version whose IAM policy aws-cdk-lib carries; a test holds our policy against it.
  'aws-load-balancer-controller': {
    repository: 'https://aws.github.io/eks-charts',
    version: '3.2.2',
    oldestKubernetes: '1.22',
  },
  // The chart's own image is v1.35.0; `clusterAutoscalerImage` replaces it with the one made for the cluster's version,
  // and it is the image, not the chart, that must fit Kubernetes.
  'cluster-autoscaler': {
    repository: 'https://kubernetes.github.io/autoscaler',
    version: '9.59.0',
    sha256: '90276dafe65cf5d4328ef8313baf6cfb9d130683e0c9f3c28a03b4d8a9ed8f6e',
  },
  // Argo Rollouts 1.9.1, the newest of the line that the delivery plans are written for (2.43.0 brings 1.10.0). Its
  // documentation calls supported what its own tests run on: 1.32 to 1.35 (argo-rollouts v1.9.1, testing.yaml). The copy of
  // the publisher's index that could be read ends before this chart, so its digest is not known.
  'argo-rollouts': {
    repository: 'https://argoproj.github.io/argo-helm',
    version: '2.41.1',
    oldestKubernetes: '1.32',
    newestTestedKubernetes: '1.35',
  },
};

/**
 * Where Istio's charts are served from. The older storage.googleapis.com/istio-release goes away in December 2026 and never
 * had 1.31 (istio.io, "An update on our move to AWS", 2026).
 */
export const ISTIO_REPOSITORY = 'https://blob.istio.io/istio-release/charts';

/** Istio's versions that a mesh may run, oldest first. A patch stays until nobody runs it; a new one is a new row. */
export const ISTIO_VERSIONS = ['1.30.5', '1.31.1'] as const;

/** One of {@link ISTIO_VERSIONS}. */
export type IstioVersion = (typeof ISTIO_VERSIONS)[number];

/** What is known of a version of Istio, all of whose charts carry its number. */
export type IstioRelease = Required<Pick<ChartRelease, 'oldestKubernetes' | 'newestKubernetes'>>;

/**
 * The Kubernetes versions of each. Source: the announcements of 1.30 and 1.31 at istio.io. Istio publishes no digests of its
 * chart archives beside them.
 */
export const ISTIO_RELEASES: Readonly<Record<IstioVersion, IstioRelease>> = {
  '1.30.5': { oldestKubernetes: '1.32', newestKubernetes: '1.36' },
  '1.31.1': { oldestKubernetes: '1.32', newestKubernetes: '1.36' },
};

/** A container image at a fixed version. */
export interface ImageRelease {
  /** Where it is pulled from: `public.ecr.aws/docker/library/busybox`. */
  readonly repository: string;
  /** `1.37.0` */
  readonly tag: string;
  /** The digest of its index, the same for every processor, where it was found. */
  readonly digest?: string;
}

/** Images that the platform runs itself, beside those that charts bring. In ECR Public where they are there: it limits no pulls from AWS. */
export const IMAGES = {
  // The digest that Docker Hub and ECR Public answered for the tag in October 2026. Official images are built anew under
  // the same tag; a newer digest is a newer build.
  busybox: {
    repository: 'public.ecr.aws/docker/library/busybox',
    tag: '1.37.0',
    digest: 'sha256:bdf57e528e45e4433820e045b29b4597825a1c9e38353532d90a01445013f82e',
  },
  // Its AWS SDK, 1.55.7, knows EKS Pod Identity (since 1.47.11). Whether the one digest that is published of it is of all
  // processors or of one is said nowhere, so it is left out.
  'aws-sigv4-proxy': { repository: 'public.ecr.aws/aws-observability/aws-sigv4-proxy', tag: '1.11.1' },
  // Grafana's own registry is Docker Hub. 13.2.3 is the newest of the line whose packages npm calls the latest (`@grafana/schema`,
  // November 2026); its digest is the one that six public configurations pin, and that none of them says of one processor only.
  grafana: {
    repository: 'docker.io/grafana/grafana',
    tag: '13.2.3',
    digest: 'sha256:b28bae15e219c998fb0e0424ed724930cc61b1f61fb404d47c862f9a23f9e572',
  },
  // Brings dashboards from ConfigMaps to Grafana's disk. The digest is the one that two public configurations pin.
  'k8s-sidecar': {
    repository: 'ghcr.io/kiwigrid/k8s-sidecar',
    tag: '2.11.2',
    digest: 'sha256:2912be006f62f9ea080194cf6d3afcd90daead8d101d0ba686a137a849f6a4f6',
  },
  // From GitHub's registry, which limits no pulls: nodes that come all at once when a zone is lost would use up what Docker Hub
  // allows. The digest that ten public configurations pin (1f2c54a3…) is Docker Hub's, and was found nowhere for this registry.
  'opentelemetry-collector': {
    repository: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
    tag: '0.159.0',
  },
  // Ten public configurations agree on the digest of the index.
  'kube-state-metrics': {
    repository: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
    tag: 'v2.20.0',
    digest: 'sha256:42cfe3723a5f058171c627537fb57a3ea0f26e4380fa18555a95cb1a1b4cfc5b',
  },
  // For a cluster on one's own machine only. 3.13 is the line with long-term support, until July 2027.
  prometheus: { repository: 'quay.io/prometheus/prometheus', tag: 'v3.13.3' },
  // For a cluster on one's own machine only. Four public configurations agree on the digest.
  jaeger: {
    repository: 'quay.io/jaegertracing/jaeger',
    tag: '2.21.0',
    digest: 'sha256:3d0ac795ff98aa04d1be04311d2dac6c25b4bfc8322dc02e53bc5b170c5018c3',
  },
} as const satisfies Readonly<Record<string, ImageRelease>>;

/** How a manifest names an image: by tag, for people, and by digest, which nobody can move, where it is known. */
export function imageReference({ repository, tag, digest }: ImageRelease): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}:${tag}@${digest}`;
}

/** The newest Kubernetes version that a kubectl Lambda layer is published for (`@aws-cdk/lambda-layer-kubectl-v36`). */
export const NEWEST_KUBECTL_MINOR = 36;

/** Whether the table holds a Kubernetes version. */
export function isOffered(version: string): version is KubernetesVersion {
  return KUBERNETES_VERSIONS.some((offered) => offered === version);
}

/** The Kubernetes versions for which every one of these add-ons is in the table, oldest first. */
export function versionsWith(addOns: readonly AddOnName[]): readonly KubernetesVersion[] {
  return KUBERNETES_VERSIONS.filter((version) => missingAddOns(version, addOns).length === 0);
}

/** Those of the add-ons for which the table has no version that fits this Kubernetes version. */
export function missingAddOns(version: KubernetesVersion, addOns: readonly AddOnName[]): readonly AddOnName[] {
  return addOns.filter((name) => KUBERNETES_RELEASES[version].addOns[name] === undefined);
}

/** The command that asks the account's EKS which versions of an add-on fit a Kubernetes version, its default first. */
export function confirmCommand(addOn: string, version: string): string {
  return (
    `aws eks describe-addon-versions --addon-name ${addOn} --kubernetes-version ${version}` +
    " --query 'addons[].addonVersions[].[addonVersion, compatibilities[0].defaultVersion]' --output text"
  );
}
