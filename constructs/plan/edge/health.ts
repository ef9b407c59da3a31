import { READINESS_PATH } from './defaults';

/** How the load balancer finds out whether a pod of the gateway can take requests. */
export interface HealthCheck {
  /** `/healthz/ready` */
  readonly path: string;
  /** The port that is asked, not the one that requests go to. */
  readonly port: number;
  /** The answer that counts as well. */
  readonly status: number;
  /** How often each pod is asked. */
  readonly intervalSeconds: number;
  /** How long an answer may take. */
  readonly timeoutSeconds: number;
  /** After how many good answers in a row a pod gets requests again. */
  readonly healthyCount: number;
  /** After how many bad answers in a row a pod gets none. */
  readonly unhealthyCount: number;
}

/**
 * As fast as ELB allows (API reference, `CreateTargetGroup`: every 5 seconds, 2 answers in a row). The question costs the
 * gateway nothing, and its answer says only whether the proxy itself works: no service behind it can make it fail.
 */
export function gatewayHealthCheck(port: number): HealthCheck {
  return {
    path: READINESS_PATH,
    port,
    status: 200,
    intervalSeconds: 5,
    timeoutSeconds: 3,
    healthyCount: 2,
    unhealthyCount: 2,
  };
}

/**
 * How long a pod that has died is still sent requests, at most: it dies right after a good answer, and the last of the bad
 * ones is waited for until it times out.
 *
 * @example detectionSeconds(gatewayHealthCheck(15021)) // 13
 */
export function detectionSeconds({ intervalSeconds, timeoutSeconds, unhealthyCount }: HealthCheck): number {
  return unhealthyCount * intervalSeconds + timeoutSeconds;
}

/** How long a pod that works again is still sent nothing, at most. */
export function recoverySeconds({ intervalSeconds, timeoutSeconds, healthyCount }: HealthCheck): number {
  return healthyCount * intervalSeconds + timeoutSeconds;
}
