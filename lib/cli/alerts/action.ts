import { monitoringOf } from '../../environment/monitoring';
import type { Action } from '../command';
import { writeFolder } from '../manifests/folder';
import { paintFor } from '../terminal';
import { environmentAsked } from './asked';
import { alertsReport, type WrittenRunbooks } from './report';
import { alertsText } from './text';

/** `bulkhead alerts` */
export const action: Action = (world, args, { environment: option, out: folder, json }) => {
  const environment = environmentAsked(world, args[0], option);
  const plan = monitoringOf(environment);
  const written: WrittenRunbooks | undefined =
    folder === undefined
      ? undefined
      : {
          folder: String(folder),
          ...writeFolder(
            String(folder),
            { environment: environment.name, target: 'runbooks' },
            new Map(plan.runbooks.map(({ file, text }) => [file, text])),
          ),
        };
  const report = alertsReport(environment, plan, written);
  const { terminal } = world;
  terminal.out(
    json === true
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : alertsText(report, paintFor(terminal), terminal.width),
  );
  return 0;
};
