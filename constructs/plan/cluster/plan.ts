import { physicalName, type PlanContext } from '../context';
import { planKey, type KeyPlan } from '../encryption';
import { cidr, formatCidr, block } from '../network/cidr';
import type { RetentionDays } from '../retention';
import type { KubernetesVersion } from '../versions/table';
import { planAccess, type AccessEntryPlan } from './access';
import { planAddOns, type AddOnPlan } from './add-ons';
import { planCharts, type ChartPlan } from './charts';
import { COMPUTE_MODE_FACTS, type ComputeMode, type ComputeModeFacts } from './compute-modes';
import { DEFAULT_MODE, DEFAULT_SERVICE_CIDR, DELETION_PROTECTION, LOG_RETENTION_DAYS } from './defaults';
import { planNodes, type NodesPlan } from './nodes';
import { CONTROL_PLANE_LOGS, type ClusterSpec, type ControlPlaneLog } from './spec';

/** Everything that a renderer needs to know of a cluster; it decides nothing of its own. */
export interface ClusterPlan {
  /** `bulkhead-prod`, a literal: charts, roles and people refer to it. It can never change. */
  readonly name: string;
  /** `bulkhead` */
  readonly platform: string;
  /** `prod` */
  readonly environment: string;
  /** `eu-west-1` */
  readonly region: string;
  /** `1.35` */
  readonly version: KubernetesVersion;
  /** How nodes come to be. */
  readonly mode: ComputeMode;
  /** What the mode brings and lacks. */
  readonly facts: ComputeModeFacts;
  /** The zones of its nodes. */
  readonly zones: readonly string[];
  /** The zones of the control plane's network interfaces: those of the day on which the cluster was made, for ever. */
  readonly controlPlaneZones: readonly string[];
  /** The API inside the VPC is always there; outside it, these blocks may use it, and there is none without a block. */
  readonly endpoint: { readonly publicCidrs: readonly string[] };
  /** Who may enter. */
  readonly access: readonly AccessEntryPlan[];
  /** The control plane's logs. */
  readonly logging: {
    /** Its name is EKS' choice; made before the cluster, so that its retention and encryption are ours. */
    readonly logGroup: string;
    readonly types: readonly ControlPlaneLog[];
    readonly retentionDays: RetentionDays;
    /** Whether it outlives the cluster. */
    readonly retain: boolean;
  };
  /** Encrypts Kubernetes' secrets before they are stored. */
  readonly secretsKey: KeyPlan;
  /** Encrypts the logs. */
  readonly logKey: KeyPlan;
  /** `172.20.0.0/16` */
  readonly serviceCidr: string;
  /** The address of cluster DNS, the tenth of the service block: `172.20.0.10`. */
  readonly dnsAddress: string;
  /** Whether traffic and pods may be moved out of an impaired zone. */
  readonly zonalShift: boolean;
  /** Whether EKS refuses to delete the cluster. */
  readonly deletionProtection: boolean;
  /** What EKS does when standard support for the version ends: upgrade by itself, or stay at a price. */
  readonly upgradePolicy: 'STANDARD' | 'EXTENDED';
  /** `standard`, `tier-xl`, … */
  readonly controlPlaneTier: string;
  /** The security group that every pod is in, and that stores admit. */
  readonly podGroup: string;
  /** The security group for whoever must reach the private API; see docs/private-access.md. */
  readonly operatorsGroup: string;
  /** In the order of their installation. */
  readonly addOns: readonly AddOnPlan[];
  /** In the order of their installation. */
  readonly charts: readonly ChartPlan[];
  /** Where nodes come from. */
  readonly nodes: NodesPlan;
  /** The log group of the functions that apply Kubernetes objects: `/aws/eks/bulkhead-prod/kubectl`. */
  readonly kubectlLogGroup: string;
  /** What a person types to use the cluster. */
  readonly kubeconfigCommand: string;
}

/** Kubernetes gives cluster DNS the tenth address of the service block (EKS, kubeadm and others). */
const DNS_INDEX = 10;

/** Decides a cluster: pure, and the same for every renderer. The spec must have been checked. */
export function planCluster(spec: ClusterSpec, context: PlanContext, zones: readonly string[]): ClusterPlan {
  const name = physicalName(context);
  const mode = spec.mode ?? DEFAULT_MODE;
  const production = context.tier === 'production';
  const serviceCidr = spec.serviceCidr ?? DEFAULT_SERVICE_CIDR;
  const types = spec.logging?.types ?? CONTROL_PLANE_LOGS;
  return {
    name,
    platform: context.platform,
    environment: context.environment,
    region: context.region,
    version: spec.version,
    mode,
    facts: COMPUTE_MODE_FACTS[mode],
    zones,
    // In the order of the network, so that a list in another order is no change.
    controlPlaneZones: zones.filter((zone) => spec.controlPlaneZones?.includes(zone) ?? true),
    endpoint: { publicCidrs: spec.endpoint?.publicCidrs ?? [] },
    access: planAccess(spec.access, context.platform),
    logging: {
      logGroup: `/aws/eks/${name}/cluster`,
      types: CONTROL_PLANE_LOGS.filter((type) => types.includes(type)),
      retentionDays: spec.logging?.retentionDays ?? LOG_RETENTION_DAYS[context.tier],
      retain: production,
    },
    secretsKey: planKey(context, ['cluster', 'secrets']),
    logKey: planKey(context, ['cluster', 'logs']),
    serviceCidr,
    dnsAddress: addressOf(serviceCidr, DNS_INDEX),
    zonalShift: spec.zonalShift ?? true,
    deletionProtection: spec.deletionProtection ?? DELETION_PROTECTION[context.tier],
    upgradePolicy: spec.upgradePolicy === 'extended' ? 'EXTENDED' : 'STANDARD',
    controlPlaneTier: spec.controlPlaneTier ?? 'standard',
    podGroup: physicalName(context, 'pods'),
    operatorsGroup: physicalName(context, 'operators'),
    addOns: planAddOns(spec, mode, zones),
    charts: planCharts(mode, spec.version, name, context),
    nodes: planNodes(spec, context, zones),
    kubectlLogGroup: `/aws/eks/${name}/kubectl`,
    kubeconfigCommand: `aws eks update-kubeconfig --region ${context.region} --name ${name}`,
  };
}

function addressOf(text: string, index: number): string {
  return formatCidr(block(cidr(text).base + index, 32)).replace('/32', '');
}
