import { CfnWorkspace } from 'aws-cdk-lib/aws-grafana';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { planManagedGrafana, type ManagedGrafanaPlan } from '../plan/observability/grafana/managed-plan';
import { managedGrafanaSpec, type ManagedGrafanaSpec } from '../plan/observability/grafana/managed-spec';
import { grafanaProblems } from '../plan/observability/grafana/spec';
import { checkSpec } from '../plan/spec';
import { statement } from './cluster/iam';
import { contextOf, type ContextProps } from './context';
import { keptOrGone } from './shared/encryption-key';

/** Props of {@link ManagedGrafana}: its version, how people sign in, and the environment that it looks at. */
export interface ManagedGrafanaProps extends Omit<ManagedGrafanaSpec, 'kind'> {
  /**
   * The environment: `{ environment: 'prod' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * A workspace of Amazon Managed Grafana that may read the metrics, logs and traces of one environment and no others. CloudFormation
 * knows neither dashboards nor data sources: `npx bulkhead dashboards` writes the first, and docs/dashboards.md says how both
 * get there.
 *
 * @example
 * new ManagedGrafana(this, 'Grafana', {
 *   version: '12.4',
 *   authentication: { kind: 'identity-center' },
 *   reachableFrom: { prefixLists: ['pl-0123456789abcdef0'] },
 *   context: { environment: 'prod' },
 * });
 */
export class ManagedGrafana extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: ManagedGrafanaPlan;
  /** What it is in AWS: grant it what else it shall read. */
  public readonly role: Role;
  /** The workspace itself. */
  public readonly workspace: CfnWorkspace;
  /** Its address, without `https://`; known at deployment. */
  public readonly endpoint: string;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, { context, ...section }: ManagedGrafanaProps) {
    super(scope, id);
    const spec = checkSpec(managedGrafanaSpec, { kind: 'managed', ...section }, grafanaProblems);
    this.plan = planManagedGrafana(spec, contextOf(this, context));
    this.role = this.makeRole();
    const reading = this.allow();
    this.workspace = this.makeWorkspace();
    // Its data sources would be refused until the role may read.
    this.workspace.node.addDependency(reading);
    this.workspace.applyRemovalPolicy(keptOrGone(this.plan));
    this.endpoint = this.workspace.attrEndpoint;
    new CfnOutput(this, 'WorkspaceId', { value: this.workspace.attrId });
    new CfnOutput(this, 'Endpoint', { value: this.endpoint });
  }

  /** Only workspaces of this account and region can take it (Amazon Managed Grafana, "Cross-service confused deputy prevention"). */
  private makeRole(): Role {
    const stack = Stack.of(this);
    return new Role(this, 'Role', {
      description: `Amazon Managed Grafana, for ${this.plan.name}`,
      assumedBy: new ServicePrincipal('grafana.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          StringLike: {
            'aws:SourceArn': stack.formatArn({ service: 'grafana', resource: '/workspaces', resourceName: '*' }),
          },
        },
      }),
    });
  }

  private allow(): Policy {
    const { permissions, becauseOfWildcards } = this.plan;
    const policy = new Policy(this, 'Reading', { roles: [this.role], statements: permissions.map(statement) });
    for (const resource of new Set(permissions.flatMap(({ resources }) => resources))) {
      if (!resource.includes('*')) continue;
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason: becauseOfWildcards,
      });
    }
    return policy;
  }

  private makeWorkspace(): CfnWorkspace {
    const { name, version, authentication, saml, dataSources, networkAccess } = this.plan;
    return new CfnWorkspace(this, 'Workspace', {
      name,
      description: `Dashboards of ${name}`,
      grafanaVersion: version,
      accountAccessType: 'CURRENT_ACCOUNT',
      authenticationProviders: [authentication],
      // The role is ours: AWS makes and changes none.
      permissionType: 'CUSTOMER_MANAGED',
      roleArn: this.role.roleArn,
      dataSources: [...dataSources],
      pluginAdminEnabled: false,
      ...(saml === undefined
        ? {}
        : {
            samlConfiguration: {
              idpMetadata: { url: saml.metadataUrl },
              assertionAttributes: { role: saml.roleAttribute },
              roleValues: { admin: [...saml.administrators], editor: [...saml.editors] },
              loginValidityDuration: saml.sessionMinutes,
            },
          }),
      ...(networkAccess === undefined
        ? {}
        : {
            networkAccessControl: {
              prefixListIds: [...networkAccess.prefixLists],
              vpceIds: [...networkAccess.vpcEndpoints],
            },
          }),
    });
  }
}
