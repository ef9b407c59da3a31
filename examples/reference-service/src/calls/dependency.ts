import { httpAddress, type Variables } from '../variables';

/** A service that this one calls: `payment=http://payment.payment.svc:8080`. */
export interface Dependency {
  readonly name: string;
  /** Without a slash at the end. */
  readonly address: string;
}

const VARIABLE = 'BULKHEAD_CALLS';
const EXAMPLE = `as in ${VARIABLE}=payment=http://payment.payment.svc:8080,user=http://user.user.svc:8080`;
const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The dependencies that the platform declared; whatever is not among them is not called (its network refuses it). */
export function readDependencies(variables: Variables, self: string | undefined): readonly Dependency[] {
  const known = new Map<string, Dependency>();
  for (const entry of variables.list(VARIABLE)) {
    const dependency = parse(entry);
    if (typeof dependency === 'string') variables.refuse(VARIABLE, dependency, EXAMPLE);
    else if (known.has(dependency.name)) variables.refuse(VARIABLE, `'${dependency.name}' stands twice`, EXAMPLE);
    else if (dependency.name === self)
      variables.refuse(VARIABLE, `'${dependency.name}' calls itself, and would for ever`, 'leave it out');
    else known.set(dependency.name, dependency);
  }
  return [...known.values()];
}

function parse(entry: string): Dependency | string {
  const [, name = '', text = ''] = /^([^=]*)=(.*)$/s.exec(entry) ?? [];
  if (!NAME.test(name)) return `'${entry}' does not start with a service's name and '='`;
  const url = httpAddress(text);
  if (typeof url === 'string') return `the address of '${name}': ${url}`;
  return { name, address: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}
