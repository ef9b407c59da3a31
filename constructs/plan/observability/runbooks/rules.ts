import type { Problem } from '../../problem';

const EXAMPLE = 'https://github.com/rides/platform/blob/main/docs/runbooks';

/** What is wrong with the address of runbooks: the name of a page and of a section is written after it. */
export function runbooksProblems(runbooks: string): Problem[] {
  const problem = (reason: string, remedy: string): Problem[] => [
    { field: 'runbooks', value: runbooks, reason, remedy },
  ];
  if (!/^https?:\/\/[^\s/]+\/\S+$/.test(runbooks)) {
    return problem(
      'not the address of a folder: a link that is sent by mail or to a telephone opens only from https:// on',
      `write where people read docs/runbooks, as in '${EXAMPLE}'`,
    );
  }
  if (/[?#]/.test(runbooks)) {
    return problem(
      'the name of a page is written after it, which cannot follow a question or a section',
      `write the address of the folder alone, as in '${EXAMPLE}'`,
    );
  }
  return runbooks.endsWith('/')
    ? problem(
        'ends with a slash, and one is written between it and the page',
        `write '${runbooks.replace(/\/+$/, '')}'`,
      )
    : [];
}
