import { physicalName, type PlanContext } from '../../context';
import type { Permission } from '../../cluster/permissions';
import type { ManagedGrafanaSpec } from './managed-spec';
import {
  BECAUSE_OF_WILDCARDS,
  cloudWatchPermission,
  logsPermission,
  metricsPermission,
  tracesPermission,
} from './permissions';

/** How people sign in to a workspace by SAML. */
export interface SamlPlan {
  /** Where the identity provider describes itself. */
  readonly metadataUrl: string;
  /** The attribute that says what somebody is. */
  readonly roleAttribute: string;
  /** Its values that make somebody an administrator. */
  readonly administrators: readonly string[];
  /** Its values that make somebody an editor. */
  readonly editors: readonly string[];
  /** For how long a sign-in holds, in minutes. */
  readonly sessionMinutes: number;
}

/** From where a workspace can be reached. */
export interface NetworkAccessPlan {
  /** Lists of blocks of addresses, by their ids. */
  readonly prefixLists: readonly string[];
  /** Endpoints of VPCs, by their ids. */
  readonly vpcEndpoints: readonly string[];
}

/** A workspace of Amazon Managed Grafana. Renderers decide nothing of their own. */
export interface ManagedGrafanaPlan {
  /** `bulkhead-prod` */
  readonly name: string;
  /** `12.4` */
  readonly version: string;
  /** What people sign in by. */
  readonly authentication: 'AWS_SSO' | 'SAML';
  /** How, where it is by SAML. */
  readonly saml?: SamlPlan;
  /** The kinds of data sources that are offered there. */
  readonly dataSources: readonly ('PROMETHEUS' | 'CLOUDWATCH' | 'XRAY')[];
  /** From where it can be reached; from everywhere where it is left out. */
  readonly networkAccess?: NetworkAccessPlan;
  /** What it may read in AWS. */
  readonly permissions: readonly Permission[];
  /** Why those that name no single resource are as narrow as they can be. */
  readonly becauseOfWildcards: string;
  /** Whether it outlives its stack: what people made in it is nowhere else. */
  readonly retain: boolean;
}

const SESSION_MINUTES = 720;
const ROLE_ATTRIBUTE = 'groups';

/** Decides a managed workspace: pure, and the same for every renderer. The spec must have been checked. */
export function planManagedGrafana(spec: ManagedGrafanaSpec, context: PlanContext): ManagedGrafanaPlan {
  const { version, authentication, reachableFrom } = spec;
  return {
    name: physicalName(context),
    version,
    authentication: authentication.kind === 'saml' ? 'SAML' : 'AWS_SSO',
    ...(authentication.kind === 'saml' ? { saml: planSaml(authentication) } : {}),
    dataSources: ['PROMETHEUS', 'CLOUDWATCH', 'XRAY'],
    ...(reachableFrom === 'everywhere'
      ? {}
      : {
          networkAccess: {
            prefixLists: reachableFrom.prefixLists ?? [],
            vpcEndpoints: reachableFrom.vpcEndpoints ?? [],
          },
        }),
    permissions: [
      metricsPermission(context),
      cloudWatchPermission(context),
      logsPermission(context),
      tracesPermission(context),
    ],
    becauseOfWildcards: BECAUSE_OF_WILDCARDS,
    retain: context.tier === 'production',
  };
}

function planSaml({
  metadataUrl,
  roleAttribute = ROLE_ATTRIBUTE,
  administrators,
  editors = [],
  sessionMinutes = SESSION_MINUTES,
}: Extract<ManagedGrafanaSpec['authentication'], { kind: 'saml' }>): SamlPlan {
  return { metadataUrl, roleAttribute, administrators, editors, sessionMinutes };
}
