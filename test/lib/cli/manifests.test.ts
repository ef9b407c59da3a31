import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { main } from '../../../lib/cli/program';
import type { ManifestsReport } from '../../../lib/cli/manifests/report';
import type { Environment } from '../../../lib/environment/schema';
import { environments } from '../../environments';
import { GITOPS } from '../gitops/examples';
import { environment } from './environments';
import { recordedWorld } from './world';

const [dev] = environments;

async function typed(words: readonly string[], described: readonly Environment[] = [dev!, GITOPS]) {
  const world = recordedWorld({ blueprint: () => ({ environments: described }) });
  const out = join(world.root, 'manifests');
  const code = await main(['manifests', ...words.map((word) => (word === 'DIR' ? out : word))], world);
  return { code, out: world.output(), err: world.errors(), folder: out, world };
}

const report = (text: string): ManifestsReport => JSON.parse(text) as ManifestsReport;

describe('bulkhead manifests', () => {
  it('writes an environment and prints what it wrote, application by application', async () => {
    const { code, out, err, folder } = await typed(['prod', '--out', 'DIR']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readFileSync(join(folder, 'objects/payment/rollout-payment.yaml'), 'utf8')).toContain('kind: Rollout');
    expect(out).toContain(`prod for its cluster on AWS: ${folder}\n`);
    expect(out).toMatch(/^application +wave +objects +where$/m);
    expect(out).toMatch(/^argo-rollouts +\d+ +argo-rollouts [\d.]+ +applications\/argo-rollouts\.yaml$/m);
    expect(out).toMatch(/^payment +40 +\d+ +objects\/payment$/m);
    expect(out).toContain('Commit it as manifests/prod of https://github.com/rides/platform.git');
  });

  it('prints the same as JSON', async () => {
    const { code, out, folder } = await typed(['prod', '--out', 'DIR', '--json']);
    expect(code).toBe(0);
    const told = report(out);
    expect(told).toMatchObject({ schemaVersion: 1, environment: 'prod', target: 'aws', delivery: 'gitops', folder });
    expect(told.applications.map(({ wave }) => wave)).toEqual(
      [...told.applications.map(({ wave }) => wave)].sort((a, b) => a - b),
    );
    expect(told.applications.find(({ name }) => name === 'trip')).toMatchObject({ place: 'objects/trip' });
    expect(told.changes.removed).toEqual([]);
    for (const path of told.changes.added) expect(existsSync(join(folder, path))).toBe(true);
  });

  it('writes objects as the adopter customizes them', async () => {
    const world = recordedWorld({
      blueprint: () => ({
        environments: [dev!],
        customizeChart: ({ application, node }) => {
          if (application !== 'payment') return;
          for (const each of node.findAll()) if (ApiObject.isApiObject(each)) each.metadata.addLabel('team', 'money');
        },
      }),
    });
    expect(await main(['manifests', 'dev', '--out', world.root], world)).toBe(0);
    const rolloutOf = (service: string) =>
      readFileSync(join(world.root, 'objects', service, `rollout-${service}.yaml`), 'utf8');
    expect(rolloutOf('payment')).toContain('team: money');
    expect(rolloutOf('trip')).not.toContain('team: money');
  });

  it('says what changed, and nothing when nothing did', async () => {
    const { world, folder } = await typed(['dev', '--out', 'DIR']);
    await main(['manifests', 'dev', '--out', folder], world);
    expect(world.output()).toMatch(/Files: \d+ new\./);
    expect(world.output()).toContain('Nothing changed.');
  });

  it('ends, for a local cluster, with what to type', async () => {
    const user = { ...dev!.services!.user!, secrets: ['key'], image: { tag: '1.4.2' } };
    const services = { ...dev!.services, user };
    const { code, out, folder } = await typed(['dev', '--out', 'DIR', '--target', 'local'], [{ ...dev!, services }]);
    expect(code).toBe(0);
    const commands = [...out.matchAll(/^ {2}\$ (.*)$/gm)].map(([, command = '']) =>
      command.replace(/:[0-9a-f]{16}/, ':TAG'),
    );
    expect(commands).toEqual([
      "docker build --tag 'localhost/reference-service:TAG' 'examples/reference-service'",
      "kind load docker-image --name bulkhead 'localhost/user:1.4.2'",
      "kind load docker-image --name bulkhead 'localhost/reference-service:TAG'",
      "minikube image load 'localhost/user:1.4.2'",
      "minikube image load 'localhost/reference-service:TAG'",
      `sh '${folder}/apply.sh' kind-bulkhead`,
      'kubectl create secret generic user --namespace user --from-literal=key=…',
    ]);
    expect(out).toContain('Tag what the teams built as localhost/user:1.4.2.');
  });

  it('says of an environment without Argo CD who applies it', async () => {
    const { out } = await typed(['dev', '--out', 'DIR']);
    expect(out).toContain('the deployment of dev applies the same by itself');
  });

  it('writes the rest of an environment that has no services', async () => {
    const { code, out } = await typed(['dev', '--out', 'DIR', '--json'], [environment('dev', 20)]);
    expect(code).toBe(0);
    expect(report(out).applications.map(({ name }) => name)).toContain('guard-rails');
  });

  describe('refuses', () => {
    it.each([
      ['an environment that nobody described', ['prd', '--out', 'DIR'], "did you mean 'prod'?"],
      [
        'a target that there is not',
        ['prod', '--out', 'DIR', '--target', 'locl'],
        "did you mean 'local'? The targets are: aws, local",
      ],
      [
        'a target like no other',
        ['prod', '--out', 'DIR', '--target', 'mainframe'],
        'remedy: The targets are: aws, local',
      ],
      ['no folder', ['prod'], "required option '-o, --out <folder>' not specified"],
    ])('%s, and writes nothing', async (_, words, said) => {
      const { code, out, err, folder } = await typed(words);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(said);
      expect(existsSync(folder)).toBe(false);
    });

    it('a folder that is a file', async () => {
      const world = recordedWorld({ blueprint: () => ({ environments: [dev!] }) });
      const file = join(world.root, 'manifests');
      writeFileSync(file, 'a file\n');
      expect(await main(['manifests', 'dev', '--out', file], world)).toBe(1);
      expect(world.errors()).toMatch(/^1 problem:\n\n {2}--out = /);
      expect(readFileSync(file, 'utf8')).toBe('a file\n');
    });

    it('a folder with files of somebody else where its own belong', async () => {
      const world = recordedWorld({ blueprint: () => ({ environments: [dev!] }) });
      mkdirSync(join(world.root, 'objects'));
      writeFileSync(join(world.root, 'objects', 'mine.yaml'), 'mine\n');
      expect(await main(['manifests', 'dev', '--out', world.root], world)).toBe(1);
      expect(world.errors()).toContain('objects/mine.yaml');
    });
  });
});
