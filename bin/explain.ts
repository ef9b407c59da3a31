import { SpecError } from '../constructs/plan/problem';

/** Runs `main`; what is wrong with the environments is told as text for a person, without a stack trace. */
export function explainProblems(main: () => void): void {
  try {
    main();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
