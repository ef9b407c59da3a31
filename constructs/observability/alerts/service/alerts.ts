import type { ProvenRules } from '../../proof/promtool';
import { promiseProofs } from '../../proof/promise';
import { ruleGroup, type Places } from '../../rules/alert-rules';
import type { RuleFile } from '../../rules/rule';
import type { Alert } from '../alert';
import { burnRateAlertsOf } from './burn-rate';
import { measurementAlerts } from './measurement';
import { BUDGETS, recordingRules } from './recordings';
import { releaseAlerts } from './releases';
import type { MonitoredService } from './service';

/** Everything that calls somebody about a service, what costs its users most first. */
export function serviceAlerts(service: MonitoredService): readonly Alert[] {
  return [...BUDGETS.flatMap((budget) => burnRateAlertsOf(service, budget)), ...aboutItself(service)];
}

/** What is recorded of a service, and who is called when. */
export function serviceRules(service: MonitoredService, places: Places): RuleFile {
  const { name } = service;
  return {
    name,
    groups: [
      ...BUDGETS.map((budget) =>
        ruleGroup(`${name}-${budget}`, recordingRules(service, budget), burnRateAlertsOf(service, budget), places),
      ),
      ruleGroup(`${name}-service`, [], aboutItself(service), places),
    ],
  };
}

/**
 * The rules of a service with their proofs, in parts that stand alone: the fewer rules a course of days is played back
 * against, the sooner it is through.
 */
export function provenServiceRules(service: MonitoredService, places: Places): readonly ProvenRules[] {
  const { name, groups } = serviceRules(service, places);
  return [
    ...BUDGETS.map((budget, index) => ({
      name: `${name}-${budget}`,
      groups: groups.slice(index, index + 1),
      proofs: promiseProofs(service, budget),
    })),
    // What has vanished was recorded before.
    {
      name: `${name}-service`,
      groups: groups.filter(({ name: group }) => group !== `${name}-latency`),
      proofs: aboutItself(service).flatMap(({ proofs }) => proofs()),
    },
  ];
}

function aboutItself(service: MonitoredService): readonly Alert[] {
  return [...measurementAlerts(service), ...releaseAlerts(service)];
}
