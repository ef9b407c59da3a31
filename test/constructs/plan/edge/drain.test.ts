import fc from 'fast-check';
import { gatewayDrain } from '../../../../constructs/plan/edge/drain';
import { detectionSeconds, gatewayHealthCheck, recoverySeconds } from '../../../../constructs/plan/edge/health';
import { edge } from './examples';

const seconds = fc.integer({ min: 1, max: 3600 });

/** When a request ends that reaches a pod so many seconds after the pod was told to stop, and takes so long. */
const endOf = (arrival: number, takes: number): number => arrival + takes;

describe('a pod of the gateway that is stopped', () => {
  test('lets every request end that the load balancer may still send it', () => {
    fc.assert(
      fc.property(
        seconds,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (wait, when, long) => {
          const drain = gatewayDrain(wait);
          const arrival = when * drain.propagationSeconds;
          const end = endOf(arrival, long * drain.deregistrationSeconds);
          expect(end).toBeLessThanOrEqual(drain.preStopSeconds);
        },
      ),
    );
  });

  test('is not killed before its proxy has let the last connections go', () => {
    fc.assert(
      fc.property(seconds, (wait) => {
        const { preStopSeconds, proxyDrainSeconds, graceSeconds } = gatewayDrain(wait);
        expect(graceSeconds).toBeGreaterThan(preStopSeconds + proxyDrainSeconds);
      }),
    );
  });

  test('waits for nothing more than it is told to, second by second', () => {
    fc.assert(
      fc.property(seconds, seconds, (wait, more) => {
        const [less, longer] = [gatewayDrain(wait), gatewayDrain(wait + more)];
        expect(longer.preStopSeconds - less.preStopSeconds).toBe(more);
        expect(longer.graceSeconds - less.graceSeconds).toBe(more);
      }),
    );
  });

  test('leaves within the two minutes that a spot instance has, where nobody asks for more', () => {
    expect(edge().gateway.drain).toEqual({
      deregistrationSeconds: 60,
      propagationSeconds: 10,
      preStopSeconds: 70,
      proxyDrainSeconds: 5,
      graceSeconds: 100,
    });
  });

  test('has the same time as its target group gives it', () => {
    fc.assert(
      fc.property(seconds, seconds, (idleSeconds, more) => {
        const { targetGroup, gateway } = edge({ timeouts: { idleSeconds, drainSeconds: idleSeconds + more } });
        expect(targetGroup.deregistrationSeconds).toBe(idleSeconds + more);
        expect(gateway.drain).toEqual(gatewayDrain(targetGroup.deregistrationSeconds));
        expect(edge({ timeouts: { idleSeconds } }).targetGroup.deregistrationSeconds).toBe(idleSeconds);
      }),
    );
  });
});

describe('the health of a pod of the gateway', () => {
  const check = gatewayHealthCheck(15_021);

  test('is asked of the gateway itself, on a port that no client reaches', () => {
    expect(check).toMatchObject({ path: '/healthz/ready', port: 15_021, status: 200 });
    expect(check.timeoutSeconds).toBeLessThan(check.intervalSeconds);
  });

  test('is known to be lost after 13 seconds at most, counted by trying every moment of a death', () => {
    const { intervalSeconds, timeoutSeconds, unhealthyCount } = check;
    const found = (death: number): number => {
      const firstBad = Math.floor(death / intervalSeconds) + 1;
      return (firstBad + unhealthyCount - 1) * intervalSeconds + timeoutSeconds - death;
    };
    const tried = Array.from({ length: 1000 }, (_, index) => found((index / 1000) * intervalSeconds));
    expect(Math.max(...tried)).toBe(detectionSeconds(check));
    expect(edge().targetGroup.detectionSeconds).toBe(13);
    expect(edge().targetGroup.recoverySeconds).toBe(recoverySeconds(check));
  });
});
