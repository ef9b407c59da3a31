import { PRODUCERS, type ProducerName } from '../../constructs/observability/catalogue/catalogue';
import type { Check, Finding } from './check';
import type { RenderedPlatform, RenderedStack } from './subject';
import { autoscalerFindings } from './telemetry/autoscalers';
import { collectedIn, type Collected } from './telemetry/collection/collected';
import { completenessFlaws } from './telemetry/completeness';
import { expositionOf, type Exposed, type Exposition, type Unanswered } from './telemetry/exposed';
import { answerOf } from './telemetry/labels';
import { missingObjects, silentServices } from './telemetry/subjects';
import {
  analysisQueries,
  dashboardQueries,
  rulesOf,
  type Place,
  type Query,
  type RenderedRule,
  type Unreadable,
} from './telemetry/queries';
import { queryReader } from './telemetry/syntax';
import { RenderedCluster } from './wiring/cluster';

/**
 * A query of a metric that nobody exposes is sound, and its answer is empty for ever: the alert never fires, the panel stays
 * blank, the release is held. So what is asked for is looked up where nothing has been deployed yet.
 */
export const telemetry: Check = {
  name: 'telemetry',
  promise:
    'no rule, dashboard, analysis or autoscaler asks for a metric or label that nothing in the environment produces and collects',
  run: ({ platforms, stacks }) => ({
    findings: platforms.flatMap((platform) => telemetryFindings(platform, stacks)),
  }),
};

/** What an environment asks for in vain. */
export function telemetryFindings(platform: RenderedPlatform, stacks: readonly RenderedStack[]): readonly Finding[] {
  const cluster = new RenderedCluster(platform);
  const { environment } = cluster;
  const { rules, unreadable } = rulesOf(
    stacks.filter((stack) => stack.environment === environment),
    cluster,
  );
  const dashboards = dashboardQueries(cluster);
  const queries = [...rules, ...analysisQueries(cluster), ...dashboards.queries];
  // Where nobody asks for anything, nothing need be collected.
  if (queries.length + unreadable.length + dashboards.unreadable.length === 0) return autoscalerFindings(cluster);
  const collected = collectedIn(cluster, rules.length > 0);
  const read = queryReader();
  const exposition = withRecorded(exposedBy(collected), rules, read);
  const flaws = queries.flatMap((query) =>
    queryFlaws(query, exposition, cluster, read).map((flaw) => ({ place: query.place, flaw })),
  );
  return [
    ...[...unreadable, ...dashboards.unreadable, ...collected.unreadable].map((each) =>
      unreadableFinding(environment, each),
    ),
    ...collected.flaws.map(({ place, ...flaw }) => findingAt(environment, place, flaw)),
    ...withoutProducer(flaws, collected).map(({ place, flaw }) => findingAt(environment, place, flaw)),
    ...flaws
      .filter(({ flaw }) => flaw.producer === undefined)
      .map(({ place, flaw }) => findingAt(environment, place, flaw)),
    ...completenessFlaws(rules, platform.environment.tier).map(({ place, ...flaw }) =>
      findingAt(environment, place, flaw),
    ),
    ...autoscalerFindings(cluster),
  ];
}

function exposedBy({ brings }: Collected): Map<string, Exposed> {
  const producers = Object.keys(PRODUCERS) as ProducerName[];
  return new Map(producers.flatMap((each) => expositionOf(each, (metric) => brings(each, metric))));
}

type QueryReader = ReturnType<typeof queryReader>;

/** Rules may ask for what others record, and are recorded in any order: the second look knows what the first has found. */
function withRecorded(exposition: Exposition, rules: readonly RenderedRule[], read: QueryReader): Exposition {
  const known = new Map(exposition);
  for (const rule of [...rules, ...rules]) {
    if (rule.record === undefined) continue;
    const parsed = read(rule.text);
    const labels = 'at' in parsed ? 'any' : answerOf(parsed, known).labels;
    known.set(rule.record, {
      labels: [...new Set([...(labels === 'any' ? [] : labels), ...Object.keys(rule.given)])],
      by: `the rules ${rule.group}`,
    });
  }
  return known;
}

function queryFlaws(
  query: Query,
  exposition: Exposition,
  cluster: RenderedCluster,
  read: QueryReader,
): readonly Flaw[] {
  const { text, wanted, given } = query;
  const parsed = read(text);
  if ('at' in parsed) return [{ value: text, reason: `this is no query, from “${parsed.at}” on`, remedy: 'mend it' }];
  const { labels, unanswered } = answerOf(parsed, exposition);
  const known = labels === 'any' ? undefined : [...labels, ...Object.keys(given)];
  return [
    ...unanswered,
    ...silentServices(parsed, cluster),
    ...missingObjects(parsed, cluster),
    ...wanted
      .filter(({ label }) => known !== undefined && !known.includes(label))
      .map(({ label, field }) => ({
        field,
        value: label,
        reason: 'the answer has no such label: people would read nothing in its place',
        remedy: `its labels are ${known?.join(', ') || 'none'}`,
      })),
  ];
}

type Flaw = Pick<Finding, 'field' | 'value' | 'reason' | 'remedy'> &
  Partial<Pick<Finding, 'severity'>> &
  Pick<Unanswered, 'producer'>;

interface FlawAt {
  readonly place: Place;
  readonly flaw: Flaw;
}

/** What is missing with a whole producer is said once, where it is asked for first: one cause has hundreds of queries. */
function withoutProducer(flaws: readonly FlawAt[], { running, brings, leftOut }: Collected): readonly FlawAt[] {
  const producers = new Set(flaws.flatMap(({ flaw }) => flaw.producer ?? []));
  return [...producers].flatMap((producer): FlawAt[] => {
    const { name, metrics } = PRODUCERS[producer];
    const asking = flaws.filter(({ flaw }) => flaw.producer === producer);
    const [first] = asking;
    if (first === undefined) return [];
    const missing = [...new Set(asking.map(({ flaw }) => String(flaw.value)))];
    const untold = missing.every(leftOut);
    const cause = !running.has(producer)
      ? 'of which there is none in this environment'
      : untold
        ? 'which its arguments tell to leave it out'
        : Object.keys(metrics).some((metric) => brings(producer, metric))
          ? 'and is thrown away where it is collected'
          : 'from which nobody collects';
    const queries = new Set(asking.map(({ place }) => `${place.resource} ${place.field}`)).size;
    return [
      {
        place: first.place,
        flaw: {
          value: missing.join(', '),
          reason: `${missing[0] ?? ''} comes from ${name}, ${cause}: ${queries} ${queries === 1 ? 'query gets' : 'queries get'} no answer${missing.length === 1 ? '' : `, by ${missing.length} metrics in all`}`,
          remedy: untold
            ? 'add it to --metric-allowlist, and its kind of object to --resources'
            : running.has(producer)
              ? 'add a scrape job for it to the collector, which keeps these metrics; or ask for something else'
              : 'let it run and be collected, or ask for something else',
        },
      },
    ];
  });
}

function findingAt(environment: string, { stack, resource, field }: Place, flaw: Flaw): Finding {
  const { value, reason, remedy, severity = 'error' } = flaw;
  return { environment, stack, resource, field: flaw.field ?? field, value, reason, remedy, severity };
}

function unreadableFinding(environment: string, { place, value: found, empty }: Unreadable): Finding {
  const value = typeof found === 'string' ? found.slice(0, 60) : found;
  if (empty === true) {
    return findingAt(environment, place, {
      value,
      reason: 'there is no rule in it: nothing is recorded, and nobody is called',
      remedy: 'write groups with rules, as printRuleFile does, or take the file away',
    });
  }
  return findingAt(environment, place, {
    value,
    reason: 'this is not JSON that is known before the deployment, so that nobody can tell what it asks for',
    remedy:
      'write rules with printRuleFile, dashboards with grafanaDashboard, and what a collector does as JSON, which is YAML as well',
  });
}
