import { join } from 'node:path';
import ts from 'typescript';
import { grafanaDashboard, type Json } from '../../../../constructs/observability/dashboards/grafana';
import { monitoringOf } from '../../../../lib/environment/monitoring';
import { environments } from '../../../environments';

/**
 * The model of dashboards that Grafana publishes for the version that the platform runs, as types. Nobody can run Grafana in a
 * test; what it would not understand does not compile against these.
 */
const MODEL = [
  "import type { Dashboard } from '@grafana/schema';",
  ...Object.entries({ timeseries: 'TimeSeries', stat: 'Stat', statetimeline: 'StateTimeline', text: 'Text' }).map(
    ([kind, name]) =>
      `import type * as ${kind} from '@grafana/schema/dist/esm/raw/composable/${kind}/panelcfg/x/${name}PanelCfg_types.gen';`,
  ),
  // The model has enums, which no JSON holds.
  'type Text<T> = T extends string ? T | `${T}` : never;',
  'type Loose<T> = T extends string ? Text<T> : T extends number ? number : T extends boolean | null | undefined ? T',
  '  : T extends (infer U)[] ? Loose<U>[] : T extends object ? { [K in keyof T]: Loose<T[K]> } : T;',
].join('\n');

/** What the model calls the kinds of panels. */
const KINDS: Readonly<Record<string, string>> = {
  timeseries: 'timeseries',
  stat: 'stat',
  'state-timeline': 'statetimeline',
  text: 'text',
};

interface PrintedPanel {
  readonly type: string;
  readonly options?: Json;
  readonly fieldConfig?: { readonly defaults?: { readonly custom?: Json } };
}

/** A value, and what the model calls it. */
interface Typed {
  readonly type: string;
  readonly value: unknown;
}

/** What the compiler says against each of some values: it is asked once, since it takes a second to begin. */
function complaints(values: readonly Typed[]): readonly (readonly string[])[] {
  const file = join(__dirname, 'model-values.ts');
  const lines = values.map(
    ({ type, value }, index) => `export const v${index}: Loose<${type}> = ${JSON.stringify(value)};`,
  );
  const source = ts.createSourceFile(file, [...lines, MODEL].join('\n'), ts.ScriptTarget.ES2022);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? source : getSourceFile(name, ...rest));
  host.fileExists = (name) => name === file || fileExists(name);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(({ messageText, start = 0 }) => ({
    line: source.getLineAndCharacterOfPosition(start).line,
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
  const beside = found.filter(({ line }) => line >= values.length);
  if (beside.length > 0) throw new Error(beside.map(({ text }) => text).join('\n'));
  return values.map((_, index) => found.filter(({ line }) => line === index).map(({ text }) => text));
}

/** A dashboard, and of each of its panels what the model leaves to its kind. */
function partsOf(dashboard: Readonly<Record<string, Json>>) {
  const printed = JSON.parse(JSON.stringify(dashboard.panels)) as readonly PrintedPanel[];
  const panels = printed.filter(({ type }) => type in KINDS);
  return [
    { type: 'Dashboard', value: dashboard },
    ...panels.flatMap(({ type, options, fieldConfig }) => [
      ...(options === undefined ? [] : [{ type: `Partial<${KINDS[type]}.Options>`, value: options }]),
      ...(fieldConfig?.defaults?.custom === undefined
        ? []
        : [{ type: `Partial<${KINDS[type]}.FieldConfig>`, value: fieldConfig.defaults.custom }]),
    ]),
  ];
}

const WRONG: readonly (Typed & { readonly said: string })[] = [
  { type: 'Dashboard', value: { schemaVersion: 39, graphTooltip: 'shared' }, said: "'string' is not assignable" },
  { type: 'Dashboard', value: { schemaVersion: 39, refreshes: '1m' }, said: 'refreshes' },
  { type: 'Partial<stat.Options>', value: { colorMode: 'bright' }, said: 'is not assignable' },
  { type: 'Partial<timeseries.FieldConfig>', value: { lineWidths: 1 }, said: 'lineWidths' },
];

describe("Grafana's own model of dashboards", () => {
  const dashboards = environments.flatMap((environment) =>
    monitoringOf(environment).dashboards.map((dashboard) => grafanaDashboard(dashboard)),
  );
  const parts = dashboards.flatMap(partsOf);
  const once = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  const said = complaints([...once, ...WRONG]);

  test('has a type for every dashboard of every environment, down to the options of each kind of panel', () => {
    expect(once.length).toBeGreaterThan(dashboards.length);
    expect(said.slice(0, once.length).flat()).toEqual([]);
  });

  test.each(WRONG.map((each, index) => ({ ...each, index })))('has none for $type that is $value', (each) => {
    expect(said[once.length + each.index]).toEqual([expect.stringContaining(each.said)]);
  });
});
