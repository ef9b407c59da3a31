import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { FrontDoor, type FrontDoorProps } from '../../../constructs/aws/front-door';
import { MultiAzNetwork } from '../../../constructs/aws/multi-az-network';
import type { EnvironmentTier } from '../../../constructs/plan/context';
import { SpecError } from '../../../constructs/plan/problem';
import { openFindings } from '../../nag';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } as const;
const DOMAIN = { name: 'api.rides.example', zone: ZONE } as const;
const NETWORKS = ['10.0.0.0/8', '192.168.0.0/16'];

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}
type Resources = Readonly<Record<string, Resource>>;

type Given = Partial<Omit<FrontDoorProps, 'vpc' | 'podSecurityGroup' | 'clusterName'>> & { tier?: EnvironmentTier };

const ENVIRONMENTS = { development: 'dev', staging: 'staging', production: 'prod' } as const;

/** A front door in a stack of its own, before pods that stand in another one. */
function build({ tier = 'production', ...given }: Given = {}) {
  const context = { environment: ENVIRONMENTS[tier], tier };
  const app = new App();
  const cluster = new Stack(app, 'Cluster', { env: ENV });
  const { vpc } = new MultiAzNetwork(cluster, 'Network', {
    cidr: '10.40.0.0/16',
    zones: ZONES,
    ipv6: given.ipv6,
    context,
  });
  const podSecurityGroup = new SecurityGroup(cluster, 'Pods', { vpc });
  const stack = new Stack(app, 'Edge', { env: ENV });
  const domain = tier === 'development' ? undefined : DOMAIN;
  const door = new FrontDoor(stack, 'FrontDoor', {
    domain,
    ...given,
    vpc,
    podSecurityGroup,
    clusterName: 'bulkhead-prod',
    context,
  });
  const template = Template.fromStack(stack);
  return {
    stack,
    cluster: Template.fromStack(cluster).toJSON() as { Resources: Resources; Outputs: Record<string, unknown> },
    door,
    template,
    resources: template.toJSON().Resources as Resources,
  };
}

const production = build();
const development = build({ tier: 'development' });
const dualStack = build({ ipv6: true });
const internal = build({ scheme: 'internal', clients: NETWORKS });

const ofType = (resources: Resources, type: string): [id: string, resource: Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

const one = (resources: Resources, type: string): [id: string, resource: Resource] => {
  const [first, ...more] = ofType(resources, type);
  if (first === undefined || more.length > 0) throw new Error(`not one ${type}`);
  return first;
};

const ref = (id: string) => ({ Ref: id });
const attribute = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const LB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** The attributes of the load balancer, or of the target group, as a map. */
const attributesOf = (resources: Resources, type: string): Record<string, unknown> => {
  const { Properties } = one(resources, type)[1];
  const list = (Properties.LoadBalancerAttributes ?? Properties.TargetGroupAttributes) as {
    Key: string;
    Value: unknown;
  }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
};

const listeners = (resources: Resources) => ofType(resources, LISTENER).map(([, { Properties }]) => Properties);
const forwarding = (resources: Resources) =>
  listeners(resources).filter(({ DefaultActions }) => (DefaultActions as { Type: string }[])[0]?.Type === 'forward');

describe('a client', () => {
  test('gets through by TLS only: the one listener that leads on has a certificate and speaks nothing older than 1.2', () => {
    const [door, ...others] = forwarding(production.resources);
    expect(others).toEqual([]);
    expect(door).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      Certificates: [{ CertificateArn: ref(one(production.resources, 'AWS::CertificateManager::Certificate')[0]) }],
    });
  });

  test('that asks unencrypted is sent to TLS for good, with the path that it asked for', () => {
    const plain = listeners(production.resources).filter(({ Protocol }) => Protocol === 'HTTP');
    expect(plain).toHaveLength(1);
    expect(plain[0]).toMatchObject({
      Port: 80,
      DefaultActions: [
        {
          Type: 'redirect',
          RedirectConfig: {
            Protocol: 'HTTPS',
            Port: '443',
            Host: '#{host}',
            Path: '/#{path}',
            Query: '#{query}',
            StatusCode: 'HTTP_301',
          },
        },
      ],
    });
  });

  test('that is a browser is told never to ask unencrypted again, and by whom nothing', () => {
    const told = forwarding(production.resources)[0]?.ListenerAttributes as { Key: string; Value: string }[];
    expect(told).toContainEqual({
      Key: 'routing.http.response.strict_transport_security.header_value',
      Value: 'max-age=31536000',
    });
    for (const { ListenerAttributes } of listeners(production.resources)) {
      expect(ListenerAttributes).toContainEqual({ Key: 'routing.http.response.server.enabled', Value: 'false' });
    }
  });

  test('of a playground without a name comes unencrypted, to the name of the load balancer itself', () => {
    expect(forwarding(development.resources)).toEqual([expect.objectContaining({ Port: 80, Protocol: 'HTTP' })]);
    expect(listeners(development.resources)).toHaveLength(1);
    expect(development.door.url).toMatch(/^http:\/\//);
    expect(production.door.url).toBe('https://api.rides.example');
  });

  test('finds the way: from the name to the load balancer, the listener, the target group and its port', () => {
    const { resources } = production;
    const [balancer] = one(resources, LB);
    const [targets, { Properties }] = one(resources, TARGETS);
    const [, record] = one(resources, 'AWS::Route53::RecordSet');
    expect(record.Properties).toEqual({
      Name: 'api.rides.example',
      Type: 'A',
      HostedZoneId: ZONE.id,
      AliasTarget: {
        DNSName: { 'Fn::Join': ['', ['dualstack.', attribute(balancer, 'DNSName')]] },
        HostedZoneId: attribute(balancer, 'CanonicalHostedZoneID'),
        EvaluateTargetHealth: true,
      },
    });
    const [door] = forwarding(resources);
    expect(door?.LoadBalancerArn).toEqual(ref(balancer));
    expect(door?.DefaultActions).toEqual([{ Type: 'forward', TargetGroupArn: ref(targets) }]);
    expect(Properties).toMatchObject({ TargetType: 'ip', Protocol: 'HTTP', ProtocolVersion: 'HTTP1', Port: 8080 });
  });

  test('comes by IPv6 where the door has it: by address, by record and past the security group', () => {
    const { resources } = dualStack;
    expect(one(resources, LB)[1].Properties.IpAddressType).toBe('dualstack');
    expect(one(production.resources, LB)[1].Properties.IpAddressType).toBe('ipv4');
    const records = ofType(resources, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties.Type);
    expect(records).toEqual(['A', 'AAAA']);
    const rules = one(resources, 'AWS::EC2::SecurityGroup')[1].Properties.SecurityGroupIngress as object[];
    expect(rules).toContainEqual(expect.objectContaining({ CidrIpv6: '::/0', FromPort: 443, ToPort: 443 }));
  });

  test('sends no malformed header, and no request that two servers could read differently', () => {
    expect(attributesOf(production.resources, LB)).toMatchObject({
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'defensive',
      'routing.http.xff_header_processing.mode': 'append',
    });
  });
});

describe('the certificate', () => {
  test('is validated through the hosted zone, and renews itself', () => {
    expect(one(production.resources, 'AWS::CertificateManager::Certificate')[1].Properties).toMatchObject({
      DomainName: 'api.rides.example',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'api.rides.example', HostedZoneId: ZONE.id }],
    });
  });

  test('is not made where there is one', () => {
    const { resources } = build({ domain: { ...DOMAIN, zone: 'elsewhere', certificateArn: CERTIFICATE } });
    expect(ofType(resources, 'AWS::CertificateManager::Certificate')).toEqual([]);
    expect(ofType(resources, 'AWS::Route53::RecordSet')).toEqual([]);
    expect(forwarding(resources)[0]?.Certificates).toEqual([{ CertificateArn: CERTIFICATE }]);
  });

  test('of another name is put to use before the old one goes: nothing about it is fixed but the name', () => {
    const renamed = build({ domain: { ...DOMAIN, name: 'rides.example' } }).resources;
    const [before] = one(production.resources, 'AWS::CertificateManager::Certificate');
    expect(one(renamed, 'AWS::CertificateManager::Certificate')[0]).toBe(before);
    expect(Object.keys(renamed)).toEqual(Object.keys(production.resources));
  });
});

/** Who may connect to the pods, as far as this stack lets anybody: by group. */
const admitted = (resources: Resources) =>
  ofType(resources, 'AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => Properties);

describe('the gateway', () => {
  test('is reached by the load balancer, on its two ports, and by nothing else', () => {
    const { resources } = production;
    const [group] = one(resources, 'AWS::EC2::SecurityGroup');
    const rules = admitted(resources);
    expect(rules.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([
      [8080, 8080],
      [15021, 15021],
    ]);
    for (const rule of rules) {
      expect(rule.SourceSecurityGroupId).toEqual(attribute(group, 'GroupId'));
      expect(rule.IpProtocol).toBe('tcp');
      expect(rule).not.toHaveProperty('CidrIp');
      expect(rule).not.toHaveProperty('CidrIpv6');
    }
  });

  test('is all that the load balancer reaches: its group names the pods, and so is not open to the world', () => {
    const { SecurityGroupEgress, SecurityGroupIngress } = one(production.resources, 'AWS::EC2::SecurityGroup')[1]
      .Properties;
    const egress = SecurityGroupEgress as Record<string, unknown>[];
    expect(egress.map(({ FromPort }) => FromPort)).toEqual([8080, 15021]);
    const pods = admitted(production.resources)[0]?.GroupId;
    for (const rule of egress) {
      expect(rule.DestinationSecurityGroupId).toEqual(pods);
      expect(rule).not.toHaveProperty('CidrIp');
    }
    expect(ofType(production.resources, 'AWS::EC2::SecurityGroupEgress')).toEqual([]);
    const ports = (SecurityGroupIngress as Record<string, unknown>[]).map(({ FromPort, ToPort }) => [FromPort, ToPort]);
    expect(ports).toEqual([
      [80, 80],
      [443, 443],
    ]);
  });

  test('has its rules in the stack of the front door, so that the cluster need not know it', () => {
    const { cluster } = production;
    expect(JSON.stringify(cluster)).not.toContain('FrontDoor');
    expect(ofType(cluster.Resources, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  test('is asked every five seconds whether it is ready, by its own word for it', () => {
    expect(one(production.resources, TARGETS)[1].Properties).toMatchObject({
      HealthCheckEnabled: true,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/healthz/ready',
      HealthCheckPort: '15021',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 3,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
    });
  });

  test('keeps its requests until they end: the target group waits as long as the plan tells the pods to', () => {
    const { door, resources } = build({ timeouts: { idleSeconds: 120 } });
    expect(attributesOf(resources, TARGETS)['deregistration_delay.timeout_seconds']).toBe('120');
    expect(attributesOf(resources, LB)['idle_timeout.timeout_seconds']).toBe('120');
    expect(door.plan.gateway.drain.preStopSeconds).toBe(130);
  });

  test('is on other ports where the edge says so, everywhere at once', () => {
    const { resources } = build({ gateway: { httpPort: 9080, healthPort: 9021 } });
    const { Properties } = one(resources, TARGETS)[1];
    expect(Properties).toMatchObject({ Name: 'bulkhead-prod-edge-http1-9080', Port: 9080, HealthCheckPort: '9021' });
    expect(admitted(resources).map(({ FromPort }) => FromPort)).toEqual([9080, 9021]);
  });

  test('is bound to the target group by the name that it has, or by its ARN in Auto Mode', () => {
    const [targets, { Properties }] = one(production.resources, TARGETS);
    const byName = production.door.targetGroupBinding('node-groups');
    expect(byName.spec).toMatchObject({ targetGroupName: Properties.Name });
    expect(JSON.stringify(byName)).not.toMatch(/Token|arn:/);
    const byArn = production.door.targetGroupBinding('auto');
    expect(production.stack.resolve(byArn)).toMatchObject({ spec: { targetGroupARN: ref(targets) } });
  });
});

describe('when a zone is lost', () => {
  test('clients still reach the load balancer: it stands in a public subnet of each zone', () => {
    const { Properties } = one(production.resources, LB)[1];
    expect(Properties.Scheme).toBe('internet-facing');
    const subnets = Properties.Subnets as object[];
    expect(subnets).toHaveLength(ZONES.length);
    for (const letter of ['A', 'B', 'C']) {
      expect(subnets.filter((subnet) => JSON.stringify(subnet).includes(`SubnetPublic${letter}`))).toHaveLength(1);
    }
  });

  test('what is left of it sends requests to the pods that are left, wherever they are', () => {
    expect(attributesOf(production.resources, TARGETS)).toMatchObject({
      'load_balancing.cross_zone.enabled': 'true',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
      'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
      'stickiness.enabled': 'false',
    });
  });

  test('traffic can be moved out of it, and is out when the last connection ends', () => {
    expect(attributesOf(production.resources, LB)).toMatchObject({
      'zonal_shift.config.enabled': 'true',
      'client_keep_alive.seconds': '300',
    });
  });

  test('a pod that only answers with errors is taken out, although its health is good', () => {
    expect(attributesOf(production.resources, TARGETS)).toMatchObject({
      'load_balancing.algorithm.type': 'weighted_random',
      'load_balancing.algorithm.anomaly_mitigation': 'on',
    });
  });
});

const ACL = 'AWS::WAFv2::WebACL';
type AclRule = {
  Name: string;
  Action?: object;
  OverrideAction?: object;
  Statement: Record<string, Record<string, unknown>>;
};
const rulesOf = (resources: Resources) => one(resources, ACL)[1].Properties.Rules as AclRule[];

describe('the firewall', () => {
  test('stands before the load balancer before anybody is listened to', () => {
    const { resources } = production;
    const [association, { Properties }] = one(resources, 'AWS::WAFv2::WebACLAssociation');
    expect(Properties).toEqual({
      ResourceArn: ref(one(resources, LB)[0]),
      WebACLArn: attribute(one(resources, ACL)[0], 'Arn'),
    });
    for (const [, { DependsOn }] of ofType(resources, LISTENER)) expect(DependsOn).toContain(association);
  });

  test('stops what its rules match, and lets the rest through', () => {
    expect(one(production.resources, ACL)[1].Properties).toMatchObject({
      Name: 'bulkhead-prod-edge',
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
    });
    for (const { Action, OverrideAction } of rulesOf(production.resources)) {
      expect(Action ?? OverrideAction).toEqual(
        Action === undefined ? { None: {} } : { Block: { CustomResponse: { ResponseCode: 429 } } },
      );
    }
  });

  test('counts where it is being tried out', () => {
    const { resources } = build({ firewall: { groups: { common: 'count' }, rateLimit: { mode: 'count' } } });
    const counted = rulesOf(resources).filter(
      ({ Action, OverrideAction }) => 'Count' in { ...Action, ...OverrideAction },
    );
    expect(counted.map(({ Name }) => Name)).toEqual(['rate-limit', 'common']);
  });

  test('limits each address, or each address that a trusted proxy writes down', () => {
    const limit = (resources: Resources) =>
      rulesOf(resources).find(({ Name }) => Name === 'rate-limit')?.Statement.RateBasedStatement;
    expect(limit(production.resources)).toEqual({ AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 10_000 });
    const rateLimit = { clientAddressHeader: 'true-client-ip', requestsPerFiveMinutes: 500 };
    expect(limit(build({ clients: NETWORKS, firewall: { rateLimit } }).resources)).toEqual({
      AggregateKeyType: 'FORWARDED_IP',
      EvaluationWindowSec: 300,
      Limit: 500,
      ForwardedIPConfig: { HeaderName: 'true-client-ip', FallbackBehavior: 'MATCH' },
    });
  });

  test('lets uploads pass where they are wanted, and inspects what it can of them', () => {
    const common = (resources: Resources) =>
      rulesOf(resources).find(({ Name }) => Name === 'common')?.Statement.ManagedRuleGroupStatement;
    expect(common(production.resources)).not.toHaveProperty('RuleActionOverrides');
    expect(common(build({ firewall: { largeBodies: 'pass' } }).resources)?.RuleActionOverrides).toEqual([
      { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
    ]);
  });

  test('refuses requests while it does not answer, unless it was told to let them pass', () => {
    const failOpen = (resources: Resources) => attributesOf(resources, LB)['waf.fail_open.enabled'];
    expect(failOpen(production.resources)).toBe('false');
    expect(failOpen(build({ firewall: { whenUnreachable: 'pass' } }).resources)).toBe('true');
  });

  test('records what it stopped or counted, encrypted, and nothing that lets somebody in', () => {
    const { resources } = production;
    const [key] = one(resources, 'AWS::KMS::Key');
    const [group, logGroup] = one(resources, 'AWS::Logs::LogGroup');
    expect(logGroup.Properties).toEqual({
      LogGroupName: 'aws-waf-logs-bulkhead-prod-edge',
      RetentionInDays: 365,
      KmsKeyId: attribute(key, 'Arn'),
    });
    const [, logging] = one(resources, 'AWS::WAFv2::LoggingConfiguration');
    expect(logging.DependsOn).toEqual([group]);
    expect(JSON.stringify(logging.Properties.LogDestinationConfigs)).toMatch(
      /:log-group:aws-waf-logs-bulkhead-prod-edge"/,
    );
    expect(logging.Properties.LoggingFilter).toMatchObject({ DefaultBehavior: 'DROP' });
    for (const header of ['authorization', 'cookie']) {
      expect(logging.Properties.RedactedFields).toContainEqual({ SingleHeader: { Name: header } });
      expect(JSON.stringify(one(resources, ACL)[1].Properties.DataProtectionConfig)).toContain(`"${header}"`);
    }
  });

  test('can be left out of an internal door, with nothing left of it', () => {
    const { resources, door } = build({ scheme: 'internal', clients: NETWORKS, firewall: 'none' });
    expect(Object.values(resources).filter(({ Type }) => /WAF|KMS|Logs/.test(Type))).toEqual([]);
    expect(door.webAcl).toBeUndefined();
  });
});

describe('the logs', () => {
  const KINDS = { access_logs: 'access', connection_logs: 'connections', health_check_logs: 'health-checks' };

  test('of requests, connections and health checks go into one bucket', () => {
    const { resources } = production;
    const [bucket] = one(resources, 'AWS::S3::Bucket');
    for (const [kind, prefix] of Object.entries(KINDS)) {
      expect(attributesOf(resources, LB)).toMatchObject({
        [`${kind}.s3.enabled`]: 'true',
        [`${kind}.s3.bucket`]: ref(bucket),
        [`${kind}.s3.prefix`]: prefix,
      });
    }
  });

  test('are private, encrypted as ELB can, and gone after a year', () => {
    const [, { Properties, DeletionPolicy }] = one(production.resources, 'AWS::S3::Bucket');
    expect(Properties).not.toHaveProperty('BucketName');
    expect(Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [expect.objectContaining({ ExpirationInDays: 365, Status: 'Enabled' })] },
    });
    expect(DeletionPolicy).toBe('Retain');
  });

  test('are written by the load balancers of this account, over TLS, and by nobody else', () => {
    const [id, { Properties }] = one(production.resources, 'AWS::S3::BucketPolicy');
    const { Statement } = Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
    const [deny, allow, ...others] = Statement;
    expect(others).toEqual([]);
    expect(deny).toMatchObject({
      Effect: 'Deny',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(allow).toMatchObject({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    });
    const paths = JSON.stringify(allow?.Resource);
    for (const prefix of Object.values(KINDS)) expect(paths).toContain(`/${prefix}/AWSLogs/111122223333/*`);
    expect(one(production.resources, LB)[1].DependsOn).toContain(id);
  });

  test('are switched off where there are none, not only left out', () => {
    for (const { resources } of [development, build({ tier: 'staging', logs: 'none' })]) {
      expect(ofType(resources, 'AWS::S3::Bucket')).toEqual([]);
      for (const kind of Object.keys(KINDS)) expect(attributesOf(resources, LB)[`${kind}.s3.enabled`]).toBe('false');
    }
    expect(development.door.logBucket).toBeUndefined();
  });
});

describe('an internal door', () => {
  test('stands in the private subnets and admits the networks that it names', () => {
    const { Properties } = one(internal.resources, LB)[1];
    expect(Properties.Scheme).toBe('internal');
    const subnets = Properties.Subnets as object[];
    expect(subnets).toHaveLength(ZONES.length);
    for (const subnet of subnets) expect(JSON.stringify(subnet)).toContain('SubnetPrivate');
    const rules = one(internal.resources, 'AWS::EC2::SecurityGroup')[1].Properties.SecurityGroupIngress as {
      CidrIp: string;
    }[];
    expect([...new Set(rules.map(({ CidrIp }) => CidrIp))]).toEqual(NETWORKS);
  });
});

describe('a change', () => {
  /** What CloudFormation can only change by making a second one (the resource types' create-only properties). */
  const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
    [LB]: ['Name', 'Type', 'Scheme'],
    [LISTENER]: ['LoadBalancerArn'],
    [TARGETS]: ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'IpAddressType', 'VpcId'],
    [ACL]: ['Name', 'Scope'],
    'AWS::WAFv2::WebACLAssociation': ['ResourceArn', 'WebACLArn'],
    'AWS::WAFv2::LoggingConfiguration': ['ResourceArn'],
    'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
    'AWS::Logs::LogGroup': ['LogGroupName'],
    'AWS::S3::Bucket': ['BucketName'],
  };

  /** The types of the resources that a change from one template to another replaces, in itself or by a reference. */
  function replaced(before: Resources, after: Resources): string[] {
    const gone = new Set<string>();
    for (let found = -1; found !== gone.size;) {
      found = gone.size;
      for (const [id, { Type, Properties }] of Object.entries(before)) {
        const differs = (CREATE_ONLY[Type] ?? []).some((name) => {
          const [old, fresh] = [Properties[name], after[id]?.Properties[name]].map((value) => JSON.stringify(value));
          return old !== fresh || [...gone].some((other) => old?.includes(`"${other}"`));
        });
        if (after[id] !== undefined && differs) gone.add(id);
      }
    }
    return [...gone].map((id) => before[id]!.Type.split('::').at(-1)!).sort();
  }

  test('of rules, times, clients, TLS, logs and name replaces neither load balancer, listeners nor targets', () => {
    const after = build({
      domain: { ...DOMAIN, name: 'rides.example' },
      clients: NETWORKS,
      oldestTls: '1.3',
      timeouts: { idleSeconds: 90, clientKeepAliveSeconds: 600 },
      firewall: { groups: { common: 'count', linux: 'block' }, rateLimit: 'none', largeBodies: 'pass' },
      logs: { retentionDays: 30 },
      deletionProtection: false,
    }).resources;
    expect(replaced(production.resources, after)).toEqual([]);
  });

  test('to a name keeps the listener that has the port, for a port cannot be listened on twice', () => {
    const named = build({ tier: 'development', domain: DOMAIN }).resources;
    expect(replaced(development.resources, named)).toEqual([]);
    for (const [id] of ofType(development.resources, LISTENER)) expect(named[id]?.Properties.Port).toBe(80);
  });

  test('of the port replaces the target group by one with another name', () => {
    const after = build({ gateway: { httpPort: 8081 } }).resources;
    expect(replaced(production.resources, after)).toEqual(['TargetGroup']);
    expect(one(after, TARGETS)[1].Properties.Name).not.toBe(one(production.resources, TARGETS)[1].Properties.Name);
  });

  test('of the scheme replaces the target group too, for one group serves one load balancer', () => {
    const before = build({ clients: NETWORKS }).resources;
    expect(replaced(before, internal.resources)).toEqual([
      'Listener',
      'Listener',
      'LoadBalancer',
      'TargetGroup',
      'WebACLAssociation',
    ]);
  });

  test('that replaces something finds no name in its way: what can be replaced has none, or another one', () => {
    expect(one(production.resources, LB)[1].Properties).not.toHaveProperty('Name');
    expect(one(production.resources, 'AWS::EC2::SecurityGroup')[1].Properties).not.toHaveProperty('GroupName');
    // The web ACL has a fixed name, so that it is never replaced: its second association would be removed with the first.
    const others = [dualStack, internal].map(({ resources }) => one(resources, ACL)[1].Properties.Name);
    expect([...new Set(others)]).toEqual(['bulkhead-prod-edge']);
  });
});

describe('protection', () => {
  test('keeps the load balancer of production until it is taken off', () => {
    const protection = (resources: Resources) => attributesOf(resources, LB)['deletion_protection.enabled'];
    expect(protection(production.resources)).toBe('true');
    expect(protection(build({ deletionProtection: false }).resources)).toBe('false');
    expect(protection(development.resources)).toBe('false');
  });

  test('keeps nothing of a playground', () => {
    const kept = Object.values(development.resources).filter(
      ({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete',
    );
    expect(kept).toEqual([]);
  });

  test('keeps the evidence of production: the logs, and the key without which one of them cannot be read', () => {
    const kept = Object.values(production.resources).filter(
      ({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete',
    );
    expect(kept.map(({ Type }) => Type).sort()).toEqual(['AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket']);
  });
});

describe('refusals', () => {
  const refused = (make: () => unknown): readonly string[] => {
    try {
      make();
    } catch (error) {
      if (error instanceof SpecError) return error.problems.map(({ field }) => field);
      throw error;
    }
    return [];
  };

  test('tell every problem of the props at once', () => {
    expect(refused(() => build({ domain: undefined, firewall: 'none', logs: 'none' }))).toEqual([
      'domain',
      'firewall',
      'logs',
    ]);
  });

  test('tell an app in JavaScript what is missing', () => {
    const stack = new Stack(new App(), 'Test', { env: ENV });
    expect(refused(() => new FrontDoor(stack, 'FrontDoor', {} as FrontDoorProps))).toEqual([
      'vpc',
      'podSecurityGroup',
      'clusterName',
    ]);
  });

  test.each([
    ['of one zone', 1, SubnetType.PUBLIC, {}],
    ['without subnets for it', 2, SubnetType.PUBLIC, { scheme: 'internal', clients: NETWORKS } as const],
  ])('turn away a VPC %s', (_, maxAzs, subnetType, props) => {
    const stack = new Stack(new App(), 'Test', { env: { region: 'eu-west-1' } });
    const vpc = new Vpc(stack, 'Vpc', { maxAzs, subnetConfiguration: [{ name: 'only', subnetType }] });
    const podSecurityGroup = new SecurityGroup(stack, 'Pods', { vpc });
    const make = () =>
      new FrontDoor(stack, 'FrontDoor', { domain: DOMAIN, ...props, vpc, podSecurityGroup, clusterName: 'shop' });
    expect(refused(make)).toEqual(['vpc']);
  });
});

describe('in a VPC of somebody else', () => {
  test('it stands in one public subnet of each zone, treated as production, before pods of the same stack', () => {
    const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1' } });
    const vpc = new Vpc(stack, 'Vpc', {
      maxAzs: 2,
      subnetConfiguration: [
        { name: 'front', subnetType: SubnetType.PUBLIC, cidrMask: 24 },
        { name: 'back', subnetType: SubnetType.PUBLIC, cidrMask: 24 },
      ],
    });
    const podSecurityGroup = new SecurityGroup(stack, 'Pods', { vpc });
    new FrontDoor(stack, 'FrontDoor', { domain: DOMAIN, vpc, podSecurityGroup, clusterName: 'shop' });
    const resources = Template.fromStack(stack).toJSON().Resources as Resources;
    const [, { Properties, DependsOn }] = one(resources, LB);
    expect(Properties.Subnets).toHaveLength(2);
    expect(attributesOf(resources, LB)['deletion_protection.enabled']).toBe('true');
    // It cannot be made before the VPC has a way to the internet.
    expect(DependsOn?.filter((id) => resources[id]?.Type === 'AWS::EC2::Route')).not.toEqual([]);
  });
});

describe('reviews', () => {
  test.each([
    ['production', production],
    ['development', development],
    ['dual stack', dualStack],
    ['internal', internal],
  ])('of AWS have nothing open: %s', (_, { stack }) => {
    expect(openFindings(stack)).toEqual([]);
  });
});
