import { PLATFORM_NAMESPACES } from '../../guard-rails/namespaces/platform';
import { AGENT, type ContainerLogs } from '../names';
import type { FilterProcessor } from './config/processors';
import type { FileLogReceiver, LogOperator } from './config/receivers';

/** Where the kubelet keeps the logs of containers: `<namespace>_<pod>_<uid>/<container>/<restarts>.log`. */
export const POD_LOGS = '/var/log/pods';

/**
 * From which size on a line is split in two, so that no line is larger than a request to CloudWatch may be, which is 1 MB
 * (CloudWatch Logs quotas, `PutLogEvents`; for OTLP nothing smaller is said).
 */
const LARGEST_LINE = '256KiB';

/** Begins with white space, or as Java continues a stack trace. */
const CONTINUED = String.raw`^(\\s|Caused by: |\\.\\.\\. [0-9]+ more)`;

/** The words and numbers by which loggers tell severity, beside those that the collector knows: those of pino. */
const NUMBERED_SEVERITIES = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;

const TRACE_ID = String.raw`attributes.trace_id matches "^[0-9a-f]{32}$"`;

/**
 * What becomes of a line: the runtime's own words are taken off, the lines of a stack trace are put together, JSON is read,
 * and what everybody looks for is lifted out of it. Whatever cannot be read goes on as it is.
 */
const OPERATORS: readonly LogOperator[] = [
  { type: 'container', max_log_size: LARGEST_LINE },
  {
    type: 'recombine',
    id: 'stack-traces',
    if: 'not (body startsWith "{")',
    combine_field: 'body',
    combine_with: '\n',
    is_first_entry: `not (body matches "${CONTINUED}")`,
    source_identifier: 'attributes["log.file.path"]',
    force_flush_period: '2s',
    max_log_size: LARGEST_LINE,
  },
  { type: 'json_parser', if: 'body startsWith "{"', parse_to: 'attributes', on_error: 'send_quiet' },
  ...['level', 'severity'].map((key): LogOperator => ({
    type: 'severity_parser',
    if: `attributes.${key} != nil`,
    parse_from: `attributes.${key}`,
    mapping: NUMBERED_SEVERITIES,
    on_error: 'send_quiet',
  })),
  {
    type: 'trace_parser',
    if: TRACE_ID,
    trace_id: { parse_from: 'attributes.trace_id' },
    span_id: { parse_from: 'attributes.span_id' },
    on_error: 'send_quiet',
  },
  // What was lifted out would be paid for twice.
  { type: 'remove', if: `${TRACE_ID} && attributes.span_id != nil`, field: 'attributes.span_id' },
  { type: 'remove', if: TRACE_ID, field: 'attributes.trace_id' },
  ...['message', 'msg'].map((key): LogOperator => ({
    type: 'move',
    if: `attributes.${key} != nil`,
    from: `attributes.${key}`,
    to: 'body',
  })),
  { type: 'remove', if: 'attributes["log.file.path"] != nil', field: 'attributes["log.file.path"]' },
];

/**
 * Reads what containers write. Nothing is lost without a word: a line that cannot be sent stays where it is until it can, the
 * place in each file outlives the agent, and reading waits when more comes than goes. What a container writes faster than
 * that for long, the kubelet rotates away.
 *
 * @param storage the extension that remembers how far each file was read
 */
export function containerLogs(storage: string): FileLogReceiver {
  return {
    include: [`${POD_LOGS}/*/*/*.log`],
    // An agent that tells of a line that it could not send would have one more to send.
    exclude: [`${POD_LOGS}/${AGENT.namespace}_${AGENT.name}-*_*/*/*.log`],
    include_file_path: true,
    include_file_name: false,
    // The first lines of a pod are written before anybody knows of it.
    start_at: 'beginning',
    poll_interval: '500ms',
    max_log_size: LARGEST_LINE,
    storage,
    retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
    operators: OPERATORS,
  };
}

/** Whether a line is of a pod of the platform, in the words of a collector. */
const OF_PLATFORM = `IsMatch(resource.attributes["k8s.namespace.name"], "${PLATFORM_NAMESPACES.source}")`;

/**
 * Lets through the logs of the services, or all others: of the two filters exactly one drops a line, since one's condition is
 * the other's, negated. They name the namespaces of the platform, so that no agent starts anew because a service came.
 */
export function onlyLogsOf(of: ContainerLogs): FilterProcessor {
  return { error_mode: 'ignore', log_conditions: [of === 'services' ? OF_PLATFORM : `not ${OF_PLATFORM}`] };
}
