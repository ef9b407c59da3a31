import { SpecError, type Problem } from '../../../constructs/plan/problem';
import { nearest } from '../../../constructs/plan/spec';
import { applicationsOf } from '../../charts';
import { TARGETS, type Target } from '../../images/image-name';
import type { Action } from '../command';
import { environmentNamed } from '../environment';
import { paintFor } from '../terminal';
import { manifestFiles } from './files';
import { writeFolder } from './folder';
import { reportOf } from './report';
import { reportText } from './text';

/** `bulkhead manifests` */
export const action: Action = (world, [name = ''], { out, target: wanted = 'aws', json }) => {
  const folder = String(out);
  const target = targetNamed(wanted);
  const environment = environmentNamed(world, name);
  const { customizeChart } = world.blueprint();
  const applications = [...applicationsOf(environment, target, customizeChart)].sort((a, b) => a.wave - b.wave);
  const changes = writeFolder(
    folder,
    { environment: environment.name, target },
    manifestFiles(environment, target, applications),
  );
  const report = reportOf(environment, target, folder, applications, changes);
  const { terminal } = world;
  terminal.out(json === true ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report, paintFor(terminal)));
  return 0;
};

function targetNamed(wanted: unknown): Target {
  const target = TARGETS.find((each) => each === wanted);
  if (target === undefined) throw new SpecError([unknownTarget(wanted)]);
  return target;
}

function unknownTarget(value: unknown): Problem {
  const meant = nearest(String(value), TARGETS);
  return {
    field: '--target',
    value,
    reason: 'manifests are written for no such place',
    remedy: [
      ...(meant === undefined ? [] : [`did you mean '${meant}'?`]),
      `The targets are: ${TARGETS.join(', ')}`,
    ].join(' '),
  };
}
