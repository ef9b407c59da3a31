import type { EnvironmentTier } from '../../../constructs/plan/context';
import type { Severity } from '../check';
import type { Place, RenderedRule } from './queries';

/** What is wrong with an alert beside its query, and where. */
export interface AlertFlaw {
  readonly place: Place;
  readonly field: string;
  readonly value: unknown;
  readonly reason: string;
  readonly remedy: string;
  readonly severity?: Severity;
}

const SEVERITIES = ['page', 'ticket', 'none'];

/** A query that is true whatever happens. */
const ALWAYS = /^\s*vector\(\s*1\s*\)\s*$/;

/** What a person reads who is called, with what happens when it is missing. */
const ANNOTATIONS = {
  summary: 'who is called does not learn what is the matter',
  description: 'who is called does not learn what it means',
  runbook_url: 'who is called does not learn what to do',
  dashboard: 'who is called does not learn where to look',
} as const;

/** Alerts that would call nobody, or leave who was called alone. */
export function completenessFlaws(rules: readonly RenderedRule[], tier: EnvironmentTier): readonly AlertFlaw[] {
  const alerts = rules.filter((rule) => rule.alert !== undefined);
  return [
    ...alerts.flatMap((rule) => [...severityFlaws(rule), ...annotationFlaws(rule), ...nameFlaws(rule, alerts)]),
    ...(tier === 'production' ? addressFlaws(alerts) : []),
  ];
}

/** Links that lead nowhere from a message: said once, for they all come from one setting. */
function addressFlaws(alerts: readonly RenderedRule[]): readonly AlertFlaw[] {
  const relative = alerts.filter(
    ({ given, annotations: { runbook_url: link = '' } }) =>
      given.severity === 'page' && link.trim() !== '' && !/^https?:\/\//.test(link),
  );
  const [first] = relative;
  return first === undefined
    ? []
    : [
        {
          ...flaw(
            first,
            'annotations.runbook_url',
            first.annotations.runbook_url,
            relative.length === 1
              ? 'its link opens nothing where the page is read'
              : `its link opens nothing where the page is read, and those of ${relative.length - 1} others neither`,
            "say where runbooks are read, as in observability: { runbooks: 'https://github.com/rides/platform/blob/main/docs/runbooks' }",
          ),
          severity: 'warning',
        },
      ];
}

function severityFlaws(rule: RenderedRule): readonly AlertFlaw[] {
  const { severity } = rule.given;
  if (severity === 'none' && !ALWAYS.test(rule.text)) {
    return [
      flaw(
        rule,
        'labels.severity',
        severity,
        'it calls nobody, however bad things are: only an alert that always fires may, since others notice when it stops',
        'write page or ticket',
      ),
    ];
  }
  if (severity !== undefined && SEVERITIES.includes(severity)) return [];
  return [
    flaw(
      rule,
      'labels.severity',
      severity,
      'alerts are routed by it: this one reaches nobody',
      `write one of ${SEVERITIES.join(', ')}`,
    ),
  ];
}

function annotationFlaws(rule: RenderedRule): readonly AlertFlaw[] {
  return Object.entries(ANNOTATIONS)
    .filter(([name]) => (rule.annotations[name] ?? '').trim() === '')
    .map(([name, reason]) => flaw(rule, `annotations.${name}`, rule.annotations[name], reason, 'say it'));
}

/** Two alerts of one name and one subject are told apart by nobody. */
function nameFlaws(rule: RenderedRule, all: readonly RenderedRule[]): readonly AlertFlaw[] {
  const same = all.filter((each) => each.alert === rule.alert && each.given.service === rule.given.service);
  if (same.length === 1 || same[0] === rule) return [];
  return [
    flaw(
      rule,
      'alert',
      rule.alert,
      `${rule.given.service ?? 'somebody'} has two alerts of this name`,
      'give each a name of its own',
    ),
  ];
}

function flaw(
  { place, alert }: RenderedRule,
  field: string,
  value: unknown,
  reason: string,
  remedy: string,
): AlertFlaw {
  const rule = place.field.replace(/\.expr$/, '');
  return { place, field: `${rule}.${field}`, value, reason: `${alert ?? ''}: ${reason}`, remedy };
}
