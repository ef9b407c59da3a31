import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../template';

/** What AWS says of its resource types that decides whether an update may destroy something. */
export interface ServiceSpec {
  /** Whether a change of the property at `path` (`['VpcConfig', 'SubnetIds']`) replaces the resource, or may. */
  isCreateOnly(type: string, path: readonly string[]): boolean;
  /** Whether resources of this type hold data. */
  isStateful(type: string): boolean;
}

/** An entity of the database, by the keys that are read here. */
interface Entity {
  readonly $id: string;
  readonly cloudFormationType?: string;
  readonly isStateful?: boolean;
  readonly properties?: Readonly<Record<string, Property>>;
}

interface Property {
  readonly causesReplacement?: 'yes' | 'maybe' | 'no';
  readonly type: JsonObject;
}

/**
 * Reads the database that the CDK CLI brings for `cdk diff`: AWS's resource provider schemas and documentation of every
 * type. It takes a quarter of a second, and is always of the version that will deploy.
 */
export function readServiceSpec(): ServiceSpec {
  cached ??= read();
  return cached;
}

let cached: ServiceSpec | undefined;

function read(): ServiceSpec {
  const file = join(dirname(createRequire(__filename).resolve('aws-cdk/package.json')), 'db.json.gz');
  const { schema } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as {
    schema?: { resource?: { entities?: Entity[] }; typeDefinition?: { entities?: Entity[] } };
  };
  const resources = schema?.resource?.entities;
  const definitions = schema?.typeDefinition?.entities;
  if (resources === undefined || definitions === undefined) {
    throw new Error(
      `${file} is not in the form that this version of Bulkhead reads: pin aws-cdk as package.json has it`,
    );
  }
  return serviceSpec(resources, definitions);
}

function serviceSpec(resources: readonly Entity[], definitions: readonly Entity[]): ServiceSpec {
  const byType = new Map(resources.map((entity) => [entity.cloudFormationType ?? '', entity]));
  const byId = new Map(definitions.map((entity) => [entity.$id, entity]));

  const replaces = ({ properties = {} }: Entity, [name, ...rest]: readonly string[]): boolean => {
    const property = name === undefined ? undefined : properties[name];
    if (property === undefined) return false;
    if (property.causesReplacement === 'yes' || property.causesReplacement === 'maybe') return true;
    return definitionsOf(property.type).some((id) => replaces(byId.get(id) ?? { $id: id }, rest));
  };

  return {
    isCreateOnly: (type, path) => replaces(byType.get(type) ?? { $id: '' }, path),
    isStateful: (type) => byType.get(type)?.isStateful === true,
  };
}

/** The definitions that a property's type refers to, through lists, maps and unions. */
function definitionsOf(type: unknown): string[] {
  if (Array.isArray(type)) return type.flatMap(definitionsOf);
  if (!isObject(type)) return [];
  if (isObject(type.reference) && typeof type.reference.$ref === 'string') return [type.reference.$ref];
  return [...definitionsOf(type.element), ...definitionsOf(type.types)];
}
