import { z } from 'zod';
import type { PlanContext } from '../context';
import { under, type Problem } from '../problem';
import { told } from '../spec';
import { alertingProblems, alertingSpec } from './alerting/spec';
import { collectorProblems, collectorSpec } from './collector/spec';
import { grafanaProblems, grafanaSpec } from './grafana/spec';
import { runbooksProblems, runbooksSpec } from './runbooks/spec';
import { logsProblems } from './logs/rules';
import { logsSpec } from './logs/spec';
import { metricsSpec } from './metrics/spec';
import { probeSpec } from './probe/spec';
import { tracingProblems } from './tracing/rules';
import { tracingSpec } from './tracing/spec';

/** What an environment says of how it is watched. What types cannot say is in {@link observabilityProblems}. */
export const observabilitySpec = z.strictObject({
  /**
   * Who is told when something is wrong, by how urgent it is:
   * `{ page: [{ kind: 'https', secret: 'pagerduty' }], ticket: [{ kind: 'email', address: 'platform@rides.example' }] }`.
   * @default - nobody, which production refuses
   */
  alerts: alertingSpec.meta(told({ as: { page: [{ kind: 'https', secret: 'pagerduty' }] } })).optional(),

  /**
   * How long metrics are kept, and how many there may be, which is what they cost: `{ seriesPerService: 20000 }`.
   * @default - by tier
   */
  metrics: metricsSpec.meta(told({ as: { seriesPerService: 20_000 } })).optional(),

  /**
   * How long the logs of pods are kept, and where they are sent on: `{ retentionDays: 90 }`.
   * @default - by tier, and nowhere
   */
  logs: logsSpec.meta(told({ as: { retentionDays: 90 } })).optional(),

  /**
   * Where traces are kept: X-Ray, which one environment of an account switches on: `{ transactionSearch: 'existing' }`.
   * @default - this environment switches it on
   */
  tracing: tracingSpec.meta(told({ as: { transactionSearch: 'existing' } })).optional(),

  /**
   * A request that is sent to the public entry again and again, from outside: `{ path: '/v1/status' }`, or `'none'`.
   * @default - to `/`, where the edge has a name and everybody may come in
   */
  probe: probeSpec.meta(told({ as: { path: '/v1/status' }, because: "it is a request, or 'none'" })).optional(),

  /**
   * How telemetry is collected: which traces are kept, and which metrics beside those that the platform asks for:
   * `{ traces: { keptShare: 0.1 }, keptMetrics: ['rides_matched_total'] }`.
   * @default - errors, what is too slow and a share of the rest by tier; of metrics what the platform asks for
   */
  collector: collectorSpec.meta(told({ as: { traces: { keptShare: 0.1 } } })).optional(),

  /**
   * Where dashboards are looked at: `{ kind: 'in-cluster', signIn: { … } }`, in the cluster itself, or `{ kind: 'managed', … }`, in
   * a workspace of Amazon Managed Grafana.
   * @default - nowhere: metrics are kept and alerts call, and nobody sees a curve; `npx bulkhead dashboards` writes the
   * dashboards for a Grafana of your own
   */
  grafana: grafanaSpec
    .meta(
      told({
        as: {
          kind: 'in-cluster',
          signIn: {
            authorizationUrl: 'https://id.rides.example/oauth2/authorize',
            tokenUrl: 'https://id.rides.example/oauth2/token',
            userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
            clientId: 'grafana-prod',
            roles: { viewers: 'everybody' },
          },
        },
        because: 'Grafana runs in the cluster, or is managed by AWS',
      }),
    )
    .optional(),

  /**
   * Where people read the pages of `docs/runbooks`: `'https://github.com/rides/platform/blob/main/docs/runbooks'`. Every alert
   * has a link to its section there.
   * @default - the folder of the repository, `docs/runbooks`: a name that opens in no message, of which the check warns in
   * production
   */
  runbooks: runbooksSpec.optional(),
});

/** How an environment is watched. */
export type ObservabilitySpec = z.infer<typeof observabilitySpec>;

/** What is wrong with how an environment is watched, of the right shape. Fields are relative to the section. */
export function observabilityProblems(spec: ObservabilitySpec, context: PlanContext): Problem[] {
  return [
    ...under('alerts', alertingProblems(spec.alerts ?? {}, context)),
    ...under('logs', logsProblems(spec.logs ?? {}, context)),
    ...under('tracing', tracingProblems(spec.tracing ?? {})),
    ...(spec.collector === undefined ? [] : under('collector', collectorProblems(spec.collector, context))),
    ...(spec.grafana === undefined ? [] : under('grafana', grafanaProblems(spec.grafana))),
    ...(spec.runbooks === undefined ? [] : runbooksProblems(spec.runbooks)),
  ];
}
