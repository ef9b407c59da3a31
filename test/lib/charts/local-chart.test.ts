import { linkSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { KubernetesObject, ObjectApplication } from '../../../lib/charts/application';
import { writeChart } from '../../../lib/charts/local-chart';
import { serviceApplications } from '../../../lib/charts/services';
import { shipped } from '../synthesized';

const COMMAND = ['sh', '-c', 'echo "{{ .Values.secret }}" {{ "{{" }} {{/* nothing */}} ${HOME} #}'];

const object = (kind: string, name: string, more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'payment' },
  ...more,
});

const payment: ObjectApplication = {
  name: 'payment',
  namespace: 'payment',
  wave: 40,
  objects: [
    object('ServiceAccount', 'payment'),
    object('Service', 'payment', { spec: { selector: { app: 'payment' }, ports: [{ port: 8080 }] } }),
    object('Service', 'payment-preview', { spec: { selector: { app: 'payment' } } }),
    object('VirtualService', 'payment', { spec: { http: [{ name: 'primary', note: '{{ a }} <b> & c' }] } }),
    object('Rollout', 'payment', { spec: { command: COMMAND, big: 10_000_000_000, text: 'yes', number: '0123' } }),
  ],
};

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'chart-'));

/** The files of a folder by their paths, with their content. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

function chartOf(application: ObjectApplication) {
  const folder = newFolder();
  writeChart(folder, application);
  const files = filesOf(folder);
  return { folder, files, objects: JSON.parse(files['objects.json'] ?? '') as KubernetesObject[] };
}

describe('the Helm chart of an application', () => {
  const { folder, files, objects } = chartOf(payment);

  test('is named like the application, in the form that Helm reads', () => {
    expect(Yaml.load(join(folder, 'Chart.yaml'))).toEqual([{ apiVersion: 'v2', name: 'payment', version: '1.0.0' }]);
  });

  test('has one template, the same for every application: nothing in an object is ever a template', () => {
    expect(Object.keys(files).filter((path) => path.startsWith('templates/'))).toEqual(['templates/objects.yaml']);
    const { files: others } = chartOf({ ...payment, name: 'user', objects: [] });
    expect(files['templates/objects.yaml']).toBe(others['templates/objects.yaml']);
    expect(files['templates/objects.yaml']).toContain('.Files.Get "objects.json"');
  });

  test('holds each object once, as it is and in the order of its making', () => {
    expect(objects).toEqual(payment.objects);
  });

  test('keeps the double braces of a command letter by letter', () => {
    const [rollout] = objects.filter(({ kind }) => kind === 'Rollout');
    expect(rollout?.spec).toMatchObject({ command: COMMAND, text: 'yes', number: '0123' });
  });

  test('has the same bytes whenever it is written', () => {
    expect(chartOf(structuredClone(payment)).files).toEqual(files);
  });

  test('holds nothing of what stood in its folder before', () => {
    const { folder: reused } = chartOf(payment);
    const less = { ...payment, objects: payment.objects.slice(0, 2) };
    writeChart(reused, less);
    expect(filesOf(reused)).toEqual(chartOf(less).files);
  });

  test('leaves a file alone that stood there before and is linked to from elsewhere', () => {
    const { folder: reused } = chartOf(payment);
    const linked = join(newFolder(), 'objects.json');
    linkSync(join(reused, 'objects.json'), linked);
    writeChart(reused, { ...payment, objects: [] });
    expect(readFileSync(linked, 'utf8')).toBe(files['objects.json']);
  });
});

describe('the Helm charts of the services that ship', () => {
  test.each(serviceApplications(shipped('prod'), 'aws').map((application) => ({ application })))(
    'hold all objects of $application.name as they were rendered',
    ({ application }) => {
      expect(chartOf(application).objects).toEqual(application.objects);
    },
  );
});
