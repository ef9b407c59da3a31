import { planMeshPolicies } from '../../../../constructs/plan/mesh/policies';
import { defaultFacts } from '../../../../constructs/plan/service/facts';

const plan = planMeshPolicies({ ...defaultFacts('eu-west-1'), clusterCidrs: ['10.40.0.0/16'] });

test('the control plane is reached from the cluster only: by sidecars, by the API server, and for its metrics', () => {
  const { ingress } = plan.controlPlane.access;
  expect(ingress.map(({ parties, ports }) => [parties, ports.map(({ port }) => port)])).toEqual([
    [[{ kind: 'all-pods' }], [15_012]],
    [[{ kind: 'addresses', cidr: '10.40.0.0/16' }], [15_017]],
    [[{ kind: 'pods', namespace: 'observability', labels: {} }], [15_014]],
  ]);
});

test('the control plane reaches DNS, the API server and the keys of tokens', () => {
  const { egress } = plan.controlPlane.access;
  expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([
    [53, 53],
    [443, 6443],
  ]);
});

test('pods of no service know their own namespace, where the checks of a release look, and DNS', () => {
  expect(plan.imports).toEqual(['./*', '*/cluster-dns.addresses.internal']);
  expect(plan.dns).toMatchObject({ address: '172.20.0.10', port: 53 });
});
