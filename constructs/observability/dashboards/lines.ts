import type { Vector } from '../../slo/promql';
import type { Panel, PanelQuery, Unit } from './dashboard';

/** Lines over time. */
export const lines = (title: string, says: string, unit: Unit, ...queries: readonly PanelQuery[]): Panel => ({
  kind: 'lines',
  title,
  says,
  unit,
  queries,
});

/** What a query gives, as lines. */
export const drawn = (query: Vector, legend: string): PanelQuery => ({ query, legend });
