import * as fc from 'fast-check';
import { CLOUDWATCH_METRICS, metric, metricsIn } from '../../../../constructs/plan/observability/alarms/metrics';
import {
  keyOf,
  keysIn,
  ruleText,
  type AlarmCondition,
  type AlarmPlan,
  type CompositeAlarmPlan,
} from '../../../../constructs/plan/observability/alarms/model';
import { planAlarms, type Watched } from '../../../../constructs/plan/observability/alarms/plan';
import { planDashboard } from '../../../../constructs/plan/observability/alarms/dashboard';
import {
  alarmDescription,
  alarmRunbookLink,
  conditionText,
} from '../../../../constructs/plan/observability/alarms/text';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

const store = (name: string) => ({
  name,
  cluster: `bulkhead-prod-${name}`,
  instances: ['a', 'b'].map((zone) => `bulkhead-prod-${name}-${zone}`),
  proxy: `bulkhead-prod-${name}-proxy`,
  serverless: true,
});

const WATCHED: Watched = {
  stores: [store('ledger'), store('riders')],
  vaults: ['bulkhead-prod-ledger-snapshots'],
  gateways: ZONES.map((zone) => ({ id: `nat-${zone}`, zone })),
  entry: {
    loadBalancer: 'app/edge/1',
    targetGroup: 'targetgroup/edge/1',
    zones: ZONES,
    certificate: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
    probe: { name: 'bulkhead-prod-entry', everyMinutes: 1 },
  },
  cluster: { name: 'bulkhead-prod' },
  metrics: { workspace: 'ws-1', mostSeries: 100_000 },
  topics: { page: 'bulkhead-prod-page', ticket: 'bulkhead-prod-ticket' },
};

/** Whatever an environment may have or not have. */
const watched: fc.Arbitrary<Watched> = fc.record({
  stores: fc.constantFrom([], [store('ledger')], [...WATCHED.stores]),
  vaults: fc.constantFrom([], [...WATCHED.vaults]),
  gateways: fc.constantFrom(WATCHED.gateways, [{ id: 'nat-1' }], WATCHED.gateways.slice(0, 1)),
  entry: fc.constantFrom(WATCHED.entry, undefined, { ...WATCHED.entry!, certificate: undefined, probe: undefined }),
  cluster: fc.constant(WATCHED.cluster),
  metrics: fc.constantFrom(WATCHED.metrics, undefined, { workspace: 'ws-1' }),
  topics: fc.constant(WATCHED.topics),
});

const alarms = planAlarms(WATCHED);
const composites = (all: readonly AlarmPlan[]) =>
  all.filter((alarm): alarm is CompositeAlarmPlan => alarm.form === 'composite');
const named = (key: string, all = alarms): AlarmPlan => {
  const found = all.find((alarm) => keyOf(alarm) === key);
  if (found === undefined) throw new Error(`no alarm ${key}`);
  return found;
};

describe('one cause pages once', () => {
  test('since an alarm on which others build tells nobody by itself', () => {
    fc.assert(
      fc.property(watched, (input) => {
        const all = planAlarms(input);
        const built = new Set(composites(all).flatMap(({ when }) => keysIn(when)));
        const telling = all.filter((alarm) => built.has(keyOf(alarm)) && alarm.severity !== 'none');
        // What explains others may tell: it is what tells in their place.
        const explaining = new Set(
          composites(all)
            .filter(({ severity }) => severity === 'none')
            .flatMap(({ when }) => keysIn(when)),
        );
        expect(telling.filter((alarm) => !explaining.has(keyOf(alarm))).map(keyOf)).toEqual([]);
      }),
    );
  });

  test('and nothing is measured that tells nobody in the end', () => {
    fc.assert(
      fc.property(watched, (input) => {
        const all = planAlarms(input);
        const heard = new Set(
          composites(all)
            .filter(({ severity }) => severity !== 'none')
            .flatMap(({ when, unless }) => [...keysIn(when), ...(unless === undefined ? [] : [unless])]),
        );
        const deaf = all.filter((alarm) => alarm.severity === 'none' && !heard.has(keyOf(alarm)));
        expect(deaf.map(keyOf)).toEqual([]);
      }),
    );
  });

  test('and each alarm builds only on alarms that are there, and never on itself', () => {
    fc.assert(
      fc.property(watched, (input) => {
        const all = planAlarms(input);
        const keys = new Set(all.filter(({ form }) => form !== 'event').map(keyOf));
        const below = (alarm: CompositeAlarmPlan, seen: readonly string[]): void => {
          expect(seen).not.toContain(keyOf(alarm));
          for (const key of [...keysIn(alarm.when), ...(alarm.unless === undefined ? [] : [alarm.unless])]) {
            expect(keys).toContain(key);
            const next = named(key, all);
            if (next.form === 'composite') below(next, [...seen, keyOf(alarm)]);
          }
        };
        for (const alarm of composites(all)) below(alarm, []);
      }),
    );
  });

  /** What tells somebody when these measures, and no others, are bad. */
  const toldWhen = (...bad: readonly string[]): readonly string[] => {
    const firing = (key: string): boolean => {
      const alarm = named(key);
      return alarm.form === 'composite' ? holds(alarm.when) : bad.includes(key);
    };
    const holds = (condition: AlarmCondition): boolean => {
      const is = (part: string | AlarmCondition) => (typeof part === 'string' ? firing(part) : holds(part));
      return 'any' in condition ? condition.any.some(is) : condition.all.every(is);
    };
    return alarms
      .filter(({ form, severity }) => form !== 'event' && severity === 'page')
      .filter((alarm) => firing(keyOf(alarm)))
      .filter((alarm) => !(alarm.form === 'composite' && alarm.unless !== undefined && firing(alarm.unless)))
      .map(keyOf);
  };

  test.each([
    ['a zone is lost', ['NatDropsPackets-a', 'EntryTargetsUnhealthy-a'], ['ZoneImpaired-a']],
    ['a way out fails alone', ['NatPortsUsedUp-b'], ['WayOutFails-b']],
    ['a way out fails in two ways', ['NatPortsUsedUp-b', 'NatDropsPackets-b'], ['WayOutFails-b']],
    ['two zones fail in different ways', ['NatPortsUsedUp-b', 'EntryTargetsUnhealthy-a'], ['WayOutFails-b']],
    [
      'a store fails, and with it services, and the way in with them',
      ['StoreWriterDown-ledger', 'StoreProxyUnavailable-ledger', 'ServiceErrorsAtEntry'],
      ['StoreDown-ledger'],
    ],
    ['no pod of the gateway is there', ['EntryWithoutTargets', 'EntryErrors', 'EntryProbeFails'], ['EntryDown']],
    ['services fail, and nobody knows why', ['ServiceErrorsAtEntry'], ['ServiceErrors']],
    ['two stores fail', ['StoreWriterDown-ledger', 'StoreWriterDown-riders'], ['StoreDown-ledger', 'StoreDown-riders']],
    ['nothing fails', [], []],
  ])('when %s', (_, bad, told) => {
    expect([...toldWhen(...bad)].sort()).toEqual([...told].sort());
  });
});

describe('every alarm', () => {
  test('names a metric with dimensions under which AWS sends it', () => {
    for (const alarm of alarms) {
      if (alarm.form !== 'metric') continue;
      for (const each of metricsIn(alarm.measure)) {
        const sets = (CLOUDWATCH_METRICS[each.namespace].metrics as Record<string, readonly (readonly string[])[]>)[
          each.name
        ];
        expect(sets).toBeDefined();
        const asked = Object.keys(each.kind === 'metric' ? each.dimensions : each.where).sort();
        const known = sets?.map((set) => [...set].sort()) ?? [];
        if (each.kind === 'metric') expect(known).toContainEqual(asked);
        else expect(known.some((set) => asked.every((name) => set.includes(name)))).toBe(true);
      }
    }
  });

  test('cannot be written on a metric that AWS does not send', () => {
    // @ts-expect-error the metric has no such dimension
    metric('AWS/RDS', 'AuroraReplicaLag', { DBClusterIdentifier: 'x' }, 'Maximum', 60);
    // @ts-expect-error there is no such metric
    metric('AWS/RDS', 'ReplicaLagg', { DBInstanceIdentifier: 'x' }, 'Maximum', 60);
    // @ts-expect-error a dimension is missing
    metric('AWS/ApplicationELB', 'HealthyHostCount', { LoadBalancer: 'x' }, 'Minimum', 60);
    expect(metric('AWS/RDS', 'AuroraReplicaLag', { DBInstanceIdentifier: 'x' }, 'Maximum', 60)).toBeDefined();
  });

  test('has a name of its own, a reason for its threshold, and says what a missing value is', () => {
    expect(new Set(alarms.map(keyOf)).size).toBe(alarms.length);
    for (const alarm of alarms) {
      if (alarm.form !== 'composite') expect(alarm.because.length).toBeGreaterThan(20);
      if (alarm.form === 'metric') expect(alarm.missingBecause.length).toBeGreaterThan(10);
    }
  });

  test('tells what it means, what to do first and where the rest is, in a message that CloudWatch takes', () => {
    for (const alarm of alarms) {
      const text = alarmDescription(alarm, `https://github.com/${'x'.repeat(200)}/alarms.md`);
      expect(text.length).toBeLessThanOrEqual(1024);
      expect(text).toMatch(new RegExp(`alarms.md#${alarm.kind.toLowerCase()}$`));
      expect(alarm.runbook.steps).not.toEqual([]);
    }
    expect(alarmRunbookLink({ kind: 'StoreDown' })).toBe('docs/alarms.md#storedown');
  });

  test('looks at whole periods, and asks for no more of them than there are', () => {
    for (const alarm of alarms) {
      if (alarm.form !== 'metric') continue;
      expect(alarm.inPeriods).toBeLessThanOrEqual(alarm.periods);
      const [first] = metricsIn(alarm.measure);
      // CloudWatch evaluates a day at most (API reference, "PutMetricAlarm").
      expect(alarm.periods * (first?.periodSeconds ?? 0)).toBeLessThanOrEqual(86_400);
    }
  });
});

describe('an alarm that finds nothing', () => {
  const badWithout = alarms
    .filter((alarm) => alarm.form === 'metric' && alarm.missing === 'bad')
    .map(({ kind }) => kind);

  test('fires where nothing is the worst: no target, no probe, no writer, no alert that always fires', () => {
    expect([...new Set(badWithout)].sort()).toEqual([
      'EntryProbeFails',
      'EntryWithoutTargets',
      'MetricsAlertsStopped',
      'StoreWriterDown',
    ]);
  });
});

describe('what an environment has not', () => {
  test('is not watched: no entry, no stores, no gateways', () => {
    const { cluster, topics } = WATCHED;
    const kinds = planAlarms({ stores: [], vaults: [], gateways: [], cluster, topics }).map(({ kind }) => kind);
    expect(kinds.filter((kind) => /^(Entry|Store|Nat|WayOut|Zone|Backup|Metrics)/.test(kind))).toEqual([]);
    expect(kinds).toEqual(expect.arrayContaining(['ControlPlaneErrors', 'KeyTakenAway', 'MessagesUndelivered']));
  });

  test('a gateway that serves all zones says nothing of a single one', () => {
    const kinds = planAlarms({ ...WATCHED, gateways: [{ id: 'nat-1' }] }).map(keyOf);
    expect(kinds).toContain('WayOutFails');
    expect(kinds.filter((key) => key.startsWith('ZoneImpaired'))).toEqual([]);
  });
});

describe('a condition', () => {
  test('reads as CloudWatch writes it, with brackets where two words meet', () => {
    const condition = { all: [{ any: ['A', 'B'] }, 'C'] };
    expect(ruleText(condition, (key) => `prod-${key}`)).toBe(
      '(ALARM("prod-A") OR ALARM("prod-B")) AND ALARM("prod-C")',
    );
    expect(keysIn(condition)).toEqual(['A', 'B', 'C']);
  });

  test('of an alarm, in words, has the metric, the threshold and the time', () => {
    const alarm = named('EntryWithoutTargets');
    expect(alarm.form === 'metric' && conditionText(alarm)).toBe(
      '`HealthyHostCount` (Minimum): less than 1 healthy pods, for 2 min',
    );
  });
});

describe('the dashboard', () => {
  const { widgets } = planDashboard({ region: 'eu-west-1', alarms, arnOf: (key) => `arn:${key}` });

  test('shows the state of whatever tells somebody, and each measure with its threshold', () => {
    const [pages, tickets] = widgets;
    expect(pages?.properties.alarms).toContain('arn:StoreDown-ledger');
    expect(tickets?.properties.alarms).toContain('arn:EntryCertificateExpires');
    expect(widgets.filter(({ type }) => type === 'metric')).toHaveLength(
      alarms.filter(({ form }) => form === 'metric').length,
    );
  });

  test('lays its parts out within the grid, none over another', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1) {
        for (let row = y; row < y + height; row += 1) {
          expect(taken.has(`${column}:${row}`)).toBe(false);
          taken.add(`${column}:${row}`);
        }
      }
    }
  });
});
