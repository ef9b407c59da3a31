import { readDependencies, type Dependency } from './calls/dependency';
import { type Fault, noFault, parseFault } from './faults/fault';
import { FAULT_HEADER, type FaultAccess } from './faults/injector';
import { type Level, levels } from './log';
import { SERVICES, type ServiceName } from './services';
import { readTelemetry, type TelemetryConfig } from './telemetry-config';
import { type ConfigProblem, Variables } from './variables';

/** Everything that the environment decides. */
export interface Config {
  readonly service: ServiceName;
  readonly version: string;
  readonly revision: string;
  /** The address to listen on; undefined is every one, of both families. */
  readonly host?: string;
  readonly port: number;
  readonly adminPort: number;
  readonly logLevel: Level;
  readonly http: HttpLimits;
  readonly dependencies: readonly Dependency[];
  readonly callTimeoutMilliseconds: number;
  readonly forwardHeaders: readonly string[];
  readonly drain: { readonly delayMilliseconds: number; readonly limitMilliseconds: number };
  readonly faults: { readonly access: FaultAccess; readonly initial: Fault };
  readonly telemetry: TelemetryConfig;
}

/** What bounds a request. */
export interface HttpLimits {
  readonly maxBodyBytes: number;
  /** From the first byte to the end of the headers. */
  readonly headersTimeoutMilliseconds: number;
  /** From the first byte to the end of the body. */
  readonly receiveTimeoutMilliseconds: number;
  /** From the headers to the answer. */
  readonly deadlineMilliseconds: number;
  /** How long an idle connection stays open. */
  readonly keepAliveMilliseconds: number;
}

const SERVICE_NAMES = Object.keys(SERVICES).filter((name): name is ServiceName => name in SERVICES);
const MINUTE = 60_000;
/** Above the load balancer's idle timeout: who closes first must be the load balancer, or it sends into a closed connection (502). */
const KEEP_ALIVE_MARGIN = 5_000;

/** Reads the environment; a list is all that is wrong with it. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  packageVersion: string,
): Config | readonly ConfigProblem[] {
  const variables = new Variables(environment);
  const service = variables.choice('SERVICE_NAME', SERVICE_NAMES);
  const version = variables.text('SERVICE_VERSION') ?? packageVersion;
  const host = variables.text('HOST');
  const config = {
    version,
    revision: variables.text('SERVICE_REVISION') ?? 'unknown',
    ...(host === undefined ? {} : { host }),
    ...readPorts(variables),
    logLevel: variables.choice('LOG_LEVEL', levels, 'info'),
    ...readTimes(variables),
    dependencies: readDependencies(variables, service),
    forwardHeaders: readForwardHeaders(variables),
    faults: readFaults(variables),
    telemetry: readTelemetry(variables, service ?? '', version),
  };
  return service === undefined || variables.problems.length > 0 ? variables.problems : { service, ...config };
}

function readPorts(variables: Variables): Pick<Config, 'port' | 'adminPort'> {
  // 0 takes any free port, for tests; below 1024 is root's.
  const port = variables.integer('PORT', { fallback: 8080, min: 0, max: 65_535 });
  const adminPort = variables.integer('ADMIN_PORT', { fallback: 9090, min: 0, max: 65_535 });
  for (const [name, value] of Object.entries({ PORT: port, ADMIN_PORT: adminPort }))
    if (value > 0 && value < 1_024)
      variables.refuse(name, 'a user without privileges cannot listen below 1024', 'as in 8080');
  if (port === adminPort && port !== 0)
    variables.refuse('ADMIN_PORT', 'the same as PORT', 'give probes and metrics a port that users do not reach');
  return { port, adminPort };
}

function readTimes(variables: Variables): Pick<Config, 'http' | 'callTimeoutMilliseconds' | 'drain'> {
  const time = (name: string, fallback: number, min: number, max = 10 * MINUTE): number =>
    variables.integer(name, { fallback, min, max });
  const headersTimeoutMilliseconds = time('HEADERS_TIMEOUT_MS', 10_000, 100);
  const receiveTimeoutMilliseconds = time('RECEIVE_TIMEOUT_MS', 15_000, 100);
  const deadlineMilliseconds = time('REQUEST_DEADLINE_MS', 5_000, 50);
  const callTimeoutMilliseconds = time('CALL_TIMEOUT_MS', 1_000, 10);
  if (headersTimeoutMilliseconds > receiveTimeoutMilliseconds)
    variables.refuse('HEADERS_TIMEOUT_MS', 'longer than RECEIVE_TIMEOUT_MS, which covers it', 'make it shorter');
  if (callTimeoutMilliseconds > deadlineMilliseconds)
    variables.refuse('CALL_TIMEOUT_MS', 'longer than REQUEST_DEADLINE_MS, so it never ends a call', 'make it shorter');
  return {
    http: {
      maxBodyBytes: variables.integer('MAX_BODY_BYTES', { fallback: 65_536, min: 1, max: 10_485_760 }),
      headersTimeoutMilliseconds,
      receiveTimeoutMilliseconds,
      deadlineMilliseconds,
      // 60 s is what an Application Load Balancer has unless told otherwise.
      keepAliveMilliseconds: time('LOAD_BALANCER_IDLE_TIMEOUT_MS', MINUTE, 100, 4_000_000) + KEEP_ALIVE_MARGIN,
    },
    callTimeoutMilliseconds,
    // Together below Kubernetes' 30 s from SIGTERM to SIGKILL, with time left to flush.
    drain: {
      delayMilliseconds: time('DRAIN_DELAY_MS', 5_000, 0),
      limitMilliseconds: time('DRAIN_LIMIT_MS', 20_000, 0),
    },
  };
}

/** Headers of the connection, or that this service writes itself. */
const NOT_FORWARDED = [
  'host',
  'connection',
  'content-length',
  'content-type',
  'transfer-encoding',
  'traceparent',
  'tracestate',
];

function readForwardHeaders(variables: Variables): readonly string[] {
  const names = variables.list('FORWARD_HEADERS').map((each) => each.toLowerCase());
  for (const name of names) {
    if (!/^[a-z0-9-]+$/.test(name))
      variables.refuse('FORWARD_HEADERS', `'${name}' is no header's name`, 'as in x-tester');
    else if (NOT_FORWARDED.includes(name) || name === FAULT_HEADER)
      variables.refuse('FORWARD_HEADERS', `'${name}' is between two neighbours only`, 'leave it out');
  }
  return ['baggage', ...names];
}

const WAYS = ['off', 'admin', 'header'];

function readFaults(variables: Variables): Config['faults'] {
  const ways = variables.list('FAULT_INJECTION');
  const open = ways.filter((each) => each !== 'off');
  if (ways.some((each) => !WAYS.includes(each)) || (open.length > 0 && open.length < ways.length))
    variables.refuse('FAULT_INJECTION', 'not known', 'off (the default), admin, header, or admin,header');
  const access = { admin: open.includes('admin'), header: open.includes('header') };
  const text = variables.text('FAULT');
  if (text === undefined) return { access, initial: noFault };
  if (open.length === 0)
    variables.refuse(
      'FAULT',
      'FAULT_INJECTION is off',
      'set FAULT_INJECTION=admin where faults may be, or unset FAULT',
    );
  const initial = parseFault(text);
  if (typeof initial !== 'string') return { access, initial };
  variables.refuse('FAULT', initial, 'as in FAULT=error=0.05,status=500,slow=0.5,delay=400');
  return { access, initial: noFault };
}
