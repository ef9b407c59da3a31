import { below, min, rate, sum } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { grows, holds, mock, type MockSeries } from '../../proof/series';
import type { Alert } from '../alert';
import { CONTROL_PLANE_LOGS } from './mesh-pods';
import { DAY, HOUR, MINUTE, platformAlert } from './platform-alert';

/** That certificates are renewed in time: when they run out, nobody in the mesh talks to anybody. */
export function certificateAlerts(): readonly Alert[] {
  return [certificateNotRenewed(), ...rootCertificateExpires()];
}

/**
 * A sidecar's certificate lasts a day, and is renewed when half of that is over (istio 1.31.0-rc.0, pilot-agent options:
 * SECRET_TTL 24h, SECRET_GRACE_PERIOD_RATIO 0.5). With a quarter left, six hours of trying have failed.
 */
const CERTIFICATE_LEFT_SECONDS = 6 * HOUR;

function certificateNotRenewed(): Alert {
  const name = 'MeshCertificateNotRenewed';
  const left = min(select('istio_agent_cert_expiry_seconds'), ['namespace', 'pod', 'resource_name']);
  const certificate = (pod: string, from: number, perSecond: number, seconds: number): MockSeries =>
    mock(
      'istio_agent_cert_expiry_seconds',
      { namespace: 'trip', pod, resource_name: 'default' },
      holds(30, from),
      grows(seconds, perSecond),
    );
  return platformAlert({
    name,
    severity: 'page',
    condition: 'the certificate of a sidecar runs out within six hours, and should have been renewed six hours ago',
    expression: below(left, CERTIFICATE_LEFT_SECONDS),
    forSeconds: 10 * MINUTE,
    summary: '{{ $labels.namespace }}/{{ $labels.pod }}: its certificate in the mesh is not renewed',
    runbook: {
      means:
        'When it runs out, nobody in the mesh talks to this pod any more, and it to nobody. If it is one of many, the control ' +
        'plane does not sign, and all of them will follow within hours.',
      queries: [
        { asks: 'How long does each last, in seconds?', query: left },
        {
          asks: 'Does the control plane sign any?',
          query: sum(rate(select('citadel_server_success_cert_issuance_count'), 10 * MINUTE)),
        },
      ],
      steps: [
        'One pod: delete it, and its replacement gets a new one.',
        `Many: ${CONTROL_PLANE_LOGS}, and MeshControlPlaneDown. Do not restart all pods before it signs again.`,
      ],
    },
    proofs: () => [
      {
        title: 'one certificate is not renewed, and another is',
        series: [certificate('trip-a', 7 * HOUR, -1, 4 * HOUR), certificate('trip-b', 13 * HOUR, 0, 4 * HOUR)],
        expected: [
          silent(name, 55 * MINUTE),
          silent(name, 65 * MINUTE),
          fires(name, 80 * MINUTE, { namespace: 'trip', pod: 'trip-a', resource_name: 'default' }),
        ],
      },
    ],
  });
}

function rootCertificateExpires(): readonly Alert[] {
  const left = min(select('citadel_server_root_cert_expiry_seconds'));
  const alert = (name: string, severity: 'page' | 'ticket', days: number): Alert =>
    platformAlert({
      name,
      severity,
      condition: `the root certificate of the mesh runs out within ${days} days`,
      expression: below(left, days * DAY),
      forSeconds: HOUR,
      summary: `the root certificate of the mesh runs out within ${days} days`,
      runbook: {
        means:
          'Every certificate of the mesh rests on it. When it runs out, no two pods talk to each other. The one that Istio makes ' +
          'for itself lasts ten years and is not renewed.',
        queries: [{ asks: 'How long does it last, in seconds?', query: left }],
        steps: [
          'Plan it for a quiet day, not for the last one: the old and the new root must be trusted together for a while.',
          'istio.io, “Plug in CA Certificates”, and its section on rotating the root: add the new root, restart pods by namespaces, sign with it, restart again, remove the old.',
        ],
      },
      proofs: () => [
        {
          title: `${days - 1} days are left`,
          series: [
            mock('citadel_server_root_cert_expiry_seconds', { pod: 'istiod-a' }, holds(2 * HOUR, (days - 1) * DAY)),
          ],
          expected: [silent(name, 50 * MINUTE), fires(name, 65 * MINUTE)],
        },
        {
          title: `${days + 1} days are left`,
          series: [
            mock('citadel_server_root_cert_expiry_seconds', { pod: 'istiod-a' }, holds(2 * HOUR, (days + 1) * DAY)),
          ],
          expected: [silent(name, 110 * MINUTE)],
        },
      ],
    });
  return [alert('MeshRootCertificateExpiresNow', 'page', 7), alert('MeshRootCertificateExpiresSoon', 'ticket', 60)];
}
