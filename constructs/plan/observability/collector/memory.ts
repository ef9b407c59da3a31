import type { MemoryLimiter } from './config/processors';

/**
 * Of a container's memory, the share above which what comes is refused. The README of the collector's memory limiter advises 80
 * for the share, and the same for Go's own limit; the rest is for what Go does not count.
 */
const LIMIT = 0.8;

/** How much may come between two looks, of that limit (the same source). */
const SPIKE = 0.2;

/** Keeps a collector below the memory of its container. */
export function memoryLimiter(memoryMebibytes: number): MemoryLimiter {
  const limit = Math.floor(memoryMebibytes * LIMIT);
  return { check_interval: '1s', limit_mib: limit, spike_limit_mib: Math.floor(limit * SPIKE) };
}

/** Go's own limit of memory for the same container: it collects garbage harder before there is none left. */
export function goMemoryLimit(memoryMebibytes: number): string {
  return `${Math.floor(memoryMebibytes * LIMIT)}MiB`;
}
