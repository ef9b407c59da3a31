import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import type { Environment } from '../../../lib/environment/schema';
import { podRole } from '../../../lib/stacks/pod-roles';
import { podsOf } from '../../../lib/stacks/pods';
import { SOUND } from '../environment/examples';
import { LEAST } from '../environment/service-examples';

const stores = (clients: Readonly<Record<string, Readonly<Record<string, object>>>>): Environment['stores'] =>
  Object.fromEntries(
    Object.entries(clients).map(([store, named]) => [
      store,
      {
        consistency: 'strong',
        clients: Object.fromEntries(
          Object.entries(named).map(([client, more]) => [client, { access: 'read-write' as const, ...more }]),
        ),
      },
    ]),
  );

const environmentOf = (more: Partial<Environment>): Environment => ({ ...SOUND, stores: undefined, ...more });

describe('the pods of a service', () => {
  test('are those of its namespace and a service account of its name, with nothing in AWS unless it says so', () => {
    expect(podsOf(environmentOf({ services: { trip: LEAST } }))).toEqual([
      { namespace: 'trip', serviceAccount: 'trip', service: 'trip', stores: [], secrets: [] },
    ]);
  });

  test('may log in to the stores that name it, and read the secrets that it names, by their whole names', () => {
    const environment = environmentOf({
      services: { payment: { ...LEAST, namespace: 'money', secrets: ['stripe-key', 'mail'] } },
      stores: stores({ ledger: { payment: {} }, riders: {}, receipts: { payment: { access: 'read-only' } } }),
    });
    expect(podsOf(environment)).toEqual([
      {
        namespace: 'money',
        serviceAccount: 'payment',
        service: 'payment',
        stores: [
          { store: 'ledger', client: 'payment' },
          { store: 'receipts', client: 'payment' },
        ],
        secrets: ['/bulkhead/prod/services/payment/stripe-key', '/bulkhead/prod/services/payment/mail'],
      },
    ]);
  });

  test("read no other service's secret of the same name, though they share a namespace", () => {
    const shared = { ...LEAST, namespace: 'rides', secrets: ['key'] };
    const pods = podsOf(environmentOf({ services: { trip: shared, user: shared } }));
    expect(pods.map(({ secrets }) => secrets)).toEqual([
      ['/bulkhead/prod/services/trip/key'],
      ['/bulkhead/prod/services/user/key'],
    ]);
  });
});

describe('pods that only a store knows of', () => {
  const reports = { namespace: 'reports', serviceAccount: 'nightly' };

  test('come after those of services, and are of none', () => {
    const environment = environmentOf({
      services: { payment: LEAST },
      stores: stores({ ledger: { reports, payment: {} } }),
    });
    expect(podsOf(environment)).toEqual([
      expect.objectContaining({ service: 'payment', stores: [{ store: 'ledger', client: 'payment' }] }),
      { ...reports, stores: [{ store: 'ledger', client: 'reports' }], secrets: [] },
    ]);
  });

  test('are named like the client, where nobody says otherwise', () => {
    expect(podsOf(environmentOf({ stores: stores({ ledger: { payment: {} } }) }))).toEqual([
      {
        namespace: 'payment',
        serviceAccount: 'payment',
        stores: [{ store: 'ledger', client: 'payment' }],
        secrets: [],
      },
    ]);
  });

  test('have one role for all their stores, whatever each calls them: EKS takes one for a service account', () => {
    const environment = environmentOf({ stores: stores({ ledger: { reports }, riders: { analytics: reports } }) });
    expect(podsOf(environment)).toEqual([
      {
        ...reports,
        stores: [
          { store: 'ledger', client: 'reports' },
          { store: 'riders', client: 'analytics' },
        ],
        secrets: [],
      },
    ]);
  });

  test('have the role of a service whose service account they are named as, which then may log in as either', () => {
    const environment = environmentOf({
      services: { payment: LEAST },
      stores: stores({ ledger: { bookkeeper: { namespace: 'payment', serviceAccount: 'payment' } } }),
    });
    expect(podsOf(environment)).toEqual([
      expect.objectContaining({ service: 'payment', stores: [{ store: 'ledger', client: 'bookkeeper' }] }),
    ]);
  });
});

describe('the roles of pods', () => {
  const context = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' } as const;

  function templateOf(environment: Environment): Template {
    const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
    const stack = new Stack(app, 'services', { env: { account: SOUND.account, region: SOUND.region } });
    for (const pods of podsOf(environment)) {
      podRole(stack, { pods, clusterName: 'bulkhead-prod', context, stores: {} });
    }
    return Template.fromStack(stack);
  }

  test('let them read the secrets that they were promised, each with what Secrets Manager appends, and no other', () => {
    const template = templateOf(environmentOf({ services: { payment: { ...LEAST, secrets: ['stripe-key'] } } }));
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
            Effect: 'Allow',
            Resource:
              'arn:aws:secretsmanager:eu-west-1:111122223333:secret:/bulkhead/prod/services/payment/stripe-key-??????',
          }),
        ],
      },
    });
  });

  test('are told apart by namespace and service account, though the two read the same in a row', () => {
    const environment = environmentOf({
      services: { trip: { ...LEAST, namespace: 'rides-eu' }, 'eu-trip': { ...LEAST, namespace: 'rides' } },
    });
    templateOf(environment).resourceCountIs('AWS::EKS::PodIdentityAssociation', 2);
  });
});
