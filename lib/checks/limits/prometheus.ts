import type { RenderedStack, Subject } from '../subject';
import { isObject } from '../template';
import type { Use } from './use';

/** Service Quotas, Amazon Managed Service for Prometheus: rules in a workspace, until AWS raises it (L-3D15CDB4). */
const MOST_RULES = 2_000;

/** The same source: the size of a file of rules (L-C62641E3) and of the alert manager's definition (L-3316EF76), in bytes. */
const MOST_FILE_BYTES = 1_048_576;

/** The same source: inhibition rules in an alert manager's definition (L-46D5E194). */
const MOST_INHIBITIONS = 100;

/** The same source: nodes in the tree of its routes (L-E3E60B3E). */
const MOST_ROUTES = 100;

const QUOTA = (code: string): string =>
  `ask for more in Service Quotas (Amazon Managed Service for Prometheus, ${code})`;

/** What the stacks use of the quotas of metrics workspaces: an environment has one. */
export function prometheusUses({ stacks }: Subject): Use[] {
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  return environments.flatMap((environment) => {
    const own = stacks.filter((stack) => stack.environment === environment);
    const files = own.flatMap(filesOf);
    const taker = 'a workspace of Amazon Managed Service for Prometheus';
    return [
      {
        environment,
        stack: '',
        what: 'rules of Prometheus',
        used: files.reduce((sum, { rules }) => sum + rules, 0),
        most: MOST_RULES,
        taker,
        adjustable: true,
        remedy: QUOTA('L-3D15CDB4'),
      },
      ...files.map(({ stack, name, bytes }) => ({
        environment,
        stack,
        resource: `rules ${name}`,
        what: 'bytes of a file of rules',
        used: bytes,
        most: MOST_FILE_BYTES,
        taker,
        remedy: 'divide it into two files',
      })),
      ...own.flatMap((stack) => alertManagerUses(stack, taker)),
    ];
  });
}

interface File {
  readonly stack: string;
  readonly name: string;
  readonly bytes: number;
  readonly rules: number;
}

function filesOf({ name: stack, template }: RenderedStack): File[] {
  return Object.values(template.Resources ?? {}).flatMap(({ Type, Properties = {} }) => {
    if (Type !== 'AWS::APS::RuleGroupsNamespace' || typeof Properties.Data !== 'string') return [];
    const { groups } = JSON.parse(Properties.Data) as { groups: readonly { rules: readonly unknown[] }[] };
    return [
      {
        stack,
        name: String(Properties.Name),
        bytes: Buffer.byteLength(Properties.Data),
        rules: groups.reduce((sum, { rules }) => sum + rules.length, 0),
      },
    ];
  });
}

function alertManagerUses({ environment, name, template }: RenderedStack, taker: string): Use[] {
  return Object.values(template.Resources ?? {}).flatMap(({ Type, Properties = {} }): Use[] => {
    if (Type !== 'AWS::APS::Workspace' || Properties.AlertManagerDefinition === undefined) return [];
    const text = textOf(Properties.AlertManagerDefinition);
    const outer = JSON.parse(text) as { alertmanager_config: string };
    const { route, inhibit_rules: inhibitions } = JSON.parse(outer.alertmanager_config) as {
      route: Route;
      inhibit_rules: readonly unknown[];
    };
    const of = { environment, stack: name, resource: 'alert manager', taker };
    return [
      {
        ...of,
        what: 'bytes of its definition',
        used: Buffer.byteLength(text),
        most: MOST_FILE_BYTES,
        remedy: 'shorten its templates',
      },
      {
        ...of,
        what: 'inhibitions',
        used: inhibitions.length,
        most: MOST_INHIBITIONS,
        adjustable: true,
        remedy: QUOTA('L-46D5E194'),
      },
      {
        ...of,
        what: 'routes',
        used: countRoutes(route),
        most: MOST_ROUTES,
        adjustable: true,
        remedy: QUOTA('L-E3E60B3E'),
      },
    ];
  });
}

interface Route {
  readonly routes?: readonly Route[];
}

function countRoutes({ routes = [] }: Route): number {
  return routes.reduce((sum, route) => sum + countRoutes(route), 1);
}

/** A text that may be put together at deployment: what is known of it, with a word for each part that is not. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = isObject(value) ? value['Fn::Join'] : undefined;
  if (!Array.isArray(join)) return 'unknown';
  const [separator, parts] = join as readonly unknown[];
  return Array.isArray(parts) ? parts.map(textOf).join(String(separator)) : 'unknown';
}
