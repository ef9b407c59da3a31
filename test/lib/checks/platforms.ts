import type { Check, Finding } from '../../../lib/checks/check';
import type { RenderedPlatform, Subject } from '../../../lib/checks/subject';
import type { Application, KubernetesObject } from '../../../lib/charts/application';
import { serviceApplications } from '../../../lib/charts/services';
import { parseEnvironments } from '../../../lib/environment/parse';
import type { Environment } from '../../../lib/environment/schema';
import { environments } from '../../environments';
import { outcome } from './rendered';

/** Where an object has something: `spec.steps[0].pause`, or its parts where a key has dots itself. */
type Path = string | readonly (string | number)[];
type Container = Record<string | number, unknown>;

const partsOf = (path: Path): readonly (string | number)[] =>
  typeof path === 'string'
    ? [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))
    : path;

function valueAt(value: unknown, path: Path): unknown {
  return partsOf(path).reduce<unknown>((inner, part) => (inner as Container | undefined)?.[part], value);
}

/** The applications of an environment, to be changed. */
export class Draft {
  public constructor(public readonly applications: Application[]) {}

  /** What stands at a place of the object of this title: `Rollout user/user`. */
  public at(title: string, path: Path): unknown {
    return valueAt(this.object(title), path);
  }

  /** Writes to a place; `undefined` removes what is there. */
  public set(title: string, path: Path, value: unknown): this {
    const parts = partsOf(path);
    const last = parts.at(-1) ?? '';
    const parent = this.at(title, parts.slice(0, -1)) as Container;
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return this;
  }

  /** Adds to the end of a list, which is made if there is none. */
  public push(title: string, path: Path, value: unknown): this {
    return this.set(title, path, [...((this.at(title, path) as unknown[] | undefined) ?? []), value]);
  }

  /** Where the item of a list is of which a field has a value: `spec.http[1]` for `name`, `primary`. */
  public find(title: string, path: string, field: Path, value: unknown): string {
    const index = (this.at(title, path) as unknown[]).findIndex((item) => valueAt(item, field) === value);
    if (index < 0) throw new Error(`nothing in ${path} of '${title}' has ${String(value)}`);
    return `${path}[${index}]`;
  }

  public add(...objects: readonly KubernetesObject[]): this {
    this.applications.push({ name: 'more', namespace: 'kube-system', wave: 50, objects });
    return this;
  }

  public remove(title: string): this {
    const all = this.applications.flatMap((application) => ('objects' in application ? [application] : []));
    for (const { objects } of all) {
      const index = objects.findIndex((object) => titleOf(object) === title);
      if (index >= 0) (objects as KubernetesObject[]).splice(index, 1);
    }
    return this;
  }

  public object(title: string): KubernetesObject {
    const found = this.applications
      .flatMap((application) => ('objects' in application ? application.objects : []))
      .find((object) => titleOf(object) === title);
    if (found === undefined) throw new Error(`nothing was rendered that is called '${title}'`);
    return found;
  }
}

const titleOf = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** What the services stand on, and other applications render: by hand, so that a change there turns no test here red. */
const FOUNDATION: readonly KubernetesObject[] = [
  ...['istio-ingress', 'istio-system', 'mapping', 'observability', 'payment', 'trip', 'user'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  })),
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'critical-service' } },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'istio-ingress' },
    spec: { selector: { istio: 'edge' }, servers: [] },
  },
];

const release = (name: string, namespace: string): Application => ({
  name,
  namespace,
  wave: 10,
  release: { name, chart: name, repository: 'https://charts.example.com', version: '1.0.0', namespace, values: {} },
});

const rendered = new Map<string, string>();

/** An environment of the tests' own, checked. */
export function environmentOf(name: string, change: Partial<Environment> = {}): Environment {
  const described = environments.find((each) => each.name === name);
  const [environment] = parseEnvironments([{ ...described, ...change }]);
  if (environment === undefined) throw new Error(`no environment is called '${name}'`);
  return environment;
}

/** What Kubernetes is told in an environment: its services as they are rendered, on a foundation made by hand. */
export function platformOf(name: string, edit: (draft: Draft) => unknown = () => undefined): RenderedPlatform {
  const environment = environmentOf(name);
  const text = rendered.get(name) ?? JSON.stringify(applicationsOf(environment));
  rendered.set(name, text);
  const draft = new Draft(JSON.parse(text) as Application[]);
  edit(draft);
  return { environment, applications: draft.applications };
}

/** The services of an environment, on a foundation made by hand. */
export function applicationsOf(environment: Environment): readonly Application[] {
  return [
    { name: 'foundation', namespace: 'kube-system', wave: 0, objects: FOUNDATION },
    release('istiod', 'istio-system'),
    release('edge', 'istio-ingress'),
    release('otel-agent', 'observability'),
    ...serviceApplications(environment, 'aws').map(({ name: application, namespace, wave, objects }) => ({
      name: application,
      namespace,
      wave,
      objects,
    })),
  ];
}

/** What a check finds in platforms. */
export async function found(check: Check, ...platforms: readonly RenderedPlatform[]): Promise<readonly Finding[]> {
  return (await outcome(check, { platforms } as Partial<Subject> as Subject)).findings;
}

/** What a check finds in an environment after an edit, and did not find before. */
export async function foundAfter(
  check: Check,
  edit: (draft: Draft) => unknown,
  name = 'prod',
): Promise<readonly Finding[]> {
  const key = `${check.name} ${name}`;
  const known = foundBefore.get(key) ?? new Set((await found(check, platformOf(name))).map(textOf));
  foundBefore.set(key, known);
  return (await found(check, platformOf(name, edit))).filter((finding) => !known.has(textOf(finding)));
}

const foundBefore = new Map<string, ReadonlySet<string>>();
const textOf = (finding: Finding): string => JSON.stringify(finding);

/** Findings that fail a check. */
export const errors = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');

/** A field whose positions in lists are not of interest where none is said: `spec.http[].route[1]`. */
export const somewhere = (field: string): unknown =>
  expect.stringMatching(`^${field.replace(/[.[\]]/g, '\\$&').replaceAll('\\[\\]', '\\[\\d+\\]')}$`);

/** What is refused, the edit that makes it so, and what is found then. */
export type Row = readonly [title: string, edit: (draft: Draft) => unknown, ...expected: readonly object[]];

/** Rows as a table of tests. */
export const tabled = (rows: readonly Row[]): [string, (draft: Draft) => unknown, readonly object[]][] =>
  rows.map(([title, edit, ...expected]) => [title, edit, expected]);

/** Exactly these findings, in any order. */
export function exactly(findings: readonly Finding[], expected: readonly object[]): void {
  expect(findings).toHaveLength(expected.length);
  expect(findings).toEqual(expect.arrayContaining(expected.map((each) => expect.objectContaining(each))));
}
