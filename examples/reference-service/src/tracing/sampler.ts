import type { SpanContext } from './trace-context';

/** The names that `OTEL_TRACES_SAMPLER` may have here. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** One of them. */
export type SamplerName = (typeof SAMPLERS)[number];

/** Says whether a new span is recorded. */
export type Sampler = (traceId: string, parent: SpanContext | undefined) => boolean;

/** The sampler of that name; `ratio` is for those that take one. */
export function createSampler(name: SamplerName, ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return () => true;
    case 'always_off':
      return () => false;
    case 'traceidratio':
      return (traceId) => within(traceId, ratio);
    case 'parentbased_always_on':
      return (_, parent) => parent?.sampled ?? true;
    case 'parentbased_always_off':
      return (_, parent) => parent?.sampled ?? false;
    case 'parentbased_traceidratio':
      return (traceId, parent) => parent?.sampled ?? within(traceId, ratio);
  }
}

/** Decides by the trace's own random digits (its last 52 bits, what a number holds), so that every service agrees. */
const within = (traceId: string, ratio: number): boolean => parseInt(traceId.slice(-13), 16) < ratio * 2 ** 52;
