import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedEntry } from './watched-entry';

const TLS_PERCENT = 20;
const FEWEST_HANDSHAKES = 100;
const EXPIRY_DAYS = 30;

/** Clients fail to agree on how to encrypt. */
export function tlsErrors({ loadBalancer: LoadBalancer }: WatchedEntry): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'EntryTlsErrors',
    severity: 'ticket',
    summary: 'many clients cannot agree with the load balancer on how to encrypt',
    measure: {
      kind: 'share',
      of: metric('AWS/ApplicationELB', 'ClientTLSNegotiationErrorCount', { LoadBalancer }, 'Sum', 5 * MINUTE),
      outOf: metric('AWS/ApplicationELB', 'NewConnectionCount', { LoadBalancer }, 'Sum', 5 * MINUTE),
      ignoreUpTo: FEWEST_HANDSHAKES,
    },
    comparison: 'above',
    threshold: TLS_PERCENT,
    unit: '% of new connections',
    periods: 6,
    inPeriods: 6,
    because:
      'scanners fail all day long; a fifth of all connections for half an hour is an app or a proxy of ours (estimate)',
    missing: 'fine',
    missingBecause: 'an error that does not happen is not counted',
    runbook: {
      means: 'Clients ask for a version of TLS or a cipher that the policy refuses, or do not trust the certificate.',
      steps: [
        'The connection log of the load balancer names versions and addresses.',
        'Was `edge.oldestTls` raised, or the certificate changed? A partner who pins the old certificate fails from then on.',
      ],
    },
  };
}

/** The certificate was not renewed. */
export function certificateExpires({ certificate }: WatchedEntry): MetricAlarmPlan[] {
  if (certificate === undefined) return [];
  return [
    {
      form: 'metric',
      kind: 'EntryCertificateExpires',
      severity: 'ticket',
      summary: 'the certificate of the public entry was not renewed',
      measure: metric(
        'AWS/CertificateManager',
        'DaysToExpiry',
        { CertificateArn: certificate },
        'Minimum',
        1440 * MINUTE,
      ),
      comparison: 'below',
      threshold: EXPIRY_DAYS,
      unit: 'days',
      periods: 1,
      inPeriods: 1,
      because:
        'ACM renews by itself sixty days before the end (ACM User Guide, "Managed certificate renewal"): thirty days later it has tried for a month, and a month is left',
      missing: 'unknown',
      missingBecause: 'it is sent twice a day, and not on the first',
      runbook: {
        means: 'The renewal fails, or nobody renews a certificate that was imported. When it ends, no client gets in.',
        steps: [
          '`aws acm describe-certificate --certificate-arn <arn> --query Certificate.RenewalSummary` says what it waits for.',
          'Nearly always the record for its validation is gone from the hosted zone: put it back as `DomainValidationOptions` shows it.',
          'An imported certificate: import the new one under the same ARN.',
        ],
      },
    },
  ];
}
