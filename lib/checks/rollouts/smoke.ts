import type { Flaw } from '../wiring/placed';
import { experimentServices } from '../wiring/strategy';
import { itemsAt, textAt } from '../wiring/value';
import { tell, when, type Judgement, type Metric, type Release, type Told } from './release';

const HOST = /\bhttps?:\/\/([a-z0-9-]+)(?:\.([a-z0-9-]+))?(?:\.svc(?:\.cluster\.local)?)?(?=[:/]|$)/g;

/** What is wrong with whom smoke checks ask: the old version answers whatever the new one is like. */
export function smokeFlaws({ placed, judgements, canary, blueGreen }: Release): readonly Told[] {
  const made = experimentServices(placed.object);
  const services = (judgement: Judgement): readonly string[] =>
    [
      ...(judgement.at === 'experiment'
        ? made
        : [textAt(canary, 'canaryService'), textAt(blueGreen, 'previewService')]),
      // Once requests have moved, the active Service leads to the new version.
      judgement.at === 'after' ? textAt(blueGreen, 'activeService') : undefined,
    ].filter((name) => name !== undefined);
  return judgements.flatMap((judgement) =>
    judgement.metrics.flatMap((metric) => tell(metric.template, askedFlaws(metric, services(judgement)))),
  );
}

function askedFlaws({ value, field }: Metric, services: readonly string[]): Flaw[] {
  const containers = itemsAt(value, field, 'provider', 'job', 'spec', 'template', 'spec', 'containers');
  const words = containers.flatMap((container) => [
    ...itemsAt(container.value, container.field, 'command'),
    ...itemsAt(container.value, container.field, 'args'),
  ]);
  return words.flatMap((word) =>
    [...String(word.value).matchAll(HOST)].flatMap(([address, service = '']) =>
      when(
        !services.includes(service),
        word.field,
        address,
        `it asks ${service}, which does not lead to the new version and nothing else (argo-rollouts #1700)`,
        services.length === 0
          ? 'give the strategy a Service of the new version, and ask that'
          : `ask ${services.join(' or ')}`,
      ),
    ),
  );
}
