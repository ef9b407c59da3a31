import { Acknowledgements } from './acknowledgements';
import type { Check, Finding, Outcome } from './check';
import type { RenderedStack, Subject } from './subject';
import type { Ran, Tools } from './tools';

/** Rules that say nothing about what the CDK renders, and why. */
const IGNORED: ReadonlyMap<string, string> = new Map([
  ['W3005', 'the CDK writes every dependency out as DependsOn, also where a reference implies it: redundant, harmless'],
]);

/**
 * What the validator of the CDK lets pass, as Python's cfn-lint sees it: a misspelt IAM effect, an address of `/99`.
 */
export const cfnLint: Check = {
  name: 'cfn-lint',
  promise: 'cfn-lint has no errors to report, and each warning is acknowledged or listed',
  run: async (subject, tools): Promise<Outcome> => {
    const ran = await lint(subject, tools);
    if (ran === undefined) return skip('cfn-lint is not on the PATH', 'to add it: pipx install cfn-lint');
    const { code, stdout, stderr } = ran;
    const lastWords = (stderr || stdout).trim().split('\n').at(-1) ?? '';
    if (code === NOT_FOUND || code === NOT_EXECUTABLE) {
      return skip(`cfn-lint is on the PATH, but does not start: ${lastWords}`, 'to mend it: pipx install cfn-lint');
    }
    const matches = matchesIn(stdout);
    if (matches === undefined) return { findings: [withoutReport(code, lastWords)] };
    return new Acknowledgements(subject.app).divide(matches.map((match) => finding(subject.stacks, match)));
  },
};

/** One match in cfn-lint's report (`--format json`), as far as it is read here. */
interface Match {
  readonly Rule: { readonly Id: string; readonly ShortDescription: string; readonly Source?: string };
  readonly Level: string;
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

/** With which a shell, and what stands in for a program, such as a shim of pyenv, say that there is none behind it. */
const NOT_FOUND = 127;
/** The same for a program that may not be executed (POSIX, "Exit Status for Commands"). */
const NOT_EXECUTABLE = 126;

function lint({ directory, stacks }: Subject, { run }: Tools): Promise<Ran | undefined> {
  const regions = [...new Set(stacks.flatMap(({ region }) => region ?? []))].sort();
  return run(
    'cfn-lint',
    [
      '--format',
      'json',
      '--ignore-checks',
      ...IGNORED.keys(),
      ...(regions.length > 0 ? ['--regions', ...regions] : []),
      '--template',
      ...stacks.map(({ templateFile }) => templateFile),
    ],
    { cwd: directory },
  );
}

/** The matches of a report; `undefined` for what is none. */
function matchesIn(stdout: string): readonly Match[] | undefined {
  try {
    const report: unknown = JSON.parse(stdout);
    return Array.isArray(report) ? (report as Match[]) : undefined;
  } catch {
    return undefined;
  }
}

const skip = (reason: string, remedy: string): Outcome => ({ findings: [], skipped: { reason, remedy } });

/** A crash is no pass. */
const withoutReport = (code: number, lastWords: string): Finding => ({
  environment: '',
  stack: '',
  reason: `cfn-lint ended with ${code} and without a report: ${lastWords || 'it said nothing'}`,
  remedy: 'see whether it works by itself: cfn-lint --version; to mend it: pipx reinstall cfn-lint',
  severity: 'error',
});

function finding(stacks: readonly RenderedStack[], { Rule, Level, Message, Filename, Location }: Match): Finding {
  const stack = stacks.find(({ templateFile }) => templateFile === Filename);
  const [section, id, ...rest] = (Location.Path ?? []).map(String);
  return {
    environment: stack?.environment ?? '',
    stack: stack?.name ?? '',
    resource: id === undefined ? undefined : (stack?.constructPaths.get(id) ?? id),
    field: section === 'Resources' ? rest.join('.') : section,
    rule: `cfn-lint::${Rule.Id}`,
    reason: Message,
    remedy: `${Rule.ShortDescription}${Rule.Source === undefined ? '' : ` (${Rule.Source})`}`,
    severity: Level === 'Error' ? 'error' : 'warning',
  };
}
