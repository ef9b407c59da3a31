/** What a group of rules does with a request that it matches. */
export type RuleMode = 'block' | 'count' | 'off';

/** A group of rules that AWS writes and keeps up to date. */
export interface RuleGroupFacts {
  /** AWS' name of it. */
  readonly managedName: string;
  /** What it costs of a web ACL's capacity. */
  readonly capacityUnits: number;
  /** Its place among the rules: it never changes, so that adding one moves no other. */
  readonly priority: number;
  /** What it does where nobody says: only the groups that suit every platform of this kind block. */
  readonly mode: RuleMode;
}

/**
 * The groups that are offered. Capacity: WAF developer guide, "AWS Managed Rules rule groups list". The cheap ones that look
 * at the address only come first, then the rate limit, then those that read the request.
 */
export const RULE_GROUPS = {
  'ip-reputation': rules('AWSManagedRulesAmazonIpReputationList', 25, 10, 'block'),
  'anonymous-ip': rules('AWSManagedRulesAnonymousIpList', 50, 20, 'off'),
  'known-bad-inputs': rules('AWSManagedRulesKnownBadInputsRuleSet', 200, 40, 'block'),
  common: rules('AWSManagedRulesCommonRuleSet', 700, 50, 'block'),
  // Also where this environment has no store: behind many a service stands a database that nobody declared here.
  'sql-injection': rules('AWSManagedRulesSQLiRuleSet', 200, 60, 'block'),
  linux: rules('AWSManagedRulesLinuxRuleSet', 200, 70, 'off'),
  posix: rules('AWSManagedRulesUnixRuleSet', 100, 80, 'off'),
  'admin-protection': rules('AWSManagedRulesAdminProtectionRuleSet', 100, 90, 'off'),
  php: rules('AWSManagedRulesPHPRuleSet', 100, 100, 'off'),
  windows: rules('AWSManagedRulesWindowsRuleSet', 200, 110, 'off'),
} as const satisfies Readonly<Record<string, RuleGroupFacts>>;

/** One of {@link RULE_GROUPS}. */
export type RuleGroupName = keyof typeof RULE_GROUPS;

/** The groups in the order in which they look at a request. */
export const RULE_GROUP_NAMES = Object.keys(RULE_GROUPS) as readonly RuleGroupName[];

/** The rate limit stands between the groups that look at the address and those that read the request. */
export const RATE_LIMIT_PRIORITY = 30;

/** What a rate-based rule costs (WAF developer guide, "Using rate-based rule statements"). */
export const RATE_LIMIT_CAPACITY_UNITS = 2;

/** What the basic price of a web ACL includes; more is billed per request (WAF pricing; developer guide, "WCUs"). */
export const MOST_CAPACITY_UNITS = 1500;

/**
 * The rule of the common group that blocks what is too large to be inspected: more than the first 8 KiB of a body, which is
 * all that a load balancer hands on (WAF developer guide, "Considerations for managing body inspection").
 */
export const BODY_SIZE_RULE = 'SizeRestrictions_BODY';

function rules(managedName: string, capacityUnits: number, priority: number, mode: RuleMode): RuleGroupFacts {
  return { managedName, capacityUnits, priority, mode };
}
