import { DASHBOARD_LABEL } from '../../../constructs/plan/observability/grafana/names';
import { itemsAt, mapAt, textAt } from '../wiring/value';
import type { RenderedCluster } from '../wiring/cluster';
import type { RenderedStack } from '../subject';
import { isObject } from '../template';

/** Where something stands in what was rendered. */
export interface Place {
  /** The stack; empty for what is applied to the cluster. */
  readonly stack: string;
  /** The construct or object. */
  readonly resource: string;
  /** The field. */
  readonly field: string;
}

/** A query that somebody asks. */
export interface Query {
  readonly place: Place;
  /** PromQL. */
  readonly text: string;
  /** Labels that are taken from the answer, as in `{{ $labels.pod }}`, with the fields that take them. */
  readonly wanted: readonly { readonly label: string; readonly field: string }[];
  /** Labels that the answer is given, beside its own. */
  readonly given: Readonly<Record<string, string>>;
}

/** A rule: a query whose answer is recorded, or calls somebody. */
export interface RenderedRule extends Query {
  /** The group that it is of. */
  readonly group: string;
  /** The series that it records; none for an alert. */
  readonly record?: string;
  /** The name of the alert; none for a recording. */
  readonly alert?: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A text that should be data, and cannot be read as such. */
export interface Unreadable {
  readonly place: Place;
  readonly value: unknown;
  /** Whether it can be read, and says nothing. */
  readonly empty?: true;
}

const RULES_TYPE = 'AWS::APS::RuleGroupsNamespace';

/** How the name of a file with rules ends, in a ConfigMap. */
export const RULES_ENDING = '.rules.json';

/** The rules that were rendered for an environment: in templates for the metrics workspace, in ConfigMaps for a Prometheus of one's own. */
export function rulesOf(
  stacks: readonly RenderedStack[],
  cluster: RenderedCluster,
): { readonly rules: readonly RenderedRule[]; readonly unreadable: readonly Unreadable[] } {
  const files = [
    ...stacks.flatMap(({ name, template, constructPaths }) =>
      Object.entries(template.Resources ?? {})
        .filter(([, { Type }]) => Type === RULES_TYPE)
        .map(([id, { Properties }]) => ({
          place: { stack: name, resource: constructPaths.get(id) ?? id, field: 'Properties.Data' },
          text: Properties?.Data as unknown,
        })),
    ),
    ...configMapFiles(cluster, (file) => file.endsWith(RULES_ENDING)),
  ];
  const read = files.map(({ place, text }) => {
    const data = jsonOf(text);
    return { place, value: text, rules: data === undefined ? undefined : rulesIn(data, place) };
  });
  return {
    rules: read.flatMap(({ rules = [] }) => rules),
    unreadable: read.flatMap(({ place, value, rules }): Unreadable[] => {
      if (rules === undefined) return [{ place, value }];
      return rules.length === 0 ? [{ place, value, empty: true }] : [];
    }),
  };
}

/** The queries that judge releases. */
export function analysisQueries(cluster: RenderedCluster): readonly Query[] {
  return cluster.objectsOf('argoproj.io/AnalysisTemplate').flatMap((template) =>
    itemsAt(template.object, '', 'spec', 'metrics').flatMap(({ value, field }) => {
      const text = textAt(value, 'provider', 'prometheus', 'query');
      const place = { ...placeOf(template), field: `${field}.provider.prometheus.query` };
      return text === undefined ? [] : [{ place, text, wanted: [], given: {} }];
    }),
  );
}

/** The queries of dashboards that travel as ConfigMaps. */
export function dashboardQueries(cluster: RenderedCluster): {
  /** How many dashboards there are. */
  readonly dashboards: number;
  readonly queries: readonly Query[];
  readonly unreadable: readonly Unreadable[];
} {
  const files = configMapFiles(cluster, (_, labels) => Object.hasOwn(labels, DASHBOARD_LABEL)).map((file) => ({
    ...file,
    data: jsonOf(file.text),
  }));
  return {
    dashboards: files.filter(({ data }) => data !== undefined).length,
    queries: files.flatMap(({ place, data }) => (data === undefined ? [] : panelQueries(data, place))),
    unreadable: files.flatMap(({ place, text, data }) => (data === undefined ? [{ place, value: text }] : [])),
  };
}

/** Variables that Grafana fills in where a time stands. */
const TIME_VARIABLE = /\$\{?__(rate_interval|interval|range)(_s|_ms)?\}?/g;

function panelQueries(dashboard: unknown, place: Place): readonly Query[] {
  return itemsAt(dashboard, place.field, 'panels').flatMap(({ value, field }) => [
    ...panelQueries(value, { ...place, field }),
    ...itemsAt(value, field, 'targets').flatMap((target) => {
      const text = textAt(target.value, 'expr');
      if (text === undefined) return [];
      const legend = textAt(target.value, 'legendFormat') ?? '';
      return [
        {
          place: { ...place, field: `${target.field}.expr` },
          text: text.replace(TIME_VARIABLE, '5m'),
          given: {},
          wanted: [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => ({
            label,
            field: `${target.field}.legendFormat`,
          })),
        },
      ];
    }),
  ]);
}

function rulesIn(data: unknown, place: Place): readonly RenderedRule[] {
  return itemsAt(data, place.field, 'groups').flatMap(({ value: group, field }) =>
    itemsAt(group, field, 'rules').map(({ value, field: where }): RenderedRule => {
      const [record, alert] = [textAt(value, 'record'), textAt(value, 'alert')];
      const annotations = textsAt(value, 'annotations');
      return {
        place: { ...place, field: `${where}.expr` },
        group: textAt(group, 'name') ?? '',
        text: textAt(value, 'expr') ?? '',
        ...(record === undefined ? {} : { record }),
        ...(alert === undefined ? {} : { alert }),
        given: textsAt(value, 'labels'),
        annotations,
        wanted: Object.entries(annotations).flatMap(([name, text]) =>
          [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => ({
            label,
            field: `${where}.annotations.${name}`,
          })),
        ),
      };
    }),
  );
}

const textsAt = (value: unknown, key: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(mapAt(value, key)).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );

function configMapFiles(
  cluster: RenderedCluster,
  isMeant: (file: string, labels: Readonly<Record<string, unknown>>) => boolean,
): readonly { readonly place: Place; readonly text: unknown }[] {
  return cluster.objectsOf('ConfigMap').flatMap((placed) =>
    Object.entries(mapAt(placed.object, 'data'))
      .filter(([file]) => isMeant(file, placed.object.metadata.labels ?? {}))
      .map(([file, text]) => ({ place: { ...placeOf(placed), field: `data[${JSON.stringify(file)}]` }, text })),
  );
}

const placeOf = ({ application, title }: { readonly application: string; readonly title: string }): Place => ({
  stack: '',
  resource: `${application}: ${title}`,
  field: '',
});

/** Data that a text holds; `undefined` where it is no text, or no JSON. */
function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    const data: unknown = JSON.parse(text);
    return isObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
