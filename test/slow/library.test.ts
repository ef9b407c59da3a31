import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { count, ForeignApp, manifest } from './foreign-app';

describe('the packed library, installed into the folder of a foreign app', () => {
  let app: ForeignApp;

  beforeAll(() => {
    app = new ForeignApp({
      'aws-cdk-lib': manifest.devDependencies['aws-cdk-lib'] ?? '',
      constructs: manifest.devDependencies['constructs'] ?? '',
    });
  });

  afterAll(() => {
    app?.remove(); // nothing to remove when it could not be made
  });

  test('holds what is public and nothing of the blueprint, its tests or its tools', () => {
    const outside = app.packed.filter((path) => !/^(dist|constructs)\//.test(path));
    expect(outside.filter((path) => !/^(README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(path))).toEqual([]);
    expect(app.packed).toContain('LICENSE');
    expect(app.packed).toContain('README.md');
  });

  test('has every file that its exports map names', () => {
    const targets = Object.values(manifest.exports).flatMap((each) =>
      typeof each === 'string' ? [each] : Object.values(each),
    );
    const missing = targets.filter((path) => !app.packed.includes(path.replace('./', '')));
    expect(missing).toEqual([]);
  });

  test('has a source map, a declaration and a declaration map that lead to a packed source for every module', () => {
    const modules = app.packed.filter((path) => path.startsWith('dist/') && path.endsWith('.d.ts'));
    expect(modules.length).toBeGreaterThan(10);
    for (const declaration of modules) {
      const folder = join(app.folder, 'node_modules/bulkhead');
      const map = JSON.parse(readFileSync(join(folder, `${declaration}.map`), 'utf8')) as { sources: string[] };
      expect(existsSync(join(folder, declaration, '..', map.sources[0] ?? 'none'))).toBe(true);
      expect(app.packed).toContain(declaration.replace(/\.d\.ts$/, '.js.map'));
    }
  });

  test('brings no engine and no tool of its own: its packages satisfy one another', () => {
    expect(() => app.run('npm', 'ls', '--all')).not.toThrow();
    expect(existsSync(join(app.folder, 'node_modules/bulkhead/node_modules'))).toBe(false);
    for (const tool of ['jest', 'eslint', 'cdk-nag', 'commander', 'tsx']) {
      expect(existsSync(join(app.folder, 'node_modules', tool))).toBe(false);
    }
  });

  test('is loaded by require and by import, under the names that its declarations promise', () => {
    const names = 'const { MultiAzNetwork, KubernetesCluster, ReplicatedDatabase, ServiceAccountRole } = aws;';
    const print =
      'console.log([MultiAzNetwork, KubernetesCluster, ReplicatedDatabase, ServiceAccountRole].map((each) => typeof each).join());';
    const all = 'function,function,function,function';
    expect(app.evaluate('commonjs', `const aws = require('bulkhead/aws'); ${names} ${print}`)).toBe(all);
    expect(app.evaluate('module', `import * as aws from 'bulkhead/aws'; ${names} ${print}`)).toBe(all);
  });

  test.each(['plan', 'slo', 'delivery', 'observability'])('loads no engine for bulkhead/%s alone', (entry) => {
    const code = `require('bulkhead/${entry}'); console.log(Object.keys(require.cache).filter((path) => /node_modules.(aws-cdk-lib|constructs)./.test(path)).length);`;
    expect(app.evaluate('commonjs', code)).toBe('0');
  });

  test('makes alerts with their proofs from a promise alone', () => {
    const code =
      "const { planMonitoring, provenRules, printRuleFile, promtoolTests } = require('bulkhead/observability');" +
      'const slo = { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 };' +
      "const release = { strategy: 'canary', secondsToFull: 600, waitsForPeople: 0, onNoEvidence: 'abort' };" +
      "const shop = { name: 'shop', namespace: 'shop', slo, source: 'service', calls: [], callers: [], release };" +
      "const context = { platform: 'mine', environment: 'live', tier: 'production', region: 'eu-west-1' };" +
      'const input = { context, services: [shop], platform: { mesh: false } };' +
      "console.log(JSON.parse(printRuleFile(planMonitoring(input).ruleFiles[0])).groups.length, promtoolTests(provenRules(input)[0], 'r.json').length);";
    expect(app.evaluate('commonjs', code)).toBe('3 2');
  });

  test('keeps to itself what its exports map does not name', () => {
    expect(() => app.evaluate('commonjs', "require('bulkhead/dist/aws/context.js')")).toThrow(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    );
    expect(() => app.evaluate('commonjs', "require('bulkhead')")).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  test('compiles in a strict app that checks its declarations too', () => {
    expect(() => app.compile()).not.toThrow();
  });

  test.each([
    ['as bundlers do', 'esnext', 'bundler'],
    ['without reading the exports map, as older apps do', 'commonjs', 'node10'],
  ])('is found by a compiler that resolves modules %s', (_, module, resolution) => {
    const options = ['--noEmit', '--skipLibCheck', '--module', module, '--moduleResolution', resolution];
    expect(() => app.compile(...options)).not.toThrow();
  });

  describe('once compiled', () => {
    test('gives the network on its own', () => {
      const resources = app.synthesize('network.js');
      expect(count(resources, 'AWS::EC2::VPC', 'AWS::EC2::Subnet')).toEqual({
        'AWS::EC2::VPC': 1,
        'AWS::EC2::Subnet': 9,
      });
    });

    test("gives the cluster in a VPC of the CDK's own", () => {
      const resources = app.synthesize('cluster.js');
      expect(count(resources, 'AWS::EKS::Cluster')).toEqual({ 'AWS::EKS::Cluster': 1 });
    });

    test("gives the database in a VPC of the CDK's own", () => {
      const resources = app.synthesize('database.js');
      expect(count(resources, 'AWS::RDS::DBCluster', 'AWS::RDS::DBProxy')).toEqual({
        'AWS::RDS::DBCluster': 1,
        'AWS::RDS::DBProxy': 1,
      });
    });

    test("gives the way in, in a VPC of the CDK's own", () => {
      const resources = app.synthesize('front-door.js');
      const [loadBalancer, group, record] = [
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'AWS::ElasticLoadBalancingV2::TargetGroup',
        'AWS::Route53::RecordSet',
      ] as const;
      expect(count(resources, loadBalancer, group, record)).toEqual({ [loadBalancer]: 1, [group]: 1, [record]: 1 });
    });

    test('gives all three in one stack of an ECMAScript module', () => {
      const resources = app.synthesize('together.mjs');
      expect(count(resources, 'AWS::EC2::VPC', 'AWS::EKS::Cluster', 'AWS::RDS::DBCluster')).toEqual({
        'AWS::EC2::VPC': 1,
        'AWS::EKS::Cluster': 1,
        'AWS::RDS::DBCluster': 1,
      });
    });

    // The engine of charts is wanted by nobody before: it is optional.
    test('gives a service in a mesh with its gateway, once cdk8s stands beside it', () => {
      const version = manifest.devDependencies['cdk8s'] ?? '';
      app.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', `cdk8s@${version}`);
      app.run('npx', 'tsc', '--project', 'charts');
      const objects = JSON.parse(app.run(process.execPath, 'out/charts/mesh.js')) as { kind: string }[];
      const kinds = new Set(objects.map(({ kind }) => kind));
      for (const kind of ['Rollout', 'Gateway', 'VirtualService', 'AuthorizationPolicy', 'PeerAuthentication']) {
        expect(kinds).toContain(kind);
      }
    });

    test('is refused with every problem, field by field, when its props are wrong', () => {
      const code =
        "const { App, Stack } = require('aws-cdk-lib'); const { MultiAzNetwork } = require('bulkhead/aws');" +
        "new MultiAzNetwork(new Stack(new App(), 'Shop'), 'Network', { cidr: '10.80.0.0/16', zones: ['eu-west-1a'] });";
      expect(() => app.evaluate('commonjs', code)).toThrow(/zones = \["eu-west-1a"\]\s+reason: .+\s+remedy: /);
    });
  });
});
