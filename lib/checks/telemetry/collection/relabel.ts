import { numberAt, textAt } from '../../wiring/value';

/** The labels of a target or a series, by their names. */
export type LabelValues = ReadonlyMap<string, string>;

/** What separates the values of several labels where nothing else is said. */
const SEPARATOR = ';';

/**
 * What relabeling makes of labels, step by step; `undefined` where it drops them (prometheus.io, "relabel_config"). A step that
 * does not compile, or of a kind that is not here, leaves things as they are: Prometheus says so when it starts.
 */
export function relabeled(labels: LabelValues, steps: readonly unknown[]): LabelValues | undefined {
  let current: LabelValues | undefined = labels;
  for (const step of steps) {
    if (current === undefined) return undefined;
    current = stepped(current, step);
  }
  return current;
}

function stepped(labels: LabelValues, step: unknown): LabelValues | undefined {
  const regex = compiled(textAt(step, 'regex') ?? '(.*)');
  if (regex === undefined) return labels;
  const value = sourcesOf(step)
    .map((name) => labels.get(name) ?? '')
    .join(textAt(step, 'separator') ?? SEPARATOR);
  const target = textAt(step, 'target_label') ?? '';
  switch (textAt(step, 'action') ?? 'replace') {
    case 'keep':
      return regex.test(value) ? labels : undefined;
    case 'drop':
      return regex.test(value) ? undefined : labels;
    case 'keepequal':
      return value === (labels.get(target) ?? '') ? labels : undefined;
    case 'dropequal':
      return value === (labels.get(target) ?? '') ? undefined : labels;
    case 'replace':
      return replaced(labels, regex, value, target, textAt(step, 'replacement') ?? '$1');
    case 'lowercase':
      return written(labels, target, value.toLowerCase());
    case 'uppercase':
      return written(labels, target, value.toUpperCase());
    case 'hashmod':
      return written(labels, target, String((numberAt(step, 'modulus') ?? 1) - 1));
    case 'labelmap':
      return mapped(labels, regex, textAt(step, 'replacement') ?? '$1');
    case 'labeldrop':
      return new Map([...labels].filter(([name]) => !regex.test(name)));
    case 'labelkeep':
      return new Map([...labels].filter(([name]) => regex.test(name)));
    default:
      return labels;
  }
}

function sourcesOf(step: unknown): readonly string[] {
  const sources = (step as { readonly source_labels?: unknown } | undefined)?.source_labels;
  return Array.isArray(sources) ? sources.map(String) : [];
}

function replaced(labels: LabelValues, regex: RegExp, value: string, target: string, replacement: string): LabelValues {
  const match = regex.exec(value);
  return match === null ? labels : written(labels, expanded(target, match), expanded(replacement, match));
}

function mapped(labels: LabelValues, regex: RegExp, replacement: string): LabelValues {
  const result = new Map(labels);
  for (const [name, value] of labels) {
    const match = regex.exec(name);
    if (match !== null) result.set(expanded(replacement, match), value);
  }
  return result;
}

/** An empty value is no label. */
function written(labels: LabelValues, name: string, value: string): LabelValues {
  const result = new Map(labels);
  if (value === '') result.delete(name);
  else result.set(name, value);
  return result;
}

/** As Go does it: `$1_x` is the group that is called `1_x`, which there is not. */
function expanded(text: string, match: RegExpExecArray): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? '';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    return undefined;
  }
}
