import { COMPUTE_MODE_FACTS, COMPUTE_MODES } from '../../../../constructs/plan/cluster/compute-modes';
import { targetGroupBinding } from '../../../../constructs/plan/edge/target-group-binding';
import { edge } from './examples';

const ARN =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/bulkhead-prod-edge-http1-8080/0123456789abcdef';

describe('the binding of the gateway', () => {
  test('names the target group where the controller can look it up, and holds no ARN', () => {
    const binding = targetGroupBinding(edge(), 'node-groups', ARN);
    expect(binding).toEqual({
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      metadata: { name: 'bulkhead-prod-edge-http1-8080', namespace: 'istio-ingress' },
      spec: {
        serviceRef: { name: 'edge', port: 8080 },
        targetType: 'ip',
        targetGroupName: 'bulkhead-prod-edge-http1-8080',
      },
    });
  });

  test('holds the ARN in Auto Mode, whose API knows no name', () => {
    expect(targetGroupBinding(edge(), 'auto', ARN)).toMatchObject({
      apiVersion: 'eks.amazonaws.com/v1',
      spec: { serviceRef: { name: 'edge', port: 8080 }, targetGroupARN: ARN },
    });
    expect(targetGroupBinding(edge(), 'auto', ARN).spec).not.toHaveProperty('targetGroupName');
    expect(() => targetGroupBinding(edge(), 'auto')).toThrow(RangeError);
  });

  test.each(COMPUTE_MODES)('leaves security groups to the platform, in mode %s', (mode) => {
    const { apiVersion, spec } = targetGroupBinding(edge(), mode, ARN);
    expect(apiVersion).toBe(COMPUTE_MODE_FACTS[mode].targetGroupBindingApi);
    expect(spec).not.toHaveProperty('networking');
  });

  test('is another one for another group, since in one that exists a new name is not looked up', () => {
    const [before, after] = [8080, 8081].map((httpPort) =>
      targetGroupBinding(edge({ gateway: { httpPort } }), 'node-groups'),
    );
    expect(after?.metadata.name).not.toBe(before?.metadata.name);
    expect(after?.spec).toMatchObject({ targetGroupName: after?.metadata.name, serviceRef: { port: 8081 } });
  });
});
