import { SERIES_NAMES, type SeriesName } from '../../../constructs/delivery/series';
import { SpecError, type Problem } from '../../../constructs/plan/problem';
import { nearest } from '../../../constructs/plan/spec';
import { nameOf } from '../../environment/select';
import type { Environment } from '../../environment/schema';
import type { EnvironmentService } from '../../environment/service';
import type { Options } from '../command';
import { environmentNamed } from '../environment';
import type { World } from '../world';

/** What a release is to be printed as. */
export type Form = 'text' | 'json' | 'svg';

/** Reads the options that need no environment; throws all that is wrong with them. */
export function askedOf({ simulate, json, svg }: Options): { readonly form: Form; readonly against?: SeriesName } {
  const against = SERIES_NAMES.find((name) => name === simulate);
  const problems: Problem[] = [];
  if (simulate !== undefined && against === undefined) {
    problems.push({
      field: '--simulate',
      value: simulate,
      reason: 'no series of metrics has this name',
      remedy: oneOf(String(simulate), SERIES_NAMES, 'The series are'),
    });
  }
  if (json === true && svg === true) {
    problems.push({
      field: '--svg',
      value: true,
      reason: 'one output is either a picture or JSON',
      remedy: 'leave out --svg or --json',
    });
  }
  if (problems.length > 0) throw new SpecError(problems);
  return {
    form: json === true ? 'json' : svg === true ? 'svg' : 'text',
    ...(against === undefined ? {} : { against }),
  };
}

/** The environment that is named, or the only one there is, checked. */
export function environmentAsked(world: World, name: unknown): Environment {
  if (name !== undefined) return environmentNamed(world, String(name));
  const names = world.blueprint().environments.flatMap((environment) => nameOf(environment) ?? []);
  const [only, ...others] = names;
  // With none at all, reading them says what to do.
  if (others.length === 0) return environmentNamed(world, only ?? '');
  throw new SpecError([
    {
      field: '--environment',
      value: undefined,
      reason: 'a service may be released differently in each environment, and there are several',
      remedy: `name one of them: ${names.join(', ')}`,
    },
  ]);
}

/** The service of that name; a misspelt name is answered with the nearest. */
export function serviceNamed({ name: environment, services = {} }: Environment, name: string): EnvironmentService {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service !== undefined) return service;
  const names = Object.keys(services);
  throw new SpecError([
    names.length === 0
      ? {
          field: 'service',
          value: name,
          reason: `${environment} has no services`,
          remedy: `describe one in services/, and name it under services of environments/${environment}.ts`,
        }
      : {
          field: 'service',
          value: name,
          reason: `${environment} has no service of this name`,
          remedy: oneOf(name, names, `The services of ${environment} are`),
        },
  ]);
}

function oneOf(word: string, known: readonly string[], list: string): string {
  const meant = nearest(word, known);
  return [...(meant === undefined ? [] : [`did you mean '${meant}'?`]), `${list}: ${known.join(', ')}`].join(' ');
}
