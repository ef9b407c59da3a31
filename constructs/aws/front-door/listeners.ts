import { CfnListener, type CfnLoadBalancer, type CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { EdgePlan, ListenerPlan } from '../../plan/edge/model';
import { attributes } from './attributes';

/** Props of {@link Listeners}. */
export interface ListenersProps {
  /** What is listened for. */
  readonly plan: EdgePlan;
  /** Whose listeners they are. */
  readonly loadBalancer: CfnLoadBalancer;
  /** Where requests go. */
  readonly targetGroup: CfnTargetGroup;
  /**
   * The certificate of the listener that speaks TLS.
   * @default - none speaks TLS
   */
  readonly certificateArn?: string;
}

/** The ports that a load balancer listens on. One of them leads on; another may only send clients there. */
export class Listeners extends Construct {
  /** By port. */
  public readonly byPort: ReadonlyMap<number, CfnListener>;

  public constructor(scope: Construct, id: string, props: ListenersProps) {
    super(scope, id);
    // By port, not by what it does: on a port that is taken, CloudFormation could make no second listener first.
    this.byPort = new Map(props.plan.listeners.map((plan) => [plan.port, this.listener(plan, props)]));
    // Their tags are newer than what most tools know of them, and the stack's own reach them all the same.
    for (const listener of this.byPort.values()) listener.addPropertyDeletionOverride('Tags');
  }

  private listener(plan: ListenerPlan, { plan: edge, loadBalancer, targetGroup, certificateArn }: ListenersProps) {
    const common = { loadBalancerArn: loadBalancer.ref, port: plan.port };
    const server = { 'routing.http.response.server.enabled': edge.connections.serverHeader };
    const forward = { type: 'forward', targetGroupArn: targetGroup.ref };
    switch (plan.kind) {
      case 'tls':
        return new CfnListener(this, `Port${plan.port}`, {
          ...common,
          protocol: 'HTTPS',
          sslPolicy: plan.policy,
          certificates: [{ certificateArn }],
          defaultActions: [forward],
          listenerAttributes: attributes({
            ...server,
            'routing.http.response.strict_transport_security.header_value': plan.strictTransportSecurity,
          }),
        });
      case 'redirect':
        return new CfnListener(this, `Port${plan.port}`, {
          ...common,
          protocol: 'HTTP',
          defaultActions: [
            {
              type: 'redirect',
              redirectConfig: {
                protocol: 'HTTPS',
                port: String(plan.toPort),
                host: '#{host}',
                path: '/#{path}',
                query: '#{query}',
                statusCode: `HTTP_${plan.status}`,
              },
            },
          ],
          listenerAttributes: attributes(server),
        });
      case 'plain':
        return new CfnListener(this, `Port${plan.port}`, {
          ...common,
          protocol: 'HTTP',
          defaultActions: [forward],
          listenerAttributes: attributes(server),
        });
    }
  }
}
