import type { ChartValue, ChartValues } from '../helm-release';
import { IMAGES, imageReference } from '../versions/table';

/** The key of the `platform-facts` ConfigMap in the namespace of Argo Rollouts: the workspace's id, `ws-…`. */
export const WORKSPACE_FACT = 'PROMETHEUS_WORKSPACE';

const PORT = 8005;

/** Where a workspace is asked through the signer, from inside its pod. The workspace may be a variable that others put in. */
export const signedMetricsAddress = (workspace: string): string => `http://127.0.0.1:${PORT}/workspaces/${workspace}`;

/**
 * Signs a pod's queries for Amazon Managed Service for Prometheus, inside the pod, with the pod's own role.
 *
 * Argo Rollouts can sign itself, but with an AWS SDK that does not know EKS Pod Identity: 1.9.1 was built with aws-sdk-go
 * 1.44.116, which takes no credentials from the agent's address (argo-rollouts #4536). Grafana signs with a plug-in only that
 * is not in its image (Grafana documentation, "Migrate from Prometheus SigV4"). Remove this when both can.
 */
export function metricsSigner(region: string): ChartValues {
  return {
    name: 'metrics-signer',
    image: imageReference(IMAGES['aws-sigv4-proxy']),
    args: [
      // On the loopback interface: whoever else reaches the pod must not ask with its rights.
      `--port=127.0.0.1:${PORT}`,
      '--name=aps',
      `--region=${region}`,
      `--host=aps-workspaces.${region}.amazonaws.com`,
      '--log-failed-requests',
    ],
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '250m', memory: '128Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  };
}

/**
 * Where the controller asks. Kubernetes puts the workspace in. The name of no workspace is in it for the controller to
 * recognise, so that the signature that an analysis asks for is left to the signer.
 */
export function signedMetricsVariables(platformFacts: string): readonly ChartValue[] {
  return [
    {
      name: WORKSPACE_FACT,
      // Without it no analysis could be made: better that the controller does not start, and the deployment says so.
      valueFrom: { configMapKeyRef: { name: platformFacts, key: WORKSPACE_FACT } },
    },
    {
      name: 'ARGO_ROLLOUTS_PROMETHEUS_ADDRESS',
      value: signedMetricsAddress(`$(${WORKSPACE_FACT})`),
    },
  ];
}
