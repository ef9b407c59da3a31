import { printRuleFile, type RuleFile, type RuleGroup } from './rule';

/**
 * What a workspace of Amazon Managed Service for Prometheus takes, unless AWS raises it. From a public listing of Service
 * Quotas (`aps`) of 2022, in which all but the last stand; the user guide ("Amazon Managed Service for Prometheus service
 * quotas") has the numbers of today, which could not be read in full: unverified that none is higher by now.
 */
export const RULE_LIMITS = {
  /** Rules of one group: 20, which AWS raises. */
  rulesPerGroup: 20,
  /** Groups of one workspace: 100, which AWS raises. */
  groupsPerWorkspace: 100,
  /** Files, called rule groups namespaces, of one workspace: 10, which AWS raises. */
  filesPerWorkspace: 10,
  /** The size of one file in bytes: 1 MB, which AWS does not raise. */
  bytesPerFile: 1_000_000,
  /** How far back a query may look, in days: 32, which AWS does not raise. Budgets are of 28 or 30. */
  queryDays: 32,
  /** The name of a file (AWS::APS::RuleGroupsNamespace, `Name`). */
  charactersPerName: 64,
} as const;

/** How large rules are, where somebody counts. */
export interface RuleSize {
  /** The file's name. */
  readonly name: string;
  /** As it is printed, in bytes. */
  readonly bytes: number;
  /** As a text within a template of CloudFormation, in bytes: each quotation mark costs one more. */
  readonly templateBytes: number;
  /** Its groups. */
  readonly groups: number;
  /** Its rules. */
  readonly rules: number;
}

/** How large a rule file is. */
export function ruleSize(file: RuleFile): RuleSize {
  const text = printRuleFile(file);
  return {
    name: file.name,
    bytes: byteLength(text),
    templateBytes: byteLength(JSON.stringify(text)),
    groups: file.groups.length,
    rules: file.groups.reduce((total, { rules }) => total + rules.length, 0),
  };
}

/**
 * The same groups in as few files as they fit into, in order. A workspace takes few files, and each costs a resource of its
 * stack; a file that is full is followed by another, so that a new service moves no other's rules but those after it.
 *
 * @example packRuleFiles('services', plan.ruleFiles) // services-1: the first forty services or so
 */
export function packRuleFiles(
  name: string,
  files: readonly RuleFile[],
  bytesPerFile: number = RULE_LIMITS.bytesPerFile,
): readonly RuleFile[] {
  const packs: RuleGroup[][] = [];
  let free = 0;
  for (const file of files) {
    // A comma between two files, and what is around the groups, is less than what is around each alone.
    const { bytes } = ruleSize(file);
    if (bytes > bytesPerFile) {
      throw new RangeError(`the rules ${file.name} have ${bytes} bytes, and a file takes ${bytesPerFile}`);
    }
    if (packs.length === 0 || bytes > free) {
      packs.push([]);
      free = bytesPerFile;
    }
    packs.at(-1)?.push(...file.groups);
    free -= bytes;
  }
  return packs.map((groups, index) => ({ name: `${name}-${index + 1}`, groups }));
}

/** A quota that rules go beyond. */
export interface RuleExcess {
  /** Of what there is too much. */
  readonly what: 'rules in a group' | 'groups' | 'files' | 'bytes in a file';
  /** Where: a group, a file; nowhere in particular for what the whole workspace has too much of. */
  readonly of?: string;
  /** How much there is. */
  readonly used: number;
  /** How much there may be. */
  readonly most: number;
}

/** What of these files a workspace would refuse, with what it has by default. */
export function ruleExcesses(files: readonly RuleFile[]): readonly RuleExcess[] {
  const groups = files.flatMap((file) => file.groups);
  const { rulesPerGroup, groupsPerWorkspace, filesPerWorkspace, bytesPerFile } = RULE_LIMITS;
  const all: readonly RuleExcess[] = [
    ...groups.map(({ name, rules }) => ({
      what: 'rules in a group' as const,
      of: name,
      used: rules.length,
      most: rulesPerGroup,
    })),
    ...files.map((file) => ({
      what: 'bytes in a file' as const,
      of: file.name,
      used: ruleSize(file).bytes,
      most: bytesPerFile,
    })),
    { what: 'groups', used: groups.length, most: groupsPerWorkspace },
    { what: 'files', used: files.length, most: filesPerWorkspace },
  ];
  return all.filter(({ used, most }) => used > most);
}

/** Letters beyond ASCII take more than one byte; there is no `Buffer` where this may run. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
