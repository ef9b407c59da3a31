import type { ByTier } from '../../context';

/**
 * Which share of the traces is kept of those with which nothing is wrong. A span in X-Ray is paid for by its bytes as a log is,
 * and one good request looks like the next; where little happens, all of them.
 */
export const KEPT_SHARE: ByTier<number> = { development: 1, staging: 0.5, production: 0.05 };

/** From which duration on a trace is slow where no service promises one, in milliseconds. */
export const SLOW_MILLISECONDS = 1_000;

/** How many gateways each zone has: with one in each of two or three zones, the others can do without any of them. */
export const GATEWAYS_PER_ZONE = 1;

/** The ports that collectors listen on, beside those of OTLP. */
export const COLLECTOR_PORTS = { otlpGrpc: 4317, otlpHttp: 4318, health: 13_133, metrics: 8888 } as const;

/** What a container of a collector may use. */
export interface CollectorSize {
  /** The processor time that is reserved for it, in thousandths of a core. */
  readonly cpuMillicores: number;
  /** The processor time that it may use at most, in thousandths of a core. */
  readonly cpuLimitMillicores: number;
  /** Its memory, reserved and at most, in MiB. */
  readonly memoryMebibytes: number;
}

/**
 * What an agent may use: it is on every node, so that each MiB is paid for as often as there are nodes. Not measured on a
 * cluster; its own alerts (TelemetryRefused, TelemetryDropped) say when it is too little.
 */
export const AGENT_SIZE: ByTier<CollectorSize> = {
  development: { cpuMillicores: 50, cpuLimitMillicores: 500, memoryMebibytes: 256 },
  staging: { cpuMillicores: 100, cpuLimitMillicores: 1000, memoryMebibytes: 384 },
  production: { cpuMillicores: 100, cpuLimitMillicores: 1000, memoryMebibytes: 512 },
};

/** What a gateway may use. It holds every span for half a minute, those of a lost neighbour included. */
export const GATEWAY_SIZE: ByTier<CollectorSize> = {
  development: { cpuMillicores: 50, cpuLimitMillicores: 500, memoryMebibytes: 512 },
  staging: { cpuMillicores: 100, cpuLimitMillicores: 1000, memoryMebibytes: 1024 },
  production: { cpuMillicores: 250, cpuLimitMillicores: 2000, memoryMebibytes: 2048 },
};
