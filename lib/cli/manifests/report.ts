import type { Application } from '../../charts/application';
import type { Environment } from '../../environment/schema';
import type { Target } from '../../images/image-name';
import { objectsFolder } from '../../gitops/layout';
import { argoPlace, deliveryOf, type Delivery } from './files';
import type { Changes } from './folder';
import { nextSteps, type NextStep } from './next-steps';
import { valuesPlace } from './places';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** What was written: what `bulkhead manifests --json` prints. */
export interface ManifestsReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  readonly target: Target;
  /** Who applies it. */
  readonly delivery: Delivery;
  /** The folder, as it was named. */
  readonly folder: string;
  readonly applications: readonly ReportedApplication[];
  readonly changes: Changes;
  readonly nextSteps: readonly NextStep[];
}

/** An application and where it stands. */
export interface ReportedApplication {
  readonly name: string;
  readonly wave: number;
  /** How many objects it has. A chart's objects are its publisher's. */
  readonly objects?: number;
  /** The chart that it is installed from. */
  readonly chart?: { readonly name: string; readonly version: string };
  /** Where it stands in the folder. */
  readonly place: string;
}

/** Tells what was written. */
export function reportOf(
  environment: Environment,
  target: Target,
  folder: string,
  applications: readonly Application[],
  changes: Changes,
): ManifestsReport {
  const delivery = deliveryOf(environment, target);
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: environment.name,
    target,
    delivery,
    folder,
    applications: applications.map((application) => reported(application, delivery)),
    changes,
    nextSteps: nextSteps(environment, target, folder),
  };
}

function reported(application: Application, delivery: Delivery): ReportedApplication {
  const { name, wave } = application;
  if (!('release' in application)) {
    return { name, wave, objects: application.objects.length, place: objectsFolder(name) };
  }
  const { chart, version } = application.release;
  return {
    name,
    wave,
    chart: { name: chart, version },
    place: delivery === 'gitops' ? argoPlace(application) : valuesPlace(name),
  };
}
