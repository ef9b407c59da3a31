import type { Problem } from '../../../problem';
import type { CollectorConfig } from './config';

/** An extension that others refer to, and the field by which they do. */
interface Reference {
  readonly field: string;
  readonly id: string;
}

/** What is wrong with the extensions of a collector: one that is named and not there, or there and never started. */
export function extensionProblems(config: CollectorConfig): Problem[] {
  const { extensions, service } = config;
  const defined = Object.keys(extensions);
  const references = referencesIn(config);
  const started = (id: string): boolean => defined.includes(id) && service.extensions.includes(id);
  return [
    ...service.extensions
      .filter((id) => !defined.includes(id))
      .map((id) => ({
        field: 'service.extensions',
        value: id,
        reason: 'no such extension is configured, so that the collector would not start',
        remedy: `configure it under extensions, or name one of: ${defined.join(', ')}`,
      })),
    ...references
      .filter(({ id }) => !started(id))
      .map(({ field, id }) => ({
        field,
        value: id,
        reason: 'this extension does not run, so that the collector would not start',
        remedy: 'configure it under extensions, and name it in service.extensions',
      })),
    ...defined
      .filter((id) => !service.extensions.includes(id) && !references.some((reference) => reference.id === id))
      .map((id) => ({
        field: `extensions["${id}"]`,
        value: id,
        reason: 'service.extensions does not name it: the collector never starts it',
        remedy: 'name it there, or remove it',
      })),
  ];
}

function referencesIn({ receivers, exporters }: CollectorConfig): readonly Reference[] {
  return [
    ...Object.entries(receivers).flatMap(([id, settings]) => references(`receivers["${id}"]`, settings)),
    ...Object.entries(exporters).flatMap(([id, settings]) => references(`exporters["${id}"]`, settings)),
  ];
}

const REFERRING = ['authenticator', 'storage'];

/** Whoever signs for a component, and where it keeps what it must not forget. */
function references(field: string, settings: unknown): Reference[] {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return [];
  return Object.entries(settings).flatMap(([key, value]): Reference[] =>
    REFERRING.includes(key) && typeof value === 'string'
      ? [{ field: `${field}.${key}`, id: value }]
      : references(`${field}.${key}`, value),
  );
}
