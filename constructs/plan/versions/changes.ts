import type { KubernetesVersion } from './table';

/** What a Kubernetes version takes away or does differently, for whoever upgrades to it. */
export interface KubernetesChange {
  /** `removed`: it stops working. `deprecated`: it warns, and a later version removes it. `changed`: it works differently. */
  readonly kind: 'removed' | 'deprecated' | 'changed';
  /** What it is about. */
  readonly what: string;
  /** What to look for and do before the upgrade. */
  readonly action: string;
  /** Who is affected: workloads everywhere, or only clusters with nodes of their own. */
  readonly affects: 'workloads' | 'own-nodes';
}

/**
 * Changes by the version that makes them. Source: EKS user guide, "Review release notes for Kubernetes versions on
 * standard support" (2026), which follows the upstream changelogs. It is a reading list, not a scan: what a cluster
 * really uses is told by its upgrade insights.
 */
export const KUBERNETES_CHANGES: Readonly<Record<KubernetesVersion, readonly KubernetesChange[]>> = {
  '1.34': [
    {
      kind: 'deprecated',
      what: 'AppArmor profiles',
      action: 'plan the move to seccomp profiles or the Pod Security Standards',
      affects: 'workloads',
    },
    {
      kind: 'changed',
      what: 'VolumeAttributesClass is served as storage.k8s.io/v1 (it was v1beta1)',
      action: 'write storage.k8s.io/v1 in manifests that modify volumes',
      affects: 'workloads',
    },
    {
      kind: 'changed',
      what: 'nodes run containerd 2.1',
      action: 'check agents that talk to containerd directly',
      affects: 'own-nodes',
    },
  ],
  '1.35': [
    {
      kind: 'removed',
      what: 'the kubelet refuses nodes with cgroup v1',
      action: 'nothing for Bottlerocket, the operating system of these nodes; an image of your own must use cgroup v2',
      affects: 'own-nodes',
    },
    {
      kind: 'removed',
      what: "the kubelet's flag --pod-infra-container-image",
      action: 'remove it from user data of your own',
      affects: 'own-nodes',
    },
    {
      kind: 'deprecated',
      what: 'IPVS mode of kube-proxy',
      action: 'use iptables or nftables; these clusters use the default, iptables',
      affects: 'own-nodes',
    },
    {
      kind: 'deprecated',
      what: 'Ingress NGINX gets no more fixes since March 2026',
      action: 'move its Ingresses to the load balancer controller or to a gateway',
      affects: 'workloads',
    },
  ],
  '1.36': [
    {
      kind: 'removed',
      what: 'volumes of type gitRepo: the kubelet refuses pods that have one',
      action: 'fetch with an init container instead',
      affects: 'workloads',
    },
    {
      kind: 'changed',
      what: 'addresses are checked strictly: no leading zeros, no CIDR with bits beyond its prefix',
      action: 'look for values such as 010.0.0.5 and 192.168.0.5/24 in manifests and chart values',
      affects: 'workloads',
    },
    {
      kind: 'changed',
      what: 'volumes get their SELinux label at mount time by default',
      action: 'set seLinuxChangePolicy on pods that share a volume between privileged and unprivileged containers',
      affects: 'workloads',
    },
    {
      kind: 'deprecated',
      what: 'spec.externalIPs of a Service (removal planned for 1.43)',
      action: 'use a Service of type LoadBalancer or a gateway',
      affects: 'workloads',
    },
  ],
};
