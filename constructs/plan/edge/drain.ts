import { PROPAGATION_SECONDS, SHUTDOWN_SECONDS } from '../service/defaults';

/** How a pod of the gateway leaves without an error for anybody: its numbers and the target group's belong together. */
export interface GatewayDrain {
  /** For how long the load balancer lets requests in flight end after it was told that the pod goes. */
  readonly deregistrationSeconds: number;
  /** For how long the pod may still be sent new requests, because the load balancer has not heard yet. */
  readonly propagationSeconds: number;
  /** For how long the pod goes on as before after it was told to stop: its `preStop` hook sleeps. */
  readonly preStopSeconds: number;
  /** For how long the proxy then lets connections end that no load balancer uses any more: `terminationDrainDuration`. */
  readonly proxyDrainSeconds: number;
  /** After how long Kubernetes kills it: `terminationGracePeriodSeconds`, which counts from the first moment. */
  readonly graceSeconds: number;
}

/** Istio's own default (`ProxyConfig.terminationDrainDuration`): by then every request of the load balancer is over. */
const PROXY_DRAIN_SECONDS = 5;

/**
 * The one arithmetic of the gateway's end. From its deletion on, a pod gets new requests until the load balancer has heard
 * of it; each of those may run as long as the target group waits. Only then is the proxy told.
 *
 * A chart that knows no `preStop` may take `preStopSeconds + proxyDrainSeconds` as the proxy's own drain instead.
 *
 * @example gatewayDrain(60) // preStopSeconds: 70, graceSeconds: 100
 */
export function gatewayDrain(deregistrationSeconds: number): GatewayDrain {
  const preStopSeconds = deregistrationSeconds + PROPAGATION_SECONDS;
  return {
    deregistrationSeconds,
    propagationSeconds: PROPAGATION_SECONDS,
    preStopSeconds,
    proxyDrainSeconds: PROXY_DRAIN_SECONDS,
    graceSeconds: preStopSeconds + SHUTDOWN_SECONDS,
  };
}
