import type { World } from './world';

/** The options that a person gave, by the long name: `--json` is `json`. */
export type Options = Readonly<Record<string, unknown>>;

/** Does a command's work. The result is the exit code: 0 when all is well, 1 when not. */
export type Action = (world: World, args: readonly string[], options: Options) => Promise<number> | number;

/** An option as commander writes it. */
export interface OptionSpec {
  /** `--environment <name>` */
  readonly flags: string;
  readonly description: string;
  /** Whether the command refuses to start without it. */
  readonly required?: boolean;
}

/** An argument as commander writes it: `<environment>`, or `[environment]` where it may be left out. */
export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
}

/**
 * One word that one can type after `bulkhead`. It says what `--help` shows, and loads what does the work only when that
 * is wanted: help must not wait for the CDK.
 */
export interface Command {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Lines that one can copy. */
  readonly examples: readonly string[];
  /** Loads the work. */
  readonly load: () => { readonly action: Action };
}

/** The option that every command which prints has. */
export const JSON_OPTION: OptionSpec = { flags: '--json', description: 'print JSON instead of text' };
