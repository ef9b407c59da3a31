import { IDLE_SECONDS } from '../../edge/defaults';
import { ANSWER_MILLISECONDS } from '../defaults';
import { calleesIn, together, type GraphService } from '../graph';
import { longestPauses } from '../times';
import { fieldOf, most, type GraphRule } from './rule';

const timeoutOf = ({ resilience }: GraphService): number => resilience.times.timeoutMilliseconds;

/** A caller may not wait less than what it waits for: the answer of a callee would come to nobody. */
export const waitsLongEnough: GraphRule = (service, { graph, services }) => {
  const { name, resilience, inSequence } = service;
  const callees = calleesIn(graph, service).map(({ callee }) => callee);
  const needed = together(service, callees.map(timeoutOf)) + ANSWER_MILLISECONDS;
  const { attempts, perTryMilliseconds, backoffMilliseconds } = resilience.times;
  if (callees.length === 0 || perTryMilliseconds >= needed) return [];
  const asked = services[name]?.resilience;
  const perTry = attempts > 1 ? asked?.retries?.perTryTimeoutMilliseconds : undefined;
  const enough = attempts * needed + longestPauses(attempts, backoffMilliseconds);
  const list = callees.map((callee) => `${callee.name} ${timeoutOf(callee)} ms`).join(', ');
  const how = callees.length === 1 ? '' : inSequence ? ', one after the other' : ', at once';
  return [
    {
      field: fieldOf(
        name,
        `resilience.${perTry === undefined ? 'timeoutMilliseconds' : 'retries.perTryTimeoutMilliseconds'}`,
      ),
      value: perTry ?? asked?.timeoutMilliseconds,
      reason:
        `it may wait for ${list}${how}, and needs ${ANSWER_MILLISECONDS} ms to answer without them: ${needed} ms; ` +
        `its own callers give ${attempts > 1 ? 'each try' : 'it'} up after ${perTryMilliseconds} ms`,
      remedy: `take timeoutMilliseconds: ${roundedUp(enough)}${perTry === undefined ? '' : ` and perTryTimeoutMilliseconds: ${roundedUp(needed)}`}, or less for ${most(callees, timeoutOf)}`,
    },
  ];
};

/** A client is answered by the load balancer before the mesh gives up. */
export const clientsWaitLongEnough: GraphRule = (service, { surroundings, services }) => {
  const { idleSeconds = IDLE_SECONDS } = surroundings;
  const timeout = timeoutOf(service);
  if (!service.reachedFromOutside || timeout < idleSeconds * 1000) return [];
  return [
    {
      field: fieldOf(service.name, 'resilience.timeoutMilliseconds'),
      value: services[service.name]?.resilience?.timeoutMilliseconds,
      reason: `the mesh waits up to ${timeout} ms, and the load balancer gives up a connection on which nothing has come for ${idleSeconds} s: clients would be answered 504 while the work goes on`,
      remedy: `take less than ${idleSeconds * 1000}; what takes longer is better answered 202, and asked for later`,
    },
  ];
};

/** Who waits for what it can do without for longer than it promises is as slow as that. */
export const leavesOutInTime: GraphRule = (service, { graph }) => {
  const { thresholdMilliseconds } = service.promise.latency;
  return calleesIn(graph, service)
    .filter(({ call, callee }) => call.optional && timeoutOf(callee) + ANSWER_MILLISECONDS > thresholdMilliseconds)
    .map(({ callee }) => ({
      field: fieldOf(callee.name, 'resilience.timeoutMilliseconds'),
      value: timeoutOf(callee),
      reason: `${service.name} answers without ${callee.name}, but may wait for it for longer than the ${thresholdMilliseconds} ms that it promises: while ${callee.name} hangs, every request is too slow`,
      remedy: `take ${thresholdMilliseconds - ANSWER_MILLISECONDS} or less, or give up earlier in ${service.name} itself`,
    }));
};

const roundedUp = (value: number): number => Math.ceil(value / 100) * 100;
