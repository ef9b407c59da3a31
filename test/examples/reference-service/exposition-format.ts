/** One sample line, read. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const NUMBER = '[+-]?(?:\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|Inf|NaN)';
const EXEMPLAR = ` # \\{(?:${LABEL}(?:,${LABEL})*)?\\} ${NUMBER}(?: \\d+(?:\\.\\d+)?)?`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (${NUMBER})(${EXEMPLAR})?$`);
const METADATA = new RegExp(`^# (HELP|TYPE|UNIT) (${NAME}) (.+)$`);
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  gauge: [''],
  counter: ['_total'],
  histogram: ['_bucket', '_sum', '_count'],
};

/** The samples of an exposition that conforms. */
export function samplesOf(text: string): ReadSample[] {
  return text.split('\n').flatMap((line) => {
    const sample = readSample(line);
    return sample === undefined ? [] : [sample];
  });
}

/**
 * What of an exposition breaks its format: Prometheus text 0.0.4, or OpenMetrics 1.0 when it ends in `# EOF`. Written
 * from the specifications, apart from the code that it judges.
 */
export function expositionOffences(text: string): string[] {
  const open = text.endsWith('# EOF\n');
  const lines = text.split('\n');
  const offences: string[] = lines.pop() === '' ? [] : ['the last line does not end'];
  if (open) lines.pop();
  const families = new Map<string, string>();
  const seen = new Set<string>();
  let current = '';
  for (const line of lines) {
    const [, keyword, name = '', rest = ''] = METADATA.exec(line) ?? [];
    if (keyword !== undefined) {
      if (keyword === 'UNIT' && (!open || !name.endsWith(`_${rest}`))) offences.push(`unit: ${line}`);
      if (keyword === 'TYPE') {
        if (families.has(name)) offences.push(`twice: ${line}`);
        if (open && rest === 'counter' && name.endsWith('_total')) offences.push(`suffix in the family: ${line}`);
        families.set(name, rest);
      }
      if (name !== current && seen.has(`# ${name}`)) offences.push(`family in pieces: ${line}`);
      seen.add(`# ${name}`);
      current = name;
      continue;
    }
    const sample = readSample(line);
    if (sample === undefined) {
      offences.push(`no sample: ${line}`);
      continue;
    }
    const type = families.get(current) ?? '';
    const family = !open && type === 'counter' ? current.replace(/_total$/, '') : current;
    const suffixes = SUFFIXES[type] ?? [];
    if (!suffixes.some((suffix) => sample.name === family + suffix)) offences.push(`not of ${current}: ${line}`);
    const identity = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(identity)) offences.push(`series twice: ${line}`);
    seen.add(identity);
    if (line.includes(' # ') && !(open && sample.name.endsWith('_bucket'))) offences.push(`exemplar: ${line}`);
    const le = sample.labels.le;
    if (open && le !== undefined && le !== '+Inf' && !le.includes('.')) offences.push(`le is no float: ${line}`);
  }
  return [...offences, ...histogramOffences(samplesOf(text))];
}

/** Buckets that do not rise, or do not end in +Inf with the count. */
function histogramOffences(samples: readonly ReadSample[]): string[] {
  const offences: string[] = [];
  const series = new Map<string, ReadSample[]>();
  for (const sample of samples) {
    if (sample.labels.le === undefined) continue;
    const { le: _, ...labels } = sample.labels;
    const key = `${sample.name.replace(/_bucket$/, '')} ${JSON.stringify(labels)}`;
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const [key, buckets] of series) {
    const bounds = buckets.map(({ labels }) => Number((labels.le ?? '').replace('+Inf', 'Infinity')));
    const rising = buckets.every(
      ({ value }, index) =>
        index === 0 || (value >= (buckets[index - 1]?.value ?? 0) && bounds[index]! > bounds[index - 1]!),
    );
    if (!rising) offences.push(`does not rise: ${key}`);
    if (bounds.at(-1) !== Infinity) offences.push(`no +Inf: ${key}`);
    const count = samples.find(
      ({ name, labels }) => `${name.replace(/_count$/, '')} ${JSON.stringify(labels)}` === key,
    );
    if (count?.value !== buckets.at(-1)?.value) offences.push(`count is not +Inf's: ${key}`);
  }
  return offences;
}

function readSample(line: string): ReadSample | undefined {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(([pair]): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescaped(pair.slice(at + 2, -1))];
  });
  return { name, labels: Object.fromEntries(pairs), value: Number(value.replace('Inf', 'Infinity')) };
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, each: string) => (each === 'n' ? '\n' : each));
