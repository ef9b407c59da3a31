/** What links a value to a trace. */
export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly value: number;
  readonly timestampSeconds: number;
}

/** One line of an exposition. */
export interface Sample {
  /** What follows the family's name: `_bucket`, `_sum`, `_total` or nothing. */
  readonly suffix: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar?: Exemplar;
}

/** One metric with all its series. A counter's name stands here without `_total`. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** OpenMetrics wants the name to end in it. */
  readonly unit?: string;
  readonly samples: readonly Sample[];
}

/** A format and how it calls itself. */
export interface Exposition {
  readonly contentType: string;
  readonly render: (families: readonly Family[]) => string;
}

/** Prometheus text format 0.0.4: what every scraper reads. It has no exemplars. */
export const prometheusText: Exposition = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  render: (families) => families.map(renderText).join(''),
};

/** OpenMetrics 1.0: the same, with units and exemplars. */
export const openMetrics: Exposition = {
  contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  render: (families) => `${families.map(renderOpen).join('')}# EOF\n`,
};

/** The format that a scraper asked for; one that names no OpenMetrics gets the old one. */
export function exposition(accept: string | undefined): Exposition {
  const asked = (accept ?? '').split(',').find((each) => each.trim().startsWith('application/openmetrics-text'));
  return asked === undefined || /;\s*q=0(\.0*)?\s*$/.test(asked) ? prometheusText : openMetrics;
}

function renderText({ name, help, type, samples }: Family): string {
  const shown = type === 'counter' ? `${name}_total` : name;
  return [
    `# HELP ${shown} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE ${shown} ${type}`,
    ...samples.map((sample) => line(name, sample, String)),
    '',
  ].join('\n');
}

function renderOpen({ name, help, type, unit, samples }: Family): string {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map((sample) => line(name, sample, canonical) + exemplarText(sample.exemplar)),
    '',
  ].join('\n');
}

function line(name: string, { suffix, labels, value }: Sample, bound: (value: number) => string): string {
  const shown = Object.entries(labels).map(
    ([label, text]) => `${label}="${label === 'le' ? boundText(text, bound) : escaped(text)}"`,
  );
  return `${name}${suffix}${shown.length === 0 ? '' : `{${shown.join(',')}}`} ${value}`;
}

const boundText = (text: string, bound: (value: number) => string): string =>
  text === '+Inf' ? text : bound(Number(text));

/** OpenMetrics, "Considerations: Canonical Numbers": a whole bound is written 1.0. */
const canonical = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  const { traceId, spanId, value, timestampSeconds } = exemplar;
  return ` # {trace_id="${traceId}",span_id="${spanId}"} ${value} ${timestampSeconds.toFixed(3)}`;
}
