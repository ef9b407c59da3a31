import { packageVersion } from './build-info';
import { type Config, readConfig } from './config';
import { createLogger, errorFields, type Logger } from './log';
import { type RunningService, startService } from './service';
import type { ConfigProblem } from './variables';

/** The exit codes: of a clean stop, of anything that went wrong, and (sysexits.h) of a configuration that cannot be. */
const EXIT = { clean: 0, failed: 1, badConfiguration: 78 } as const;
/** After a bug there is no telling what still works: let requests finish, but not for long. */
const AFTER_A_CRASH = { delayMilliseconds: 0, limitMilliseconds: 1_000 };
const LAST_RESORT_MILLISECONDS = 5_000;

const write = (line: string): void => {
  process.stdout.write(line);
};

// Whoever reads the log may go away; the service stays.
process.stdout.on('error', () => undefined);

const config = readConfig(process.env, packageVersion());
if ('service' in config) run(config);
else refuse(config);

function refuse(problems: readonly ConfigProblem[]): void {
  const log = createLogger({ level: 'info', fields: {}, write });
  for (const problem of problems) log.fatal('the configuration cannot be used', { ...problem });
  process.exitCode = EXIT.badConfiguration;
}

function run(settled: Config): void {
  const log = createLogger({
    level: settled.logLevel,
    fields: { 'service.name': settled.telemetry.resource['service.name'], 'service.version': settled.version },
    write,
  });
  const starting = startService(settled, log, () => {
    throw new Error('crashed on purpose');
  });
  handleSignals(settled, log, starting);
  handleCrashes(log, starting);
  starting.then(
    ({ port, adminPort }) =>
      log.info('listening', { port, admin_port: adminPort, calls: settled.dependencies.map(({ name }) => name) }),
    (error: unknown) => {
      log.fatal('could not start', errorFields(error));
      process.exit(EXIT.failed);
    },
  );
}

/** SIGTERM is Kubernetes', SIGINT a terminal's; a second one changes nothing, since the first is being carried out. */
function handleSignals(settled: Config, log: Logger, starting: Promise<RunningService>): void {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    log.info('told to stop', { signal });
    const service = await starting;
    const clean = await service.stop(settled.drain);
    if (clean) log.info('stopped');
    else log.error('stopped with requests cut off', { limit_ms: settled.drain.limitMilliseconds });
    process.exit(clean ? EXIT.clean : EXIT.failed);
  };
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop(signal).catch((error: unknown) => {
        log.fatal('could not stop', errorFields(error));
        process.exit(EXIT.failed);
      });
    });
}

/** A rejection that nobody handles arrives here too (Node's default since 15). */
function handleCrashes(log: Logger, starting: Promise<RunningService>): void {
  let crashed = false;
  process.on('uncaughtException', (error) => {
    log.fatal('uncaught error', errorFields(error));
    if (crashed) return;
    crashed = true;
    const leave = (): never => process.exit(EXIT.failed);
    setTimeout(leave, LAST_RESORT_MILLISECONDS);
    starting.then((service) => service.stop(AFTER_A_CRASH)).then(leave, leave);
  });
}
