import type { Problem } from '../../../problem';
import { typeOf, type CollectorConfig } from './config';

/** A thing's settings, of which only some are looked at. */
type Settings = Readonly<Record<string, unknown>>;

/** What is wrong with how a collector sends: what would lose telemetry when nobody takes it. */
export function deliveryProblems({ exporters }: CollectorConfig): Problem[] {
  return Object.entries(exporters).flatMap(([id, settings]) => exporterProblems(id, { ...settings }));
}

/** What must hold what cannot be sent just now. The exporter of metrics has a queue of its own name. */
function exporterProblems(id: string, settings: Settings): Problem[] {
  const queue = typeOf(id) === 'prometheus_remote_write' ? 'remote_write_queue' : 'sending_queue';
  return [
    {
      key: queue,
      reason: 'without a queue every pause of whoever takes it holds up, or loses, what comes in meanwhile',
      remedy: `set ${queue}: { enabled: true, … }`,
    },
    {
      key: 'retry_on_failure',
      reason: 'what could not be sent at the first attempt would be lost',
      remedy: 'set retry_on_failure: { enabled: true, … }',
    },
  ]
    .filter(({ key }) => (settings[key] as { enabled?: boolean } | undefined)?.enabled !== true)
    .map(({ key, reason, remedy }) => ({ field: `exporters["${id}"].${key}`, value: settings[key], reason, remedy }));
}
