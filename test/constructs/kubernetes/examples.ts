import { App, Chart, Testing } from 'cdk8s';
import { blueGreen, canary } from '../../../constructs/delivery/spec';
import { Microservice, type MicroserviceProps } from '../../../constructs/kubernetes';
import { facts, payment } from '../plan/service/examples';
import { MANIFEST, type StrictManifest } from './strict';

/** The manifests of a service in production, each checked strictly. */
export function manifestsOf(more: Partial<MicroserviceProps> = {}): StrictManifest[] {
  const chart = new Chart(new App(), 'services');
  new Microservice(chart, 'service', {
    ...payment,
    context: { environment: 'prod', region: 'eu-west-1' },
    facts,
    ...more,
  });
  return (Testing.synth(chart) as unknown[]).map((manifest) => MANIFEST.parse(manifest));
}

/** A rollout of each kind, on each router that can do it. */
export const VARIETIES: Readonly<Record<string, Partial<MicroserviceProps>>> = {
  'the smallest description': {},
  'a canary in the mesh, with everything': {
    router: { kind: 'istio' },
    edge: { hosts: ['api.rides.example'], paths: ['/payments'] },
    calls: ['user'],
    stores: ['ledger'],
    reaches: [{ cidr: '203.0.113.0/24', port: 443 }],
    configuration: { CURRENCY: 'EUR' },
    secrets: ['stripe-key'],
    priorityClass: 'critical-service',
    strategy: canary({
      steps: [
        { step: 'setCanaryScale', scale: { replicas: 2 } },
        { step: 'analysis', checks: [{ check: 'smoke', path: '/quotes' }] },
        { step: 'headerRoute', name: 'testers', match: [{ header: 'x-tester', value: { exact: 'yes' } }] },
        { step: 'mirror', name: 'shadow', percentage: 10, match: [{ method: { exact: 'GET' } }] },
        { step: 'pause' },
        { step: 'mirror', name: 'shadow' },
        { step: 'setWeight', weight: 10 },
        { step: 'setCanaryScale', scale: { matchTrafficWeight: true } },
        { step: 'pause', seconds: 900 },
        { step: 'headerRoute', name: 'testers' },
        { step: 'setWeight', weight: 50 },
        { step: 'pause', seconds: 900 },
      ],
      analysis: { checks: [{ check: 'promise' }] },
    }),
  },
  'a canary behind a load balancer': { router: { kind: 'alb' }, edge: { paths: ['/payments', '/refunds'] } },
  'a blue-green rollout in the mesh': {
    router: { kind: 'istio' },
    edge: {},
    strategy: blueGreen({
      autoPromotionSeconds: 120,
      prePromotionAnalysis: { checks: [{ check: 'smoke', path: '/quotes' }] },
      postPromotionAnalysis: { checks: [{ check: 'promise' }] },
    }),
  },
  'a preview under load in the mesh': {
    router: { kind: 'istio' },
    edge: {},
    strategy: blueGreen({
      load: { requestsPerSecond: 20, path: '/quotes?of=7' },
      prePromotionAnalysis: { checks: [{ check: 'smoke', path: '/quotes' }, { check: 'promise' }] },
      postPromotionAnalysis: { checks: [{ check: 'promise' }] },
    }),
  },
  'an experiment in the mesh': {
    router: { kind: 'istio' },
    strategy: canary({
      onNoEvidence: 'hold',
      load: { requestsPerSecond: 20, path: '/quotes' },
      steps: [
        {
          step: 'experiment',
          templates: [
            { name: 'baseline', version: 'stable', weight: 5 },
            { name: 'candidate', version: 'canary', weight: 5 },
          ],
          checks: [{ check: 'promise' }, { check: 'smoke', path: '/quotes' }],
        },
        { step: 'setWeight', weight: 20 },
        { step: 'pause', seconds: 900 },
      ],
      analysis: { checks: [{ check: 'promise' }] },
    }),
  },
};
