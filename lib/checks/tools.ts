/** What a process left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start a process. */
export interface RunOptions {
  /** The directory to start in. */
  readonly cwd: string;
  /**
   * Environment variables to add to, or change in, those of this process.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Whether `command` is a line for the shell, as `cdk.json` has it.
   * @default false
   */
  readonly shell?: boolean;
}

/**
 * Runs a program to its end. The result is `undefined` when there is no such program on the PATH that may be executed.
 */
export type Run = (command: string, args: readonly string[], options: RunOptions) => Promise<Ran | undefined>;

/** What checks may do to the outside world. `bin/` hands it in, so that tests can hand in another. */
export interface Tools {
  readonly run: Run;
  /** A clock for timings, in milliseconds from some moment. */
  readonly now: () => number;
}
