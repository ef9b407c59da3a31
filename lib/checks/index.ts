import { cfnLint } from './cfn-lint';
import type { Check } from './check';
import { determinism } from './determinism';
import { entry } from './entry';
import { limits } from './limits';
import { nag } from './nag';
import { references } from './references';
import { rollouts } from './rollouts';
import { schema } from './schema';
import { telemetry } from './telemetry';
import { wiring } from './wiring';

/** Everything that `bulkhead check` proves, in the order of the report. The first two wait for processes: the others run
 * meanwhile.
 */
export const CHECKS: readonly Check[] = [
  cfnLint,
  determinism,
  schema,
  nag,
  limits,
  references,
  wiring,
  entry,
  rollouts,
  telemetry,
];
