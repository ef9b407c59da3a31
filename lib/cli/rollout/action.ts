import { timelineSvg } from '../../../constructs/delivery/svg';
import type { Action } from '../command';
import { paintFor, type Terminal } from '../terminal';
import { askedOf, environmentAsked, serviceNamed, type Form } from './asked';
import { rolloutReport, type RolloutReport } from './report';
import { simulationText } from './simulation-text';
import { rolloutText } from './text';

/**
 * `bulkhead rollout`: it fails when a bad version could not be told in time. A replay does not, however it ends: that is what
 * was asked.
 */
export const action: Action = (world, [name = ''], options) => {
  const { form, against } = askedOf(options);
  const environment = environmentAsked(world, options.environment);
  const report = rolloutReport(environment, name, serviceNamed(environment, name), against);
  world.terminal.out(printed(report, form, world.terminal));
  return against !== undefined || report.unjudged.length === 0 ? 0 : 1;
};

function printed(report: RolloutReport, form: Form, terminal: Terminal): string {
  const { service, environment, timeline, simulation } = report;
  switch (form) {
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'svg': {
      const subject = `${service} in ${environment}`;
      return timelineSvg(timeline, simulation, {
        of: simulation === undefined ? subject : `${subject}, metrics ${simulation.series}`,
      });
    }
    case 'text': {
      const paint = paintFor(terminal);
      return simulation === undefined
        ? rolloutText(report, paint, terminal.width)
        : simulationText(report, simulation, paint, terminal.width);
    }
  }
}
