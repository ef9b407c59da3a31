import { parseCidr, sizeOf } from '../../../constructs/plan/network/cidr';
import type { RenderedStack } from '../subject';
import { isObject, type JsonObject } from '../template';
import type { Resource, Templates } from './templates';

const GROUP = 'AWS::EC2::SecurityGroup';

/** Somebody who connects, or is connected to: by his groups, or by his addresses. */
export interface Party {
  /** Groups, as others refer to them. */
  readonly groups?: readonly string[];
  /** Blocks of addresses, of which all must be let through. */
  readonly blocks?: readonly string[];
}

type Direction = 'ingress' | 'egress';

interface Rule {
  readonly stack: RenderedStack;
  readonly properties: JsonObject;
}

const INLINE = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;
const OF_ITS_OWN = { ingress: 'AWS::EC2::SecurityGroupIngress', egress: 'AWS::EC2::SecurityGroupEgress' } as const;
const PEER_GROUP = { ingress: 'SourceSecurityGroupId', egress: 'DestinationSecurityGroupId' } as const;

/** The security groups of an environment, as EC2 applies them: a connection that one rule lets through gets through. */
export class SecurityGroups {
  readonly #groups: ReadonlyMap<string, Resource>;
  readonly #rules: Readonly<Record<Direction, ReadonlyMap<string, readonly Rule[]>>>;

  public constructor(private readonly templates: Templates) {
    this.#groups = new Map(templates.all(GROUP).map((group) => [templates.reference(group), group]));
    this.#rules = { ingress: this.#read('ingress'), egress: this.#read('egress') };
  }

  /** The group that a reference means, where it is rendered. */
  public find(reference: string): Resource | undefined {
    return this.#groups.get(reference);
  }

  /** Whether a group lets anybody at all in on a port. */
  public isOpen(group: string, port: number): boolean {
    return this.#at('ingress', group).some((rule) => this.#isAbout(rule, port));
  }

  /** Whether a group lets connections to a port through, from or to somebody. */
  public lets(direction: Direction, group: string, port: number, party: Party): boolean {
    const own = this.#groups.get(group);
    // Everything may leave a group that says nothing of it (CloudFormation, `SecurityGroupEgress`).
    if (direction === 'egress' && own !== undefined && !Array.isArray(own.properties[INLINE.egress])) return true;
    const rules = this.#at(direction, group).filter((rule) => this.#isAbout(rule, port));
    return (
      (party.groups ?? []).some((each) => rules.some((rule) => this.#text(rule, PEER_GROUP[direction]) === each)) ||
      ((party.blocks ?? []).length > 0 &&
        (party.blocks ?? []).every((block) => rules.some((rule) => includes(this.#text(rule, 'CidrIp'), block))))
    );
  }

  #at(direction: Direction, group: string): readonly Rule[] {
    return this.#rules[direction].get(group) ?? [];
  }

  #read(direction: Direction): ReadonlyMap<string, readonly Rule[]> {
    const rules = new Map<string, Rule[]>();
    const add = (group: string, rule: Rule): void => {
      rules.set(group, [...(rules.get(group) ?? []), rule]);
    };
    for (const [reference, { stack, properties }] of this.#groups) {
      const inline = properties[INLINE[direction]];
      for (const each of Array.isArray(inline) ? inline : []) {
        if (isObject(each)) add(reference, { stack, properties: each });
      }
    }
    for (const resource of this.templates.all(OF_ITS_OWN[direction])) {
      add(this.templates.text(resource, 'GroupId'), resource);
    }
    return rules;
  }

  #isAbout({ properties: { IpProtocol: protocol, FromPort: first, ToPort: last } }: Rule, port: number): boolean {
    if (String(protocol) === '-1') return true;
    return protocol === 'tcp' && Number(first) <= port && port <= Number(last);
  }

  #text({ stack, properties }: Rule, name: string): string {
    return this.templates.textOf(properties[name], stack);
  }
}

/** Whether a block of addresses has all of another. */
export function includes(outer: string, inner: string): boolean {
  const [whole, part] = [parseCidr(outer), parseCidr(inner)];
  if (whole === undefined || part === undefined) return false;
  return whole.base <= part.base && part.base + sizeOf(part) <= whole.base + sizeOf(whole);
}
