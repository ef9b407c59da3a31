import {
  collectorConfig,
  fromVariable,
  printCollectorConfig,
  type CollectorConfig,
} from '../../../../../constructs/plan/observability/collector/config/config';
import { configProblems } from '../../../../../constructs/plan/observability/collector/config/problems';
import { OWN_TELEMETRY } from '../../../../../constructs/plan/observability/collector/delivery';
import { gatewayOf, onOwnMachine, planned } from './examples';

type Mutable = Record<string, never>;

/** A configuration as plain data, to be changed. */
type Draft = Record<string, Record<string, unknown>>;

const agent = planned().agent.config;
const gateway = gatewayOf(planned()).config;

/** A configuration of which something is changed. */
function changed(config: CollectorConfig, change: (draft: Draft) => void): CollectorConfig {
  const draft = JSON.parse(JSON.stringify(config)) as Draft & CollectorConfig;
  change(draft);
  return draft;
}

const traces = (draft: Draft): Record<string, string[]> =>
  (draft.service?.pipelines as Record<string, Record<string, string[]>>).traces ?? {};

const metrics = (draft: Draft): Record<string, string[]> =>
  (draft.service?.pipelines as Record<string, Record<string, string[]>>).metrics ?? {};

describe('the configurations of the platform', () => {
  test.each([
    ['the agent', agent],
    ['the gateway', gateway],
    ["the agent of one's own machine", onOwnMachine().agent.config],
  ])('are sound: %s', (_, config) => {
    expect(configProblems(config)).toEqual([]);
  });

  test('cannot be written with a pipeline that names what is not there', () => {
    const written = collectorConfig({
      receivers: { otlp: { protocols: {} } },
      processors: {},
      exporters: {},
      extensions: {},
      service: {
        extensions: [],
        telemetry: OWN_TELEMETRY,
        // @ts-expect-error no receiver has this name
        pipelines: { traces: { receivers: ['otpl'], processors: [], exporters: [] } },
      },
    });
    expect(configProblems(written).map(({ value }) => value)).toContain('otpl');
  });

  test('double every dollar that begins no environment variable, and no other', () => {
    const text = printCollectorConfig(
      changed(agent, (draft) => {
        draft.receivers = { otlp: ['$1:$2', fromVariable('POD_IP'), '${env:lower}'] };
      }),
    );
    expect((JSON.parse(text) as { receivers: unknown }).receivers).toEqual({
      otlp: ['$$1:$$2', '${env:POD_IP}', '$${env:lower}'],
    });
  });
});

type Refused = readonly [
  title: string,
  config: CollectorConfig,
  change: (draft: Draft) => void,
  field: string,
  reason: string,
];

const REFUSED: readonly Refused[] = [
  [
    'a pipeline that names a component that is not there',
    agent,
    (draft) => traces(draft).exporters?.push('otlp_http/elsewhere'),
    'service.pipelines["traces"].exporters',
    'no such component',
  ],
  [
    'a pipeline without exporters',
    agent,
    (draft) => (traces(draft).exporters = []),
    'service.pipelines["traces"].exporters',
    'carries nothing',
  ],
  [
    'a component that no pipeline names',
    agent,
    (draft) => (draft.receivers = { ...draft.receivers, 'otlp/more': { protocols: {} } }),
    'receivers["otlp/more"]',
    'never starts it',
  ],
  [
    'a pipeline that does work before it looks at its memory',
    agent,
    (draft) => traces(draft).processors?.reverse(),
    'service.pipelines["traces"].processors',
    'for want of memory',
  ],
  [
    'a pipeline that does not look at its memory at all',
    agent,
    (draft) => traces(draft).processors?.shift(),
    'service.pipelines["traces"].processors',
    'for want of memory',
  ],
  [
    'work after the batches were made',
    agent,
    (draft) => (metrics(draft).processors = ['memory_limiter', 'batch', 'filter/targets']),
    'service.pipelines["metrics"].processors',
    'changes the size of the batches',
  ],
  [
    'a pod that is looked up after its connection was forgotten',
    agent,
    (draft) => (metrics(draft).processors = ['memory_limiter', 'filter/targets', 'batch', 'k8s_attributes']),
    'service.pipelines["metrics"].processors',
    'knows a pod by its connection',
  ],
  [
    'an exporter without a queue',
    gateway,
    (draft) => delete (draft.exporters?.['otlp_http/xray'] as Mutable).sending_queue,
    'exporters["otlp_http/xray"].sending_queue',
    'without a queue',
  ],
  [
    'an exporter whose queue is switched off',
    agent,
    (draft) =>
      ((draft.exporters?.prometheus_remote_write as Record<string, unknown>).remote_write_queue = { enabled: false }),
    'exporters["prometheus_remote_write"].remote_write_queue',
    'without a queue',
  ],
  [
    'an exporter that tries once',
    gateway,
    (draft) => delete (draft.exporters?.['otlp_http/xray'] as Mutable).retry_on_failure,
    'exporters["otlp_http/xray"].retry_on_failure',
    'first attempt',
  ],
  [
    'two that listen at one port',
    agent,
    (draft) => (draft.extensions = { ...draft.extensions, health_check: { endpoint: '0.0.0.0:4318' } }),
    'extensions["health_check"].endpoint',
    'listens there as well',
  ],
  [
    'an extension that is named and not there',
    gateway,
    (draft) => (draft.service?.extensions as string[]).push('file_storage'),
    'service.extensions',
    'no such extension',
  ],
  [
    'an extension that nobody starts',
    gateway,
    (draft) => (draft.extensions = { ...draft.extensions, file_storage: {} }),
    'extensions["file_storage"]',
    'never starts it',
  ],
  [
    'an exporter that is signed by nobody',
    gateway,
    (draft) => ((draft.service as Record<string, unknown>).extensions = ['health_check']),
    'exporters["otlp_http/xray"].auth.authenticator',
    'does not run',
  ],
  [
    'a queue that is kept nowhere',
    agent,
    (draft) => delete (draft.extensions as Mutable).file_storage,
    'exporters["otlp_http/services"].sending_queue.storage',
    'does not run',
  ],
];

describe('a configuration is refused', () => {
  test.each(REFUSED)('with %s', (_, config, change, field, reason) => {
    const problems = configProblems(changed(config, change));
    expect(problems).toContainEqual(expect.objectContaining({ field, reason: expect.stringContaining(reason) }));
    for (const { remedy } of problems) expect(remedy).not.toBe('');
  });

  test('with all problems at once', () => {
    const problems = configProblems(
      changed(gateway, (draft) => {
        traces(draft).processors?.reverse();
        delete (draft.exporters?.['otlp_http/xray'] as Mutable).sending_queue;
      }),
    );
    expect(problems.length).toBeGreaterThan(1);
  });
});
