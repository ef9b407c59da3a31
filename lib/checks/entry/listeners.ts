import { includesHost } from '../../../constructs/plan/gateway/hosts';
import { isObject, type JsonObject } from '../template';
import { listAt, textAt } from '../wiring/value';
import type { DoorRequest } from './door';
import type { SecurityGroups } from './security-groups';
import type { Resource, Templates } from './templates';
import { atResource, found, WayEnds, type At, type End, type Hop } from './way';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const CERTIFICATE = 'AWS::CertificateManager::Certificate';

const HTTP = 80;
const HTTPS = 443;

/** What load balancers listen for, and where they lead it. */
export class Listeners {
  public constructor(
    private readonly templates: Templates,
    private readonly securityGroups: SecurityGroups,
  ) {}

  /** Those of a load balancer. */
  public of(loadBalancer: Resource): readonly Resource[] {
    const reference = this.templates.reference(loadBalancer);
    return this.templates.all(LISTENER).filter((each) => this.templates.text(each, 'LoadBalancerArn') === reference);
  }

  /** The listener that takes a request. */
  public enter(
    loadBalancer: Resource,
    groups: readonly string[],
    { host, isEncrypted, isOwnName }: DoorRequest,
    passed: (hop: Hop) => void,
  ): Resource {
    const port = isEncrypted ? HTTPS : HTTP;
    const protocol = isEncrypted ? 'HTTPS' : 'HTTP';
    const listeners = this.of(loadBalancer);
    const listener = found(
      listeners.find((each) => Number(each.properties.Port) === port),
      () => ({
        at: 'listener',
        ...atResource(loadBalancer),
        value: port,
        reason: 'the load balancer listens to nobody on this port',
        remedy: `render a listener of ${protocol} on it`,
      }),
    );
    if (!groups.some((group) => this.securityGroups.isOpen(group, port))) {
      throw new WayEnds({
        at: 'security group',
        ...this.#atGroup(groups[0], loadBalancer),
        value: port,
        reason: 'no security group of the load balancer lets clients in on this port',
        remedy: 'add a rule for clients',
      });
    }
    if (this.templates.text(listener, 'Protocol') !== protocol) {
      throw new WayEnds({
        at: 'listener',
        ...atResource(listener),
        field: 'Properties.Protocol',
        value: this.templates.text(listener, 'Protocol'),
        reason: `clients speak ${protocol} on port ${port}`,
        remedy: `write ${protocol}`,
      });
    }
    if (isEncrypted) {
      this.#certificate(listener, isOwnName ? host : undefined);
      this.#plain(listeners.find((each) => Number(each.properties.Port) === HTTP));
    }
    passed({ kind: 'listener', name: `${port} ${protocol}` });
    return listener;
  }

  #certificate(listener: Resource, host: string | undefined): void {
    const given = listAt(listener.properties.Certificates)
      .map((each) => this.templates.textOf((each as JsonObject).CertificateArn, listener.stack))
      .filter((arn) => arn !== '');
    const end = (value: unknown, reason: string): End => ({
      at: 'certificate',
      ...atResource(listener),
      field: 'Properties.Certificates',
      value,
      reason,
      remedy: 'give it the certificate of the name',
    });
    if (given.length === 0) throw new WayEnds(end(undefined, 'it speaks TLS and has no certificate'));
    const made = given.map((arn) =>
      this.templates.all(CERTIFICATE).find((each) => this.templates.reference(each) === arn),
    );
    // Which names one has that somebody else has made, nobody knows here.
    if (host === undefined || made.includes(undefined)) return;
    const names = made.flatMap((each) =>
      each === undefined
        ? []
        : [this.templates.text(each, 'DomainName'), ...this.templates.list(each, 'SubjectAlternativeNames')],
    );
    if (!names.some((name) => includesHost(name, host))) {
      throw new WayEnds(end(names.join(', '), `its certificate is not of ${host}: clients refuse it`));
    }
  }

  /** What comes unencrypted where there is a certificate is sent to where it is encrypted. */
  #plain(listener: Resource | undefined): void {
    if (listener === undefined) return;
    const action = listAt(listener.properties.DefaultActions)[0];
    const to = [textAt(action, 'RedirectConfig', 'Protocol'), textAt(action, 'RedirectConfig', 'Port')].join(' ');
    if (textAt(action, 'Type') === 'redirect' && to === `HTTPS ${HTTPS}`) return;
    throw new WayEnds({
      at: 'listener',
      ...atResource(listener),
      field: 'Properties.DefaultActions',
      value: textAt(action, 'Type'),
      reason: 'it does not send clients to HTTPS: they would go on unencrypted, or nowhere',
      remedy: `redirect to HTTPS, port ${HTTPS}`,
    });
  }

  /** Where it leads: by the first rule that fits, else by what it does by default (ELB user guide, "Listener rules"). */
  public targetGroup(listener: Resource, request: DoorRequest): Resource {
    const reference = this.templates.reference(listener);
    const rule = this.templates
      .all(RULE)
      .filter((each) => this.templates.text(each, 'ListenerArn') === reference && isAbout(each, request))
      .sort((first, second) => Number(first.properties.Priority) - Number(second.properties.Priority))[0];
    const [place, field] = rule === undefined ? [listener, 'DefaultActions'] : [rule, 'Actions'];
    const forward = listAt(place.properties[field]).find((each) => textAt(each, 'Type') === 'forward');
    const arn = this.#forwardedTo(forward, place);
    return found(
      this.templates.all(TARGET_GROUP).find((each) => this.templates.reference(each) === arn),
      () => ({
        at: 'target group',
        ...atResource(place),
        field: `Properties.${field}`,
        value: arn ?? textAt(listAt(place.properties[field]).at(-1), 'Type'),
        reason: 'it leads to no target group that is rendered',
        remedy: 'forward to the target group of the gateway',
      }),
    );
  }

  #forwardedTo(action: unknown, { stack }: Resource): string | undefined {
    if (!isObject(action)) return undefined;
    const groups = isObject(action.ForwardConfig) ? listAt(action.ForwardConfig.TargetGroups) : [];
    const arn = action.TargetGroupArn ?? (groups[0] as JsonObject | undefined)?.TargetGroupArn;
    return arn === undefined ? undefined : this.templates.textOf(arn, stack);
  }

  #atGroup(group: string | undefined, otherwise: Resource): At {
    return atResource((group === undefined ? undefined : this.securityGroups.find(group)) ?? otherwise);
  }
}

/** Conditions of which this check knows nothing never hold: which clients they mean is up to them. */
function isAbout({ properties }: Resource, { host, path }: DoorRequest): boolean {
  return listAt(properties.Conditions).every((condition) => {
    const field = textAt(condition, 'Field');
    const config = field === 'host-header' ? 'HostHeaderConfig' : field === 'path-pattern' ? 'PathPatternConfig' : '';
    const values = [...listAt(condition, 'Values'), ...listAt(condition, config, 'Values')].map(String);
    return values.some((pattern) => isLike(field === 'host-header' ? host : path, pattern));
  });
}

/** An asterisk is anything, a question mark is one letter. */
function isLike(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(value);
}
