import type { Application, ObjectApplication, ReleaseApplication } from '../../charts/application';
import type { Environment } from '../../environment/schema';
import { placeOf, SCRIPT, valuesPlace } from './places';

/**
 * A script that applies everything to a cluster of one's own machine, in the order in which things need each other. It wants
 * the cluster's name and never takes the current one, which may be production; it may be run again at any time.
 */
export function applyScript({ name }: Environment, applications: readonly Application[]): string {
  return [
    '#!/bin/sh',
    `# Everything that Kubernetes is told in ${name}, for a cluster on one's own machine.`,
    '# Written by bulkhead: what is changed here is gone with the next run.',
    'set -eu',
    '',
    'if [ "$#" -ne 1 ]; then',
    `  echo "usage: sh ${SCRIPT} <context>, as in kind-bulkhead or minikube; kubectl config get-contexts lists them" >&2`,
    '  exit 2',
    'fi',
    'context=$1',
    'cd "$(dirname "$0")"',
    '',
    ...applications.flatMap((application) => [...stepOf(application), '']),
    `echo 'Everything is applied. Rollouts go on by themselves.'`,
    '',
  ].join('\n');
}

const stepOf = (application: Application): readonly string[] =>
  'release' in application ? install(application) : apply(application);

/** Not server-side: it would take the hash out of a Service's selector in the middle of a rollout. */
function apply(application: ObjectApplication): readonly string[] {
  const files = application.objects.map((object) => `--filename ${quoted(placeOf(object, application))}`);
  if (files.length === 0) return [`echo ${quoted(`${application.name}: nothing`)}`];
  return [`echo ${quoted(application.name)}`, continued(['kubectl --context "$context" apply', ...files])];
}

function install({ name, release }: ReleaseApplication): readonly string[] {
  const { chart, repository, version, namespace } = release;
  const source = repository.startsWith('oci://')
    ? quoted(`${repository}/${chart}`)
    : `${quoted(chart)} --repo ${quoted(repository)}`;
  return [
    `echo ${quoted(`${name}: ${chart} ${version}`)}`,
    continued([
      `helm --kube-context "$context" upgrade --install ${quoted(release.name)} ${source}`,
      `--version ${quoted(version)}`,
      `--namespace ${quoted(namespace)} --create-namespace`,
      `--values ${quoted(valuesPlace(name))}`,
      '--wait --timeout 10m',
    ]),
  ];
}

const continued = (parts: readonly string[]): string => parts.join(' \\\n  ');

/** As one word of a shell, whatever it holds. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
