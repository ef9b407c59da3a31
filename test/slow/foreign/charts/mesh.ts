import { MeshGateway, MeshMember, MeshPolicies, Microservice } from 'bulkhead/kubernetes';
import { defaultFacts } from 'bulkhead/plan';
import { App, Chart } from 'cdk8s';

const chart = new Chart(new App(), 'shop', { disableResourceNameHashes: true });
const context = { environment: 'prod', region: 'eu-west-1' } as const;
const promise = {
  availability: 0.999,
  latency: { percentile: 99, thresholdMilliseconds: 250 },
  requestsPerSecond: 50,
} as const;
const facts = defaultFacts('eu-west-1');

const orders = new Microservice(chart, 'orders', {
  name: 'orders',
  image: 'ghcr.io/shop/orders:1.4.2',
  router: { kind: 'istio' },
  promise,
  edge: { routes: [{ path: '/v1/orders', match: 'prefix', methods: ['GET', 'POST'], authentication: 'required' }] },
  context,
});
new MeshMember(chart, 'orders-member', { plan: orders.plan });
new MeshPolicies(chart, 'mesh', { ...facts, clusterCidrs: ['10.80.0.0/16'] });
new MeshGateway(chart, 'gateway', {
  hosts: ['api.shop.example'],
  issuers: [
    {
      issuer: 'https://id.shop.example',
      audiences: ['shop'],
      jwksUri: 'https://id.shop.example/.well-known/jwks.json',
    },
  ],
  services: [orders.plan],
  facts,
});

console.log(JSON.stringify(chart.toJson()));
