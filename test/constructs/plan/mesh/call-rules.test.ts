import { meshCallProblems } from '../../../../constructs/plan/mesh/call-rules';

const inside = { inMesh: true, calls: [] };
const outside = { inMesh: false, calls: [] };

test('a service outside the mesh cannot call one inside: it has no certificate to show', () => {
  expect(meshCallProblems({ report: { ...outside, calls: ['user', 'trip'] }, user: outside, trip: inside })).toEqual([
    expect.objectContaining({
      field: 'report.calls[1]',
      value: 'trip',
      reason: expect.stringContaining('proves who he is'),
      remedy: expect.stringContaining("router 'istio'"),
    }),
  ]);
});

test('a service of the mesh may call any, and one outside those outside', () => {
  const services = {
    trip: { ...inside, calls: ['user', 'old'] },
    user: inside,
    old: { ...outside, calls: ['older'] },
    older: outside,
  };
  expect(meshCallProblems(services)).toEqual([]);
});
