import { z } from 'zod';
import { retentionDays } from '../retention';
import { told } from '../spec';

const ruleMode = z
  .enum(['block', 'count', 'off'])
  .meta(told({ as: 'count', because: 'a group blocks what it matches, only counts it, or is not there' }));

/** The groups of rules that AWS writes, each with what it does. What is left out keeps its default. */
export const ruleGroupsSpec = z.strictObject({
  /**
   * Addresses that AWS has seen attack, scan or flood: `block`.
   * @default - block
   */
  'ip-reputation': ruleMode.optional(),
  /**
   * Anonymizing networks and hosting providers: `count`. Also some people's work networks and many partners' servers.
   * @default - off
   */
  'anonymous-ip': ruleMode.optional(),
  /**
   * Requests that only exploit known holes (Log4j and its like): `block`.
   * @default - block
   */
  'known-bad-inputs': ruleMode.optional(),
  /**
   * What OWASP's lists describe: scripts in arguments, files of the host, missing user agents, large bodies: `count`.
   * @default - block
   */
  common: ruleMode.optional(),
  /**
   * Injection of SQL: `block`.
   * @default - block
   */
  'sql-injection': ruleMode.optional(),
  /**
   * Files of Linux hosts in paths and arguments: `block`.
   * @default - off
   */
  linux: ruleMode.optional(),
  /**
   * Commands of POSIX shells in arguments and bodies: `block`.
   * @default - off
   */
  posix: ruleMode.optional(),
  /**
   * Paths of well-known administration pages: `block`.
   * @default - off
   */
  'admin-protection': ruleMode.optional(),
  /**
   * Functions of PHP in arguments and bodies: `block`.
   * @default - off
   */
  php: ruleMode.optional(),
  /**
   * Commands of PowerShell in arguments and bodies: `block`.
   * @default - off
   */
  windows: ruleMode.optional(),
});

/** How many requests one client may send. */
export const rateLimitSpec = z.strictObject({
  /**
   * How many requests of one address are let through in any five minutes: `10000`.
   * @default - 10,000, about 33 a second: many phones share one address of their mobile network
   */
  requestsPerFiveMinutes: z
    .int()
    .min(10)
    .max(2_000_000_000)
    .meta(told({ as: 10_000, because: 'AWS WAF counts 10 to 2,000,000,000 requests' }))
    .optional(),
  /**
   * What becomes of the requests above the limit: `block`, or `count` to see first whom it would meet.
   * @default - block
   */
  mode: z
    .enum(['block', 'count'])
    .meta(told({ as: 'count' }))
    .optional(),
  /**
   * Behind a proxy of your own, such as a CDN: the header into which it writes the client's address, and nothing else, in
   * place of whatever the client sent: `true-client-ip`. Then `clients` must name the proxy's addresses.
   * @default - the address that the connection comes from
   */
  clientAddressHeader: z
    .string()
    .regex(/^[a-zA-Z0-9-]{1,255}$/)
    .meta(told({ as: 'true-client-ip', because: 'a header has a name of letters, digits and hyphens' }))
    .optional(),
});

/** The web application firewall before the load balancer. What types cannot say is in `rules.ts`. */
export const firewallSpec = z.strictObject({
  /**
   * What each group of AWS' rules does: `{ common: 'count' }` while you find out which of your own requests it would block.
   * @default - ip-reputation, known-bad-inputs, common and sql-injection block, the others are off
   */
  groups: ruleGroupsSpec.meta(told({ as: { common: 'count' } })).optional(),
  /**
   * How many requests one client may send: `{ requestsPerFiveMinutes: 2000 }`, or `none`.
   * @default - see the fields
   */
  rateLimit: z
    .union([z.literal('none'), rateLimitSpec])
    .meta(told({ as: { requestsPerFiveMinutes: 10_000 } }))
    .optional(),
  /**
   * What becomes of a body of more than 8 KiB, of which the firewall sees the first 8 only: `block`, or `pass` where clients
   * upload things. What passes is not inspected beyond that.
   * @default - block
   */
  largeBodies: z
    .enum(['block', 'pass'])
    .meta(told({ as: 'pass' }))
    .optional(),
  /**
   * What becomes of requests while the firewall itself does not answer: `refuse` answers them with an error, `pass` lets
   * them through uninspected.
   * @default - refuse, so that nobody gets past the firewall by overloading it
   */
  whenUnreachable: z
    .enum(['refuse', 'pass'])
    .meta(told({ as: 'refuse' }))
    .optional(),
  /**
   * How long its log is kept, in days: `365`. It holds what was blocked or counted; the load balancer logs everything.
   * @default - 7 in development, 30 in staging, 365 in production
   */
  logRetentionDays: retentionDays.optional(),
});

/** See {@link firewallSpec}. */
export type FirewallSpec = z.infer<typeof firewallSpec>;
