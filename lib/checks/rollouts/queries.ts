import { METRICS, METRIC_SOURCES, POD_HASH_LABEL, type MetricsContract } from '../../../constructs/slo/metrics';
import type { Flaw, Placed } from '../wiring/placed';
import { itemsAt, textAt } from '../wiring/value';
import { isQuery } from './metrics';
import { tell, when, type Judgement, type Metric, type Release, type Told } from './release';

/** What is wrong with whom queries ask about: a verdict on other pods is none on the new version. */
export function queryFlaws({ judgements, placed }: Release): readonly Told[] {
  return judgements.flatMap((judgement) =>
    judgement.metrics
      .filter(isQuery)
      .flatMap((metric) => tell(metric.template, oneQueryFlaws(metric, judgement, placed))),
  );
}

/** A series in a query: `istio_requests_total{reporter="destination"}`. A quoted text may hold braces. */
const SERIES = /([a-zA-Z_:][\w:]*)\s*\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}/g;
const MATCHER = /([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g;
const GROUPING = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
const NAME = /(?<![\w:.])[a-zA-Z_:][\w:]*\b(?!\s*\()/g;
const WORDS = ['and', 'or', 'unless', 'bool', 'offset', 'atan2', 'Inf', 'NaN', 'inf', 'nan'];

interface Series {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

function seriesIn(query: string): readonly Series[] {
  const chosen = [...query.matchAll(SERIES)].map(([, name = '', matchers = '']) => ({
    name,
    matchers: [...matchers.matchAll(MATCHER)].map(([, label = '', operator = '', value = '']) => ({
      label,
      operator,
      value,
    })),
  }));
  // What stands without braces asks about everybody.
  const rest = query
    .replaceAll(SERIES, ' ')
    .replaceAll(GROUPING, ' ')
    .replaceAll(/"[^"]*"/g, ' ');
  const bare = (rest.match(NAME) ?? []).filter((name) => !WORDS.includes(name));
  return [...chosen, ...bare.map((name) => ({ name, matchers: [] }))];
}

function oneQueryFlaws({ value, field }: Metric, judgement: Judgement, rollout: Placed): Flaw[] {
  const place = `${field}.provider.prometheus.query`;
  const query = textAt(value, 'provider', 'prometheus', 'query') ?? '';
  const series = seriesIn(query);
  if (series.length === 0) {
    return when(true, place, query, 'it asks about no series', 'ask about the requests of the new version');
  }
  return series.flatMap((each) => seriesFlaws(each, query, place, judgement, rollout));
}

function seriesFlaws(
  { name, matchers }: Series,
  query: string,
  field: string,
  judgement: Judgement,
  rollout: Placed,
): Flaw[] {
  const contract = contractOf(name);
  if (contract === undefined) {
    return when(
      true,
      field,
      query,
      `nothing that the platform scrapes exposes ${name}: the answer is always empty`,
      'ask for a metric of constructs/slo/metrics.ts',
    );
  }
  const valueOf = (label: string): string | undefined =>
    matchers.find((matcher) => matcher.label === label && matcher.operator === '=')?.value;
  const { labels } = contract;
  const wanted = [
    { label: labels.service, value: rollout.name },
    { label: labels.namespace, value: rollout.namespace ?? '' },
  ];
  const argument = /^\{\{args\.([\w-]+)\}\}$/.exec(valueOf(POD_HASH_LABEL) ?? '')?.[1];
  return [
    ...wanted.flatMap(({ label, value }) =>
      when(
        valueOf(label) !== value,
        field,
        query,
        `${name} is not limited to ${label}="${value}": others are judged with it, or instead`,
        `add the matcher ${label}="${value}"`,
      ),
    ),
    ...when(
      argument === undefined || !isHashOfNewVersion(argument, judgement),
      field,
      query,
      `${name} is not limited to the pods of the new version: the old one covers for it`,
      `add the matcher ${POD_HASH_LABEL}="{{args.…}}", and pass the argument with podTemplateHashValue: Latest`,
    ),
  ];
}

/** Who exposes a metric, by its name. */
function contractOf(name: string): MetricsContract | undefined {
  return METRIC_SOURCES.map((source) => METRICS[source]).find(
    ({ requests, durations }) =>
      name === requests || ['bucket', 'count', 'sum'].some((part) => name === `${durations}_${part}`),
  );
}

/** Whether an argument holds the hash of the new version's pods, as the engine fills it in. */
function isHashOfNewVersion(name: string, { args, at: where, experiment }: Judgement): boolean {
  const passed = args.find(({ value }) => textAt(value, 'name') === name)?.value;
  if (where !== 'experiment') return textAt(passed, 'valueFrom', 'podTemplateHashValue') === 'Latest';
  const set = /^\{\{templates\.([\w-]+)\.podTemplateHash\}\}$/.exec(textAt(passed, 'value') ?? '')?.[1];
  return itemsAt(experiment, '', 'templates').some(
    ({ value }) => textAt(value, 'name') === set && textAt(value, 'specRef') === 'canary',
  );
}
