import type { OnNoEvidence } from '../../../delivery/spec';
import type { MetricSource } from '../../../slo/metrics';
import type { Slo } from '../../../slo/spec';

/** A service, as far as whoever watches it needs to know. */
export interface MonitoredService {
  /** Its name, which is that of its workload and of its disruption budget: `payment`. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** What it promises. */
  readonly slo: Slo;
  /** Who counts its requests. */
  readonly source: MetricSource;
  /** The services that it calls: where its trouble may come from. */
  readonly calls: readonly string[];
  /** The services that call it: who has trouble when it does. */
  readonly callers: readonly string[];
  /** How it is released. */
  readonly release: {
    /** How a new version takes over. */
    readonly strategy: 'canary' | 'blue-green';
    /** How long a release takes that goes well, in seconds, without what people take. */
    readonly secondsToFull: number;
    /** How often it waits for a person. */
    readonly waitsForPeople: number;
    /** What becomes of a release that nobody can judge. */
    readonly onNoEvidence: OnNoEvidence;
  };
}
