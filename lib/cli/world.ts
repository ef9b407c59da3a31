import type { Tools } from '../checks/tools';
import type { Environment } from '../environment/schema';
import type { Customizations } from '../platform';
import type { Terminal } from './terminal';

/** What an adopter wrote: `environments/`. */
export interface Blueprint extends Customizations {
  /** Every environment, as written: nobody has checked them. */
  readonly environments: readonly Environment[];
}

/** Everything outside the program that a command may use. `bin/bulkhead.ts` makes the real one; tests make another. */
export interface World {
  readonly terminal: Terminal;
  readonly tools: Tools;
  /** Reads the environments. It throws what their files throw. */
  readonly blueprint: () => Blueprint;
  /** The folder of the blueprint, absolute: where `cdk.json` is. */
  readonly root: string;
  /** The version of the package: `0.1.0`. */
  readonly version: string;
  /** Where to put what need not stay. */
  readonly temporary: () => string;
  /** Whether somebody wants to see the insides of an error, as with `--verbose`. */
  readonly debug: boolean;
}
