import type { RenderedStack } from '../subject';
import { isObject, type Json, type Template } from '../template';

/** What a template refers to at one place. */
export type Target =
  /** Another resource of the same stack. */
  | { readonly kind: 'local'; readonly logicalId: string }
  /** An export, by its name: CloudFormation keeps it from changing while it is imported. */
  | { readonly kind: 'strong'; readonly exportName: string }
  /** An output of a stack, by their names: read anew at each deployment. */
  | { readonly kind: 'weak'; readonly stackName: string; readonly outputName: string };

/** One reference, and the place where it stands. */
export interface Use {
  readonly stack: RenderedStack;
  /** The resource that refers, or the output, when `section` says so. */
  readonly logicalId: string;
  readonly section: 'Resources' | 'Outputs';
  /** The property where it stands, without list positions and intrinsic functions: `['VpcConfig', 'SubnetIds']`. */
  readonly path: readonly string[];
  readonly target: Target;
}

/** Every reference in a stack's resources and outputs. */
export function usesIn(stack: RenderedStack): Use[] {
  const { Resources = {}, Outputs = {} } = stack.template;
  return [
    ...Object.entries(Resources).flatMap(([logicalId, { Properties }]) =>
      targetsIn(Properties).map((found) => ({ stack, logicalId, section: 'Resources' as const, ...found })),
    ),
    ...Object.entries(Outputs).flatMap(([logicalId, { Value }]) =>
      targetsIn(Value).map((found) => ({ stack, logicalId, section: 'Outputs' as const, ...found })),
    ),
  ];
}

/** What an output exports, and under which name. */
export function exportsOf({ Outputs = {} }: Template): Map<string, Json | undefined> {
  return new Map(
    Object.values(Outputs).flatMap(({ Export, Value }) =>
      isObject(Export) && typeof Export.Name === 'string' ? [[Export.Name, Value] as const] : [],
    ),
  );
}

/** The logical id that a value refers to directly, if it is such a reference. */
export function referent(value: Json | undefined): string | undefined {
  const [found] = targetsIn(value);
  return found?.target.kind === 'local' ? found.target.logicalId : undefined;
}

type Found = Pick<Use, 'path' | 'target'>;

function targetsIn(value: Json | undefined, path: readonly string[] = []): Found[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => targetsIn(item, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const target = targetOf(key, inner);
    if (target !== undefined)
      return [...target.map((each) => ({ path, target: each })), ...substituted(key, inner, path)];
    return targetsIn(inner, isIntrinsic(key) ? path : [...path, key]);
  });
}

const isIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

/** What a function refers to; `undefined` for anything that is no function of reference. */
function targetOf(key: string, argument: Json | undefined): Target[] | undefined {
  switch (key) {
    case 'Ref':
      return typeof argument === 'string' ? local(argument) : undefined;
    case 'Fn::GetAtt':
      return local(String(Array.isArray(argument) ? argument[0] : String(argument).split('.', 1)[0]));
    case 'Fn::Sub':
      return [...String(Array.isArray(argument) ? argument[0] : argument).matchAll(/\$\{([^!.}]+)[^}]*\}/g)].flatMap(
        ([, name = '']) => local(name),
      );
    case 'Fn::ImportValue':
      return [{ kind: 'strong', exportName: textOf(argument) }];
    case 'Fn::GetStackOutput':
      return isObject(argument)
        ? [{ kind: 'weak', stackName: textOf(argument.StackName), outputName: textOf(argument.OutputName) }]
        : undefined;
    default:
      return undefined;
  }
}

/** The references among the variables of `Fn::Sub`. */
function substituted(key: string, argument: Json | undefined, path: readonly string[]): Found[] {
  if (key !== 'Fn::Sub' || !Array.isArray(argument) || !isObject(argument[1])) return [];
  return Object.values(argument[1]).flatMap((value) => targetsIn(value, path));
}

/** Pseudo parameters such as `AWS::Region` are no resources. */
const local = (logicalId: string): Target[] => (logicalId.startsWith('AWS::') ? [] : [{ kind: 'local', logicalId }]);

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
