import type { Template, TemplateResource } from '../checks/template';
import { FREE } from './free';
import { STANDING, type Standing } from './standing';
import { USAGE, type Usage } from './usage';
import { monthly } from './prices';

/** What stands in an environment, and what it costs by standing there. */
export interface StandingCost {
  readonly item: Standing;
  readonly units: number;
  /** In US dollars; absent where no price could be sourced. */
  readonly monthly?: number;
}

/** What costs an environment by use. */
export interface UsageCost {
  readonly item: Usage;
  /** How many resources are billed so. */
  readonly resources: number;
}

/** What an environment costs. */
export interface EnvironmentCost {
  readonly environment: string;
  readonly standing: readonly StandingCost[];
  readonly usage: readonly UsageCost[];
  /** The sum of what has a price, in US dollars a month. */
  readonly monthly: number;
  /** What has none. */
  readonly unpriced: readonly StandingCost[];
  /** Types that nobody has said the price of, so that the table cannot silently miss one. */
  readonly unknown: readonly string[];
}

/** Counts what is billed in an environment: what was rendered, not what was planned. */
export function costOf(environment: string, templates: readonly Template[]): EnvironmentCost {
  const standing = STANDING.map((item): StandingCost => {
    const units = total(templates, item);
    return { item, units, monthly: item.price === undefined ? undefined : units * monthly(item.price) };
  }).filter(({ units }) => units > 0);
  const usage = USAGE.map((item) => ({ item, resources: total(templates, item) })).filter(
    ({ resources }) => resources > 0,
  );
  const types = templates.flatMap((template) => resourcesOf(template).map(({ Type }) => Type));
  return {
    environment,
    standing,
    usage,
    monthly: standing.reduce((sum, each) => sum + (each.monthly ?? 0), 0),
    unpriced: standing.filter((each) => each.monthly === undefined),
    unknown: [...new Set(types.filter((type) => !isKnown(type)))].sort(),
  };
}

function total(templates: readonly Template[], { type, count }: Standing | Usage): number {
  return templates
    .flatMap((template) =>
      resourcesOf(template)
        .filter(({ Type }) => Type === type)
        .map((resource) => count(resource, template)),
    )
    .reduce((sum, each) => sum + each, 0);
}

const resourcesOf = ({ Resources }: Template): readonly TemplateResource[] => Object.values(Resources ?? {});

const isKnown = (type: string): boolean =>
  [...STANDING, ...USAGE].some((item) => item.type === type) ||
  FREE.some((free) => (free.endsWith(':') ? type.startsWith(free) : type === free));
