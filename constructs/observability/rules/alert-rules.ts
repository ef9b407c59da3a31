import { fittedName } from '../../plan/fitted-name';
import { physicalName, type PlanContext } from '../../plan/context';
import { printDuration, printQuery } from '../../slo/promql-text';
import type { Alert } from '../alerts/alert';
import { RULE_LIMITS } from './limits';
import { EVALUATION_INTERVAL_SECONDS, type RecordingRule, type Rule, type RuleGroup } from './rule';

/** Where the people who are called find what they need. */
export interface Places {
  /** The environment that is watched. */
  readonly context: PlanContext;
  /** The folder or address of the runbooks: `docs/runbooks`. */
  readonly runbooks: string;
}

/** Grafana takes no longer name for a dashboard (`uid`, at most 40 characters). */
const LONGEST_DASHBOARD_NAME = 40;

/** The name of a dashboard in Grafana: `bulkhead-prod-payment`. */
export function dashboardName(context: PlanContext, subject: string): string {
  return fittedName(physicalName(context, subject), LONGEST_DASHBOARD_NAME);
}

/** Where the runbook of an alert is: `docs/runbooks/payment.md#availabilitybudgetburn1h`. */
export function runbookLink({ runbooks }: Pick<Places, 'runbooks'>, { service, name }: Alert): string {
  return `${runbooks}/${service}.md#${name.toLowerCase()}`;
}

/**
 * A group of rules: what is recorded, and then who is called.
 *
 * @throws RangeError for more rules than a group may have: later ones use what earlier ones record, so that no other way of
 * dividing them is right than the one that whoever writes them chooses.
 */
export function ruleGroup(
  name: string,
  recordings: readonly RecordingRule[],
  alerts: readonly Alert[],
  places: Places,
): RuleGroup {
  const rules = [
    ...recordings.map(({ record, expression, labels }): Rule => ({ record, expr: printQuery(expression), labels })),
    ...alerts.map((alert) => alertRule(alert, places)),
  ];
  if (rules.length > RULE_LIMITS.rulesPerGroup) {
    throw new RangeError(
      `the group ${name} has ${rules.length} rules, and a store takes ${RULE_LIMITS.rulesPerGroup}: divide it`,
    );
  }
  return { name, interval: printDuration(EVALUATION_INTERVAL_SECONDS), rules };
}

function alertRule(alert: Alert, places: Places): Rule {
  const { name, severity, service, namespace, expression, forSeconds, labels, summary, condition, runbook } = alert;
  const { environment } = places.context;
  return {
    alert: name,
    expr: printQuery(expression),
    for: forSeconds === 0 ? '0s' : printDuration(forSeconds),
    labels: { severity, service, ...(namespace === undefined ? {} : { namespace }), environment, ...labels },
    annotations: {
      summary,
      description: `${sentence(condition)}${forSeconds === 0 ? '' : `, for ${printDuration(forSeconds)}`}. ${runbook.means}`,
      runbook_url: runbookLink(places, alert),
      dashboard: `/d/${dashboardName(places.context, service)}`,
    },
  };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
