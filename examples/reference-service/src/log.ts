import { systemClock } from './clock';

const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

/** How loud a line is. */
export type Level = (typeof LEVELS)[number];

/** Every level, quietest first. */
export const levels: readonly Level[] = LEVELS;

/** What a line says besides its message: plain values, under the names of the OpenTelemetry conventions where there is one. */
export type Fields = Readonly<Record<string, unknown>>;

/** Writes one JSON object a line. */
export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  fatal(message: string, fields?: Fields): void;
  /** The same logger, with fields that every line of it carries. */
  with(fields: Fields): Logger;
}

/** What a logger needs to know. */
export interface LoggerOptions {
  readonly level: Level;
  readonly fields: Fields;
  readonly write: (line: string) => void;
  readonly now?: () => number;
}

/** Makes a logger that leaves out whatever is quieter than its level. */
export function createLogger({ level, fields, write, now = systemClock.now }: LoggerOptions): Logger {
  const threshold = LEVELS.indexOf(level);
  const at =
    (name: Level) =>
    (message: string, more: Fields = {}): void => {
      if (LEVELS.indexOf(name) < threshold) return;
      const line = { time: new Date(now()).toISOString(), level: name, message, ...fields, ...more };
      write(`${JSON.stringify(line, plain)}\n`);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    with: (more) => createLogger({ level, fields: { ...fields, ...more }, write, now }),
  };
}

/** The fields of an error, under the names that OpenTelemetry gives to exceptions. */
export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { 'exception.message': String(error) };
  return {
    'exception.type': error.name,
    'exception.message': error.message,
    'exception.stacktrace': error.stack,
    ...(error.cause === undefined ? {} : { 'exception.cause': String(error.cause) }),
  };
}

/** JSON has no bigint and would throw: a log line never does. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
