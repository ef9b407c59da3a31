import { OBSERVABILITY_NAMESPACE } from '../names';

/** The Prometheus of a cluster on one's own machine: rollouts ask it at its Service's port, 80. */
export const PROMETHEUS = { namespace: OBSERVABILITY_NAMESPACE, name: 'prometheus-server', port: 80 } as const;

/** The Jaeger of a cluster on one's own machine. */
export const JAEGER = { namespace: OBSERVABILITY_NAMESPACE, name: 'jaeger', uiPort: 16_686 } as const;
