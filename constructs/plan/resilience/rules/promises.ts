import { together, type GraphService } from '../graph';
import { fieldOf, listed, most, requiredBy, type GraphRule } from './rule';

const thresholdOf = ({ promise }: GraphService): number => promise.latency.thresholdMilliseconds;

/** The share of the requests that a service promises to fail at most. */
const failing = ({ promise }: GraphService): number => 1 - promise.availability;

/** The share of the requests that it promises to answer too slowly at most. */
const slow = ({ promise }: GraphService): number => 1 - promise.latency.percentile / 100;

/**
 * Nobody can be more available than what it cannot do without, however failures fall (Treynor and others, "The Calculus of
 * Service Availability", ACM Queue 15-2).
 */
export const promisesNoMoreThanItsCallees: GraphRule = (service, { graph }) => {
  const { availability } = service.promise;
  return requiredBy(service, graph)
    .filter(({ promise }) => promise.availability < availability)
    .map(({ name, promise }) => ({
      field: fieldOf(service.name, 'promise.availability'),
      value: availability,
      reason: `it cannot do without ${name}, which promises ${promise.availability}: for as long as that may be down, this is`,
      remedy: `promise ${promise.availability} or less, promise more of ${name}, or answer without it and say so: { service: '${name}', optional: true }`,
    }));
};

/** Nobody can promise to answer before those whom it needs. */
export const promisesNothingEarlier: GraphRule = (service, { graph }) => {
  const callees = requiredBy(service, graph);
  const needed = together(service, callees.map(thresholdOf));
  const threshold = thresholdOf(service);
  if (needed <= threshold) return [];
  const list = callees
    .map((callee) => `${callee.name} ${thresholdOf(callee)} ms`)
    .join(service.inSequence ? ', then ' : ', ');
  const slowest = most(callees, thresholdOf);
  return [
    {
      field: fieldOf(service.name, 'promise.latency.thresholdMilliseconds'),
      value: threshold,
      reason: `it cannot do without ${list}, and nobody promises an answer of them before ${needed} ms`,
      remedy: `promise ${needed} ms or more, have ${slowest} promise less, or answer without it and say so: { service: '${slowest}', optional: true }`,
    },
  ];
};

/** Failures that do not coincide add up. */
export const failuresMayAddUp: GraphRule = (service, { graph }) => {
  const callees = requiredBy(service, graph);
  const theirs = sum(callees.map(failing));
  if (theirs <= rounded(failing(service))) return [];
  return [
    {
      field: fieldOf(service.name, 'promise.availability'),
      value: service.promise.availability,
      reason: `${listed(callees)} may fail ${percent(theirs)} of the requests together, and this service promises to fail ${percent(failing(service))}: that holds only while their failures coincide, or where not every request needs them`,
      remedy: `promise ${rounded(1 - theirs)} or less, have them promise more, or answer without one of them`,
    },
  ];
};

/** So do slow answers. */
export const slownessMayAddUp: GraphRule = (service, { graph }) => {
  const callees = requiredBy(service, graph);
  const theirs = sum(callees.map(slow));
  if (theirs <= rounded(slow(service))) return [];
  return [
    {
      field: fieldOf(service.name, 'promise.latency.percentile'),
      value: service.promise.latency.percentile,
      reason: `${listed(callees)} may be too slow for ${percent(theirs)} of the requests together, and this service promises to be for ${percent(slow(service))}: that holds only while they coincide, or where not every request needs them`,
      remedy: `promise ${rounded(100 * (1 - theirs))} % or less, have them promise more, or answer without one of them`,
    },
  ];
};

/** 0.9995 leaves 0.0005000000000000004. */
const rounded = (value: number): number => Number(value.toFixed(9));
const sum = (values: readonly number[]): number => rounded(values.reduce((all, each) => all + each, 0));
const percent = (ratio: number): string => `${rounded(100 * ratio)} %`;
