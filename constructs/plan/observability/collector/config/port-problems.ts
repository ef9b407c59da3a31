import type { Problem } from '../../../problem';
import { typeOf, type CollectorConfig } from './config';

/** A port that is listened on, and the field that says so. */
interface Listener {
  readonly field: string;
  readonly port: number;
}

/** What is wrong with where a collector listens: two of its parts at one port. */
export function portProblems(config: CollectorConfig): Problem[] {
  const listeners = listenersIn(config);
  return listeners.flatMap(({ field, port }, index) => {
    const first = listeners.findIndex((each) => each.port === port);
    return first === index
      ? []
      : [
          {
            field,
            value: port,
            reason: `${listeners[first]?.field} listens there as well, and one of them would end the collector`,
            remedy: 'give one of them another port',
          },
        ];
  });
}

function listenersIn({ receivers, extensions, service }: CollectorConfig): readonly Listener[] {
  const endpoints = (field: string, settings: unknown): Listener[] => {
    if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return [];
    return Object.entries(settings).flatMap(([key, value]): Listener[] =>
      key === 'endpoint' ? portOf(`${field}.endpoint`, value) : endpoints(`${field}.${key}`, value),
    );
  };
  return [
    ...Object.entries(receivers)
      .filter(([id]) => typeOf(id) === 'otlp')
      .flatMap(([id, settings]) => endpoints(`receivers["${id}"]`, settings)),
    ...Object.entries(extensions)
      .filter(([id]) => typeOf(id) === 'health_check')
      .flatMap(([id, settings]) => endpoints(`extensions["${id}"]`, settings)),
    ...service.telemetry.metrics.readers.map(({ pull }, index) => ({
      field: `service.telemetry.metrics.readers[${index}]`,
      port: pull.exporter.prometheus.port,
    })),
  ];
}

function portOf(field: string, endpoint: unknown): Listener[] {
  const port = Number(/:(\d+)$/.exec(String(endpoint))?.[1]);
  return Number.isNaN(port) ? [] : [{ field, port }];
}
