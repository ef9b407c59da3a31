import { dirname } from 'node:path';
import { SpecError } from '../constructs/plan/problem';
import { explain, fileOfYours } from '../lib/cli/failure';

const ROOT = dirname(__dirname);

/**
 * Runs `main`; what is wrong with the environments, or keeps them from being read, is told as text for a person,
 * without a stack trace.
 */
export function explainProblems(main: () => void): void {
  try {
    main();
  } catch (error) {
    const told = error instanceof SpecError || fileOfYours(error, ROOT) !== undefined;
    if (!told) throw error;
    process.stderr.write(explain(error, false, ROOT));
    process.exitCode = 1;
  }
}
