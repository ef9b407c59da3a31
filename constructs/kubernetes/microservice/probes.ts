import type { ServicePlan } from '../../plan/service/plan';
import type { Container, Probe } from '../manifests/core';

/** The name of the port in pods and Services; the mesh reads the protocol from it. */
export const PORT_NAME = 'http';

/** The name of the port that answers the platform. */
export const ADMIN_PORT_NAME = 'http-admin';

const STARTUP_PERIOD_SECONDS = 2;

/** The three questions that a node asks a container. */
export function probes({
  health,
  port,
  adminPort,
}: ServicePlan): Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const probe = (path: string, pace: Omit<Probe, 'httpGet'>): Probe => ({
    httpGet: { path, port: adminPort === port ? PORT_NAME : ADMIN_PORT_NAME },
    ...pace,
  });
  return {
    // Asked often and until the time to start is over: the other two wait for it, so they can be strict.
    startupProbe: probe(health.startup, {
      periodSeconds: STARTUP_PERIOD_SECONDS,
      timeoutSeconds: STARTUP_PERIOD_SECONDS,
      failureThreshold: Math.ceil(health.startupSeconds / STARTUP_PERIOD_SECONDS),
    }),
    // A pod that cannot serve is out of its Services within ten seconds.
    readinessProbe: probe(health.readiness, { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 }),
    // A restart is the last resort and hits all pods alike when they are slow together: a minute, and patient answers.
    livenessProbe: probe(health.liveness, { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
  };
}
