import { planRuleFiles } from '../../constructs/observability/plan';
import type { RuleFile } from '../../constructs/observability/rules/rule';
import { monitoringInput } from './monitoring';
import type { Environment } from './schema';

/** The rules of some services of an environment, in the order of the services. */
export function ruleFilesOf(environment: Environment, services: readonly string[]): readonly RuleFile[] {
  const files = filesByName(environment);
  return services.flatMap((service) => files.get(service) ?? []);
}

/** All rules of an environment by the names of their files: a thousand services ask for theirs, a stack at a time. */
function filesByName(environment: Environment): ReadonlyMap<string, RuleFile> {
  const known = FILES.get(environment);
  if (known !== undefined) return known;
  const files = new Map(planRuleFiles(monitoringInput(environment)).map((file) => [file.name, file]));
  FILES.set(environment, files);
  return files;
}

/** Worked out once for each environment: it is data that nobody changes. */
const FILES = new WeakMap<Environment, ReadonlyMap<string, RuleFile>>();
