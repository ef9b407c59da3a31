import { physicalName, type PlanContext } from '../context';
import { planKey, type KeyPlan } from '../encryption';
import type { RetentionDays } from '../retention';
import { REQUESTS_PER_FIVE_MINUTES, TIER_DEFAULTS } from './defaults';
import type { FirewallSpec } from './firewall-spec';
import {
  BODY_SIZE_RULE,
  RATE_LIMIT_CAPACITY_UNITS,
  RATE_LIMIT_PRIORITY,
  RULE_GROUPS,
  RULE_GROUP_NAMES,
  type RuleGroupName,
  type RuleMode,
} from './rule-groups';

/** A rule of the firewall. */
export type FirewallRulePlan =
  | {
      readonly kind: 'managed';
      /** `common` */
      readonly name: RuleGroupName;
      /** AWS' name of it: `AWSManagedRulesCommonRuleSet`. */
      readonly managedName: string;
      /** Its place among the rules. */
      readonly priority: number;
      /** What becomes of a request that it matches. */
      readonly mode: 'block' | 'count';
      /** Of its own rules, those that only count. */
      readonly counted: readonly string[];
    }
  | {
      readonly kind: 'rate-limit';
      /** `rate-limit` */
      readonly name: 'rate-limit';
      /** Its place among the rules. */
      readonly priority: number;
      /** What becomes of a request above the limit. */
      readonly mode: 'block' | 'count';
      /** How many requests one address may send in a window. */
      readonly requests: number;
      /** The window. */
      readonly windowSeconds: 300;
      /** The header that a proxy writes the client's address into; the connection's own address without it. */
      readonly clientAddressHeader?: string;
    };

/** The firewall before a load balancer. Whatever no rule stops is let through. */
export interface FirewallPlan {
  /**
   * `bulkhead-prod-edge`. It can never change: a second web ACL would be put before the load balancer, and the removal of
   * the first would take it away again (pulumi-aws #4782 has the same with the same API).
   */
  readonly name: string;
  /** In the order in which they look at a request. */
  readonly rules: readonly FirewallRulePlan[];
  /** What the rules cost of a web ACL's capacity. */
  readonly capacityUnits: number;
  /** What becomes of requests while it does not answer. */
  readonly whenUnreachable: 'refuse' | 'pass';
  /** Headers that are replaced wherever it records a request: in its log, and in the samples of the console. */
  readonly redactedHeaders: readonly string[];
  /** Its log: what was blocked or counted, for the load balancer's own log has everything else. */
  readonly log: {
    /** AWS wants the name to begin with `aws-waf-logs-`. */
    readonly logGroup: string;
    /** How long a record is kept. */
    readonly retentionDays: RetentionDays;
    /** What encrypts it. */
    readonly key: KeyPlan;
    /** Whether it outlives the firewall. */
    readonly retain: boolean;
  };
}

/** What each group does, and the rate limit, with every default filled in. */
export interface ResolvedFirewall {
  /** By group. */
  readonly modes: Readonly<Record<RuleGroupName, RuleMode>>;
  /** None where there is no limit. */
  readonly rateLimit?: Extract<FirewallRulePlan, { kind: 'rate-limit' }>;
}

/** What lets somebody in: whoever reads a log must not be able to use it. */
const REDACTED_HEADERS = [
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'x-amz-security-token',
] as const;

/** Fills in what a spec leaves open. */
export function resolveFirewall({ groups = {}, rateLimit = {} }: FirewallSpec): ResolvedFirewall {
  const modes = Object.fromEntries(
    RULE_GROUP_NAMES.map((name) => [name, groups[name] ?? RULE_GROUPS[name].mode] as const),
  ) as Record<RuleGroupName, RuleMode>;
  if (rateLimit === 'none') return { modes };
  return {
    modes,
    rateLimit: {
      kind: 'rate-limit',
      name: 'rate-limit',
      priority: RATE_LIMIT_PRIORITY,
      mode: rateLimit.mode ?? 'block',
      requests: rateLimit.requestsPerFiveMinutes ?? REQUESTS_PER_FIVE_MINUTES,
      windowSeconds: 300,
      clientAddressHeader: rateLimit.clientAddressHeader,
    },
  };
}

/** Whether a firewall has no rule at all. */
export function isEmpty({ modes, rateLimit }: ResolvedFirewall): boolean {
  return rateLimit === undefined && Object.values(modes).every((mode) => mode === 'off');
}

/** What a firewall costs of a web ACL's capacity; a group that only counts costs as much as one that blocks. */
export function capacityUnits({ modes, rateLimit }: ResolvedFirewall): number {
  const groups = RULE_GROUP_NAMES.filter((name) => modes[name] !== 'off').map(
    (name) => RULE_GROUPS[name].capacityUnits,
  );
  return groups.reduce((sum, units) => sum + units, rateLimit === undefined ? 0 : RATE_LIMIT_CAPACITY_UNITS);
}

/** Decides the firewall of an edge. */
export function planFirewall(spec: FirewallSpec, context: PlanContext): FirewallPlan {
  const resolved = resolveFirewall(spec);
  const name = physicalName(context, 'edge');
  const { tier } = context;
  return {
    name,
    rules: planRules(resolved, spec.largeBodies ?? 'block'),
    capacityUnits: capacityUnits(resolved),
    whenUnreachable: spec.whenUnreachable ?? 'refuse',
    redactedHeaders: REDACTED_HEADERS,
    log: {
      logGroup: `aws-waf-logs-${name}`,
      retentionDays: spec.logRetentionDays ?? TIER_DEFAULTS.firewallLogRetentionDays[tier],
      key: planKey(context, ['edge', 'logs']),
      retain: tier === 'production',
    },
  };
}

function planRules({ modes, rateLimit }: ResolvedFirewall, largeBodies: 'block' | 'pass'): FirewallRulePlan[] {
  const managed = RULE_GROUP_NAMES.flatMap((name): FirewallRulePlan[] => {
    const mode = modes[name];
    const { managedName, priority } = RULE_GROUPS[name];
    const counted = name === 'common' && largeBodies === 'pass' ? [BODY_SIZE_RULE] : [];
    return mode === 'off' ? [] : [{ kind: 'managed', name, managedName, priority, mode, counted }];
  });
  return [...managed, ...(rateLimit === undefined ? [] : [rateLimit])].sort((a, b) => a.priority - b.priority);
}
