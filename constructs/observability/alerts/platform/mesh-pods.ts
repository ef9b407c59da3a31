import { MESH_GATEWAY, MESH_NAMESPACE } from '../../../plan/controllers/names';
import { absent, equal, is, max } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, missing, mock } from '../../proof/series';
import type { Alert } from '../alert';
import { MINUTE, platformAlert } from './platform-alert';

/** That the control plane and the gateway are there. */
export function meshPodAlerts(): readonly Alert[] {
  return [controlPlaneDown(), gatewayDown()];
}

/** What the control plane says. */
export const CONTROL_PLANE_LOGS = `\`kubectl logs --namespace ${MESH_NAMESPACE} --selector app=istiod --since 15m --tail 200 --prefix\``;

function controlPlaneDown(): Alert {
  const name = 'MeshControlPlaneDown';
  return platformAlert({
    name,
    severity: 'page',
    condition: 'no control plane of the mesh reports',
    expression: absent(select('pilot_info')),
    forSeconds: 10 * MINUTE,
    summary: 'the mesh has no control plane',
    runbook: {
      means:
        'Sidecars go on with what they know: requests flow. But no new pod gets a sidecar, so that none starts; nothing learns ' +
        'of pods that moved; no release moves traffic; and within a day certificates run out.',
      queries: [
        {
          asks: 'How many of its pods are available?',
          query: max(select('kube_deployment_status_replicas_available', [is('namespace', MESH_NAMESPACE)]), [
            'deployment',
          ]),
        },
      ],
      steps: [
        `\`kubectl get pods --namespace ${MESH_NAMESPACE} --selector app=istiod\`, and \`kubectl describe pod\` of one of them.`,
        CONTROL_PLANE_LOGS,
        'They run, and only their metrics are missing? Then MetricsLost or ScrapesFail says more.',
        'Do not restart pods of services meanwhile: they would not come back.',
      ],
    },
    proofs: () => [
      {
        title: 'the control plane goes, and comes back',
        series: [
          mock(
            'pilot_info',
            { version: '1.31.1', pod: 'istiod-a' },
            holds(10 * MINUTE, 1),
            missing(30 * MINUTE),
            holds(10 * MINUTE, 1),
          ),
        ],
        expected: [
          silent(name, 9 * MINUTE),
          // A series is taken for there until five minutes after its last sample.
          silent(name, 23 * MINUTE),
          fires(name, 27 * MINUTE),
          silent(name, 42 * MINUTE),
        ],
      },
    ],
  });
}

function gatewayDown(): Alert {
  const name = 'MeshGatewayDown';
  const labels = { namespace: MESH_GATEWAY.namespace, deployment: MESH_GATEWAY.name };
  const available = max(
    select('kube_deployment_status_replicas_available', [
      is('namespace', labels.namespace),
      is('deployment', labels.deployment),
    ]),
  );
  return platformAlert({
    name,
    severity: 'page',
    condition: 'no pod of the gateway is available',
    expression: equal(available, 0),
    forSeconds: MINUTE,
    summary: 'nobody gets in: the gateway has no pods',
    runbook: {
      means: 'The load balancer has nowhere to send requests from outside. It is a total outage for users.',
      queries: [{ asks: 'How many of its pods are available?', query: available }],
      steps: [
        `\`kubectl get pods --namespace ${MESH_GATEWAY.namespace}\`, and \`kubectl describe pod\` of one of them.`,
        'They run and are not ready: they have no configuration. Is there a control plane (MeshControlPlaneDown)? Does it refuse something (MeshConfigurationRejected)?',
        `Was it just changed? \`helm history ${MESH_GATEWAY.name} --namespace ${MESH_GATEWAY.namespace}\`, and \`helm rollback\` to the revision before.`,
      ],
    },
    proofs: () => [
      {
        title: 'all pods of the gateway go, and come back',
        series: [
          mock(
            'kube_deployment_status_replicas_available',
            labels,
            holds(5 * MINUTE, 6),
            holds(10 * MINUTE, 0),
            holds(5 * MINUTE, 6),
          ),
        ],
        expected: [
          silent(name, 4 * MINUTE),
          silent(name, 5 * MINUTE),
          fires(name, 7 * MINUTE),
          silent(name, 17 * MINUTE),
        ],
      },
      {
        title: 'one pod of the gateway is left, and another Deployment has none',
        series: [
          mock('kube_deployment_status_replicas_available', labels, holds(15 * MINUTE, 1)),
          mock('kube_deployment_status_replicas_available', { ...labels, deployment: 'other' }, holds(15 * MINUTE, 0)),
        ],
        expected: [silent(name, 13 * MINUTE)],
      },
    ],
  });
}
