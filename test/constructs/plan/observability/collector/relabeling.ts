import type { RelabelRule } from '../../../../../constructs/plan/observability/collector/scraping/relabel';

/** The labels of a target or a series. */
export type Labels = Readonly<Record<string, string>>;

/** What Prometheus makes of labels by its rules (Prometheus, "relabel_config"); nothing where they are dropped. */
export function relabeled(labels: Labels, rules: readonly RelabelRule[]): Labels | undefined {
  let left: Labels = labels;
  for (const rule of rules) {
    const after = applied(left, rule);
    if (after === undefined) return undefined;
    left = after;
  }
  return left;
}

function applied(labels: Labels, rule: RelabelRule): Labels | undefined {
  if (rule.action === 'labeldrop') {
    const whole = new RegExp(`^(?:${rule.regex})$`);
    return Object.fromEntries(Object.entries(labels).filter(([name]) => !whole.test(name)));
  }
  const value = (rule.source_labels ?? []).map((name) => labels[name] ?? '').join(';');
  const match = new RegExp(`^(?:${rule.regex ?? '(.*)'})$`).exec(value);
  if (rule.action !== 'replace') return (match !== null) === (rule.action === 'keep') ? labels : undefined;
  if (match === null) return labels;
  const written = rule.replacement.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
  const { [rule.target_label]: _, ...rest } = labels;
  return written === '' ? rest : { ...rest, [rule.target_label]: written };
}
