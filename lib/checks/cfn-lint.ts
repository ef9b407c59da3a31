import { Acknowledgements } from './acknowledgements';
import type { Check, Finding, Outcome } from './check';
import type { RenderedStack, Subject } from './subject';
import type { Tools } from './tools';

/** Rules that say nothing about what the CDK renders, and why. */
const IGNORED: ReadonlyMap<string, string> = new Map([
  ['W3005', 'the CDK writes every dependency out as DependsOn, also where a reference implies it: redundant, harmless'],
]);

/** What the validator of the CDK lets pass, as Python's cfn-lint sees it: a misspelt IAM effect, an address of `/99`. */
export const cfnLint: Check = {
  name: 'cfn-lint',
  promise: 'cfn-lint has no errors to report, and each warning is acknowledged or listed',
  run: async (subject, tools): Promise<Outcome> => {
    const ran = await lint(subject, tools);
    if (ran === undefined) {
      return {
        findings: [],
        skipped: { reason: 'cfn-lint is not on the PATH', remedy: 'to add it: pipx install cfn-lint' },
      };
    }
    return new Acknowledgements(subject.app).divide(ran);
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

async function lint({ directory, stacks }: Subject, { run }: Tools): Promise<Finding[] | undefined> {
  const regions = [...new Set(stacks.flatMap(({ region }) => region ?? []))].sort();
  const ran = await run(
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
  if (ran === undefined) return undefined;
  return matchesIn(ran.stdout, ran.stderr).map((match) => finding(stacks, match));
}

function matchesIn(stdout: string, stderr: string): readonly Match[] {
  try {
    return JSON.parse(stdout) as Match[];
  } catch {
    throw new Error(`cfn-lint did not end with a report: ${(stderr || stdout).trim().split('\n').at(-1) ?? ''}`);
  }
}

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
