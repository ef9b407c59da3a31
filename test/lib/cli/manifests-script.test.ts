import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Application } from '../../../lib/charts/application';
import { applyScript } from '../../../lib/cli/manifests/script';
import { environments } from '../../environments';
import { APPLICATIONS, CONTROLLER, NAMESPACES } from '../gitops/examples';

const [dev] = environments;
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-script-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script beside programs that only note what they were asked. */
function run(applications: readonly Application[], args: readonly string[], fail = '') {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const notes = join(folder, 'notes');
  writeFileSync(notes, '');
  for (const name of ['kubectl', 'helm']) {
    const program = join(bin, name);
    writeFileSync(
      program,
      `#!/bin/sh\necho "${name} $*" >> '${notes}'\ncase "$*" in *"${fail || 'nothing at all'}"*) exit 1 ;; esac\n`,
    );
    chmodSync(program, 0o755);
  }
  const script = join(folder, 'apply.sh');
  writeFileSync(script, applyScript(dev!, applications));
  const { status, stderr } = spawnSync('sh', [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  return {
    status,
    stderr,
    asked: readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  };
}

describe('the script for a local cluster', () => {
  it('applies everything in order, objects in the order of their making', () => {
    const { status, asked } = run(APPLICATIONS, ['kind-bulkhead']);
    expect(status).toBe(0);
    expect(asked).toEqual([
      'kubectl --context kind-bulkhead apply --filename objects/namespaces/namespace-payment.yaml' +
        ' --filename objects/namespaces/payment/networkpolicy-default-deny.yaml' +
        ' --filename objects/namespaces/clusterrole-rides%3Aviewer.yaml',
      'helm --kube-context kind-bulkhead upgrade --install argo-rollouts argo-rollouts' +
        ' --repo https://argoproj.github.io/argo-helm --version 2.41.1 --namespace argo-rollouts --create-namespace' +
        ' --values values/argo-rollouts.yaml --wait --timeout 10m',
      'helm --kube-context kind-bulkhead upgrade --install cache-1 oci://registry.example/charts/valkey' +
        ' --version 1.0.0 --namespace cache --create-namespace --values values/cache.yaml --wait --timeout 10m',
      'kubectl --context kind-bulkhead apply --filename objects/payment/service-payment.yaml',
    ]);
  });

  it('wants the cluster by name: the current one may be production', () => {
    const { status, stderr, asked } = run(APPLICATIONS, []);
    expect({ status, asked }).toEqual({ status: 2, asked: [] });
    expect(stderr).toContain('usage: sh apply.sh <context>');
  });

  it('stops at what fails', () => {
    const { status, asked } = run(APPLICATIONS, ['minikube'], '--install argo-rollouts');
    expect(status).not.toBe(0);
    expect(asked).toHaveLength(2);
  });

  it('passes over what has no objects', () => {
    expect(run([{ ...NAMESPACES, objects: [] }], ['minikube'])).toMatchObject({ status: 0, asked: [] });
  });

  it('takes any name for a word', () => {
    const name = `it's $(touch ${join(folder, 'broken')})`;
    const { asked } = run([{ ...CONTROLLER, release: { ...CONTROLLER.release, version: name } }], ['minikube']);
    expect(asked[0]).toContain(name);
  });

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0 ? it : it.skip;
  shellcheck('has nothing that shellcheck would change', () => {
    const { stdout } = spawnSync('shellcheck', ['-'], { input: applyScript(dev!, APPLICATIONS), encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
