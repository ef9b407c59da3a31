import { faultOf, noFault, parseFault } from '../../../examples/reference-service/src/faults/fault';
import { FaultInjector } from '../../../examples/reference-service/src/faults/injector';

const closed = { admin: false, header: false };
const open = { admin: true, header: true };

describe('a fault', () => {
  test.each([
    ['error=0.05', { error: 0.05, status: 503, slow: 0, delayMilliseconds: 0 }],
    ['delay=400', { error: 0, status: 503, slow: 1, delayMilliseconds: 400 }],
    ['error=1, status=500, slow=0.5, delay=400', { error: 1, status: 500, slow: 0.5, delayMilliseconds: 400 }],
  ])('is read from %j', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each(['', 'error', 'error=-1', 'error=2', 'slow=1.1', 'status=200', 'status=500.5', 'delay=60001', 'crash=1'])(
    'is refused with a reason: %j',
    (text) => {
      expect(parseFault(text)).toEqual(expect.any(String));
    },
  );

  test.each([{ error: '1' }, { unknown: 1 }, { error: 2 }, { delay: -1 }])(
    'of the admin port is refused: %j',
    (body) => {
      expect(faultOf(body)).toEqual(expect.any(String));
    },
  );

  test('of the admin port has the same fields', () => {
    expect(faultOf({ error: 0.5, delay: 10 })).toEqual({ error: 0.5, status: 503, slow: 1, delayMilliseconds: 10 });
  });
});

describe('the injector', () => {
  test('does nothing by itself', () => {
    const injector = new FaultInjector(closed);
    expect(injector.judge('error=1')).toEqual({ delayMilliseconds: 0 });
    expect(injector.injected).toBe(0);
  });

  test('does what a header asks where headers may ask', () => {
    expect(new FaultInjector(open).judge('error=1,status=500,delay=30')).toEqual({
      delayMilliseconds: 30,
      status: 500,
    });
  });

  test('ignores a header that it cannot read', () => {
    expect(new FaultInjector(open).judge('error=lots')).toEqual({ delayMilliseconds: 0 });
  });

  test('fails the share of requests that it was told to, and counts them', () => {
    const draws = [0.04, 0.9, 0.05, 0.9, 0.99, 0.9];
    const injector = new FaultInjector(open, { ...noFault, error: 0.05 }, () => draws.shift()!);
    const failed = [1, 2, 3].map(() => injector.judge(undefined).status !== undefined);
    expect(failed).toEqual([true, false, false]);
    expect(injector.injected).toBe(1);
  });

  test('stops when it is told to', () => {
    const injector = new FaultInjector(open, { ...noFault, error: 1 });
    injector.clear();
    expect(injector.judge(undefined)).toEqual({ delayMilliseconds: 0 });
  });
});
