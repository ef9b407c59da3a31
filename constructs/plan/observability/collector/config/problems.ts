import type { Problem } from '../../../problem';
import type { CollectorConfig, Pipeline } from './config';
import { deliveryProblems } from './delivery-problems';
import { extensionProblems } from './extension-problems';
import { orderProblems } from './order-problems';
import { portProblems } from './port-problems';

/** A pipeline with its name. */
interface Named extends Pipeline<string, string, string> {
  readonly id: string;
  readonly field: string;
}

type Kind = 'receivers' | 'processors' | 'exporters';

const KINDS: readonly Kind[] = ['receivers', 'processors', 'exporters'];

/**
 * What is wrong with a collector's configuration beyond its types: what would keep it from starting, lose telemetry without a
 * word, or end it for want of memory. An empty list is a sound configuration.
 */
export function configProblems(config: CollectorConfig): Problem[] {
  const pipelines = pipelinesOf(config);
  return [
    ...pipelines.flatMap((pipeline) => [
      ...undefinedProblems(pipeline, config),
      ...emptyProblems(pipeline),
      ...orderProblems(pipeline, pipeline.field),
    ]),
    ...unusedProblems(pipelines, config),
    ...extensionProblems(config),
    ...deliveryProblems(config),
    ...portProblems(config),
  ];
}

function pipelinesOf({ service }: CollectorConfig): readonly Named[] {
  const pipelines = Object.entries<Pipeline<string, string, string> | undefined>(service.pipelines);
  return pipelines.map(([id, pipeline = { receivers: [], processors: [], exporters: [] }]) => ({
    ...pipeline,
    id,
    field: `service.pipelines["${id}"]`,
  }));
}

function undefinedProblems(pipeline: Named, config: CollectorConfig): Problem[] {
  return KINDS.flatMap((kind) =>
    pipeline[kind]
      .filter((id) => !Object.hasOwn(config[kind], id))
      .map((id) => ({
        field: `${pipeline.field}.${kind}`,
        value: id,
        reason: 'no such component is configured, so that the collector would not start',
        remedy: `configure it under ${kind}, or name one of: ${Object.keys(config[kind]).join(', ')}`,
      })),
  );
}

function emptyProblems(pipeline: Named): Problem[] {
  return (['receivers', 'exporters'] as const)
    .filter((kind) => pipeline[kind].length === 0)
    .map((kind) => ({
      field: `${pipeline.field}.${kind}`,
      value: [],
      reason: `a pipeline without ${kind} carries nothing, and the collector would not start`,
      remedy: `name one of the ${kind}, or remove the pipeline`,
    }));
}

function unusedProblems(pipelines: readonly Named[], config: CollectorConfig): Problem[] {
  return KINDS.flatMap((kind) => {
    const used = new Set(pipelines.flatMap((pipeline) => pipeline[kind]));
    return Object.keys(config[kind])
      .filter((id) => !used.has(id))
      .map((id) => ({
        field: `${kind}["${id}"]`,
        value: id,
        reason: 'no pipeline names it: the collector never starts it, and says nothing',
        remedy: 'name it in a pipeline, or remove it',
      }));
  });
}
