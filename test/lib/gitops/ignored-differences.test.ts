import { App, Chart } from 'cdk8s';
import { Microservice, type MicroserviceProps } from '../../../constructs/kubernetes';
import type { KubernetesObject } from '../../../lib/charts/application';
import { ignoredDifferences } from '../../../lib/gitops/ignored-differences';
import { VARIETIES } from '../../constructs/kubernetes/examples';
import { facts, payment } from '../../constructs/plan/service/examples';

function objectsOf(more: Partial<MicroserviceProps>): KubernetesObject[] {
  const chart = new Chart(new App(), 'services');
  new Microservice(chart, 'service', {
    ...payment,
    context: { environment: 'prod', region: 'eu-west-1' },
    facts,
    ...more,
  });
  return chart.toJson() as KubernetesObject[];
}

const ignoredIn = (more: Partial<MicroserviceProps>) => ignoredDifferences(objectsOf(more));
const of = (kind: string, more: Partial<MicroserviceProps>) => ignoredIn(more).filter((each) => each.kind === kind);

describe.each(Object.entries(VARIETIES))('%s', (_, more) => {
  it('leaves the number of pods to the autoscaler', () => {
    expect(of('Rollout', more)).toEqual([
      {
        group: 'argoproj.io',
        kind: 'Rollout',
        name: 'payment',
        namespace: 'payment',
        jsonPointers: ['/spec/replicas'],
      },
    ]);
  });

  it('names only objects that are there, each once', () => {
    const objects = objectsOf(more);
    const ignored = ignoredDifferences(objects);
    for (const { group, kind, name, namespace } of ignored) {
      const [found, ...others] = objects.filter((object) => object.kind === kind && object.metadata.name === name);
      expect(found?.metadata.namespace).toBe(namespace);
      expect(found?.apiVersion.startsWith(group === '' ? 'v1' : `${group}/`)).toBe(true);
      expect(others).toEqual([]);
    }
    expect(new Set(ignored.map(({ kind, name }) => `${kind}/${name}`)).size).toBe(ignored.length);
  });

  it('leaves no list of a Rollout to the cluster: copying one would freeze all of it', () => {
    const pointers = of('Rollout', more).flatMap(({ jsonPointers, jqPathExpressions }) => [
      ...(jsonPointers ?? []),
      ...(jqPathExpressions ?? []),
    ]);
    expect(pointers.join(' ')).not.toMatch(/\[|template|\/\d/);
  });
});

describe('what the engine changes', () => {
  const everything = VARIETIES['a canary in the mesh, with everything']!;

  it('is the version that a Service leads to', () => {
    const services = of('Service', everything);
    expect(services.map(({ name }) => name)).toEqual(['payment-stable', 'payment-canary']);
    for (const { jsonPointers } of services)
      expect(jsonPointers).toContain('/spec/selector/rollouts-pod-template-hash');
  });

  it('is both Services of a blue-green rollout, of which the active one is what callers use', () => {
    const names = of('Service', VARIETIES['a blue-green rollout in the mesh']!).map(({ name }) => name);
    expect(names).toEqual(['payment', 'payment-preview']);
  });

  it('is the weights of its own route, and the routes that its steps add', () => {
    const [first] = of('VirtualService', everything);
    expect(first?.jqPathExpressions).toEqual([
      '.spec.http[]? | select(.name == "primary") | .route[]?.weight',
      '.spec.http[]? | select(.name == "testers")',
      '.spec.http[]? | select(.name == "shadow")',
    ]);
  });

  it("is no route that it does not divide: paths at the gateway stay git's", () => {
    const there = objectsOf(everything).filter(({ kind }) => kind === 'VirtualService');
    expect(there.map(({ metadata }) => metadata.name)).toContain('payment');
    expect(of('VirtualService', everything).map(({ name }) => name)).toEqual(['payment-versions']);
  });

  it('is what it tells the load balancer by annotation', () => {
    const [ingress, ...others] = of('Ingress', VARIETIES['a canary behind a load balancer']!);
    expect(others).toEqual([]);
    expect(ingress).toMatchObject({ name: 'payment', group: 'networking.k8s.io' });
    expect(ingress?.jsonPointers).toContain('/metadata/annotations/alb.ingress.kubernetes.io~1actions.payment');
    expect(ingress?.jsonPointers).toContain('/metadata/annotations/rollouts.argoproj.io~1managed-alb-actions');
  });

  it('is the pair that takes turns behind a load balancer', () => {
    const names = of('Service', VARIETIES['a canary behind a load balancer']!).map(({ name }) => name);
    expect(names).toEqual(['payment-canary', 'payment-ping', 'payment-pong']);
  });

  it('is nothing of an application without a rollout', () => {
    expect(ignoredDifferences([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payment' } }])).toEqual([]);
  });
});
