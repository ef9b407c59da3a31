import type { MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';
import type { WatchedEntry } from './watched-entry';

/** A request from outside fails. */
export function probeFails({ probe }: WatchedEntry): MetricAlarmPlan[] {
  if (probe === undefined) return [];
  return [
    {
      form: 'metric',
      kind: 'EntryProbeFails',
      severity: 'none',
      summary: 'the public entry does not answer to a request from outside',
      measure: metric(
        'CloudWatchSynthetics',
        'SuccessPercent',
        { CanaryName: probe.name },
        'Average',
        probe.everyMinutes * MINUTE,
      ),
      comparison: 'below',
      threshold: 100,
      unit: '% of the requests of a period',
      periods: 3,
      inPeriods: 3,
      because: 'a single request may fail on its way through the internet; three in a row do not',
      missing: 'bad',
      missingBecause: 'a probe that does not run proves nothing',
      runbook: {
        means:
          'Name, certificate, firewall, load balancer and gateway were tried as a customer would, and one of them failed.',
        steps: [
          'The probe’s last run says at what it failed: CloudWatch, Synthetics, the canary that ends in `-entry`.',
          'From your own machine: `curl --verbose https://<name>/`. It works? Then the probe: is it stopped, is its runtime out of support?',
          'The name: `dig <name>`. The certificate: EntryCertificateExpires. A 403: the firewall.',
        ],
      },
    },
  ];
}
