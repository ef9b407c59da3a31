import type { RenderedStack } from '../subject';
import { exportsOf } from '../references/uses';
import { isObject, type Json, type JsonObject } from '../template';

/** A resource, and the stack that it stands in. */
export interface Resource {
  readonly stack: RenderedStack;
  readonly logicalId: string;
  /** `AWS::ElasticLoadBalancingV2::Listener` */
  readonly type: string;
  readonly properties: JsonObject;
}

/** What `Ref` of a resource gives, where an attribute gives the same (CloudFormation, "Return values" of each type). */
const SAME_AS_REF: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'GroupId',
  'AWS::EC2::Subnet': 'SubnetId',
  'AWS::ElasticLoadBalancingV2::Listener': 'ListenerArn',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'LoadBalancerArn',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'TargetGroupArn',
};

const REF = 'Ref';

/**
 * The templates of one environment, read together: what one stack takes from another is followed to the resource that it comes
 * from. Values are compared as texts, in which a value that only a deployment knows stands as the resource that has it:
 * `dualstack.${prod/edge#LoadBalancer.DNSName}`.
 */
export class Templates {
  readonly #byType = new Map<string, Resource[]>();
  readonly #types = new Map<string, string>();
  readonly #exports = new Map<string, { readonly stack: RenderedStack; readonly value: Json | undefined }>();

  public constructor(private readonly stacks: readonly RenderedStack[]) {
    for (const stack of stacks) {
      for (const [logicalId, { Type: type, Properties: properties = {} }] of Object.entries(
        stack.template.Resources ?? {},
      )) {
        this.#types.set(`${stack.path}#${logicalId}`, type);
        const resource = { stack, logicalId, type, properties };
        const known = this.#byType.get(type);
        if (known === undefined) this.#byType.set(type, [resource]);
        else known.push(resource);
      }
      for (const [name, value] of exportsOf(stack.template)) this.#exports.set(name, { stack, value });
    }
  }

  /** The resources of a type, in the order of their stacks. */
  public all(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  /** How others refer to a resource, or to something of it. */
  public reference({ stack, logicalId, type }: Resource, attribute: string = REF): string {
    return `\${${stack.path}#${logicalId}.${attribute === SAME_AS_REF[type] ? REF : attribute}}`;
  }

  /** A property as text. */
  public text({ stack, properties }: Resource, name: string): string {
    return this.textOf(properties[name], stack);
  }

  /** A property that is a list, each of it as text. */
  public list({ stack, properties }: Resource, name: string): readonly string[] {
    const list = properties[name];
    return Array.isArray(list) ? list.map((each: Json) => this.textOf(each, stack)) : [];
  }

  /** A value of a stack as text; empty where there is none. */
  public textOf(value: Json | undefined, stack: RenderedStack): string {
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    if (!isObject(value)) return JSON.stringify(value);
    const [name = '', argument] = Object.entries(value)[0] ?? [];
    switch (name) {
      case REF:
        return this.#attribute(stack, String(argument), REF);
      case 'Fn::GetAtt': {
        const [logicalId = '', ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.#attribute(stack, logicalId, path.join('.'));
      }
      case 'Fn::Join': {
        const [separator, parts] = Array.isArray(argument) ? (argument as readonly Json[]) : [];
        return Array.isArray(parts)
          ? parts.map((part: Json) => this.textOf(part, stack)).join(String(separator))
          : unknown(value);
      }
      case 'Fn::ImportValue': {
        const found = this.#exports.get(this.textOf(argument, stack));
        return found === undefined ? unknown(value) : this.textOf(found.value, found.stack);
      }
      case 'Fn::GetStackOutput':
        return this.#output(value, argument);
      default:
        return unknown(value);
    }
  }

  #attribute(stack: RenderedStack, logicalId: string, attribute: string): string {
    const same = SAME_AS_REF[this.#types.get(`${stack.path}#${logicalId}`) ?? ''];
    return `\${${stack.path}#${logicalId}.${attribute === same ? REF : attribute}}`;
  }

  #output(value: JsonObject, argument: Json | undefined): string {
    const { StackName, OutputName } = isObject(argument) ? argument : {};
    const stack = this.stacks.find(({ stackName }) => stackName === StackName);
    const output = stack?.template.Outputs?.[String(OutputName)];
    return stack === undefined || output === undefined ? unknown(value) : this.textOf(output.Value, stack);
  }
}

/** Equal to nothing but itself. Without quotation marks, so that it can stand in a text of JSON. */
const unknown = (value: JsonObject): string => `\${${JSON.stringify(value).replaceAll('"', "'")}}`;
