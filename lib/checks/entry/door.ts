import { isObject } from '../template';
import { listAt, textAt } from '../wiring/value';
import { Listeners } from './listeners';
import type { SecurityGroups } from './security-groups';
import type { Resource, Templates } from './templates';
import { atResource, found, WayEnds, type End, type Hop } from './way';

const RECORD = 'AWS::Route53::RecordSet';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const SUBNET = 'AWS::EC2::Subnet';

/** A request as it comes to the door. */
export interface DoorRequest {
  readonly host: string;
  readonly path: string;
  /** Whether the client speaks TLS. */
  readonly isEncrypted: boolean;
  /** Whether the host is the door's own name: of others somebody else keeps the certificate, as a CDN does. */
  readonly isOwnName: boolean;
  /** Whether the environment keeps the name; somebody else's record is not rendered here. */
  readonly hasRecord: boolean;
}

/** Where a load balancer leads a request. */
export interface Door {
  readonly loadBalancer: Resource;
  readonly targetGroup: Resource;
  /** The load balancer's security groups, as others refer to them. */
  readonly groups: readonly string[];
  /** The blocks of addresses that it stands in. */
  readonly blocks: readonly string[];
}

/** The way of a request from its name to the target group that a load balancer picks. */
export class Doors {
  readonly #listeners: Listeners;

  public constructor(
    private readonly templates: Templates,
    securityGroups: SecurityGroups,
  ) {
    this.#listeners = new Listeners(templates, securityGroups);
  }

  /** The name of a load balancer that listens, for people. */
  public get loadBalancers(): readonly Resource[] {
    return this.templates.all(LOAD_BALANCER);
  }

  /** Follows a request to a target group. */
  public enter(request: DoorRequest, passed: (hop: Hop) => void): Door {
    const loadBalancer = request.hasRecord ? this.#byRecord(request.host, passed) : this.#only();
    passed({ kind: 'load balancer', name: this.#nameOf(loadBalancer) });
    const groups = this.templates.list(loadBalancer, 'SecurityGroups');
    const listener = this.#listeners.enter(loadBalancer, groups, request, passed);
    const targetGroup = this.#listeners.targetGroup(listener, request);
    passed({ kind: 'target group', name: this.templates.text(targetGroup, 'Name') });
    return { loadBalancer, targetGroup, groups, blocks: this.#blocks(loadBalancer) };
  }

  #byRecord(host: string, passed: (hop: Hop) => void): Resource {
    const records = this.templates
      .all(RECORD)
      .filter((record) => this.templates.text(record, 'Name').replace(/\.$/, '') === host);
    const led = records.map((record) => this.#aliased(record));
    const loadBalancer = found(led[0], () => ({
      at: 'record',
      stack: '',
      value: host,
      reason: 'no record has this name, so that clients find no address',
      remedy: 'render an alias record of the name, or say that its zone is kept elsewhere',
    }));
    passed({
      kind: 'record',
      name: `${host} (${records.map((record) => this.templates.text(record, 'Type')).join(', ')})`,
    });
    return loadBalancer;
  }

  #aliased(record: Resource): Resource {
    const { stack, properties } = record;
    const alias = isObject(properties.AliasTarget) ? properties.AliasTarget : {};
    const name = this.templates.textOf(alias.DNSName, stack).replace(/^dualstack\./, '');
    const zone = this.templates.textOf(alias.HostedZoneId, stack);
    const end = (field: string, value: string, reason: string): End => ({
      at: 'record',
      ...atResource(record),
      field: `Properties.AliasTarget.${field}`,
      value,
      reason,
      remedy: 'take both from the load balancer: DNSName and CanonicalHostedZoneID',
    });
    const loadBalancer = found(
      this.loadBalancers.find((each) => this.templates.reference(each, 'DNSName') === name),
      () => end('DNSName', name, 'no load balancer that is rendered has this name'),
    );
    if (zone !== this.templates.reference(loadBalancer, 'CanonicalHostedZoneID')) {
      throw new WayEnds(end('HostedZoneId', zone, 'this is not the zone of the load balancer that the record names'));
    }
    return loadBalancer;
  }

  /** Without a record of the environment's own, clients are told the load balancer's name. */
  #only(): Resource {
    const [first, second] = this.loadBalancers.filter((each) => this.#listeners.of(each).length > 0);
    if (second !== undefined) {
      throw new WayEnds({
        at: 'load balancer',
        ...atResource(second),
        reason: 'there are several load balancers, and no record says which one clients use',
        remedy: 'describe the domain, or keep one',
      });
    }
    return found(first, () => ({
      at: 'load balancer',
      stack: '',
      reason: 'no load balancer that listens is rendered',
      remedy: "describe one, as in edge: {}, or take the services' edge away",
    }));
  }

  #blocks(loadBalancer: Resource): readonly string[] {
    const subnets = this.templates.list(loadBalancer, 'Subnets');
    return this.templates
      .all(SUBNET)
      .filter((subnet) => subnets.includes(this.templates.reference(subnet)))
      .map((subnet) => this.templates.text(subnet, 'CidrBlock'));
  }

  #nameOf(resource: Resource): string {
    const tag = listAt(resource.properties.Tags).find((each) => textAt(each, 'Key') === 'Name');
    return textAt(tag, 'Value') ?? resource.logicalId;
  }
}
