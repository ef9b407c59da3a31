import type { MeshPoliciesPlan } from '../../plan/mesh/policies';
import type { OutsideAddress } from '../../plan/mesh/outside-address';
import type { ServicePlan } from '../../plan/service/plan';
import type { ServiceEntry } from '../manifests/gateway';

/**
 * What a service reaches outside the cluster, by address: the names of databases are known when they are made, and not before.
 * Whatever is spoken is bytes to the mesh, which neither adds nor reads TLS.
 */
export function addressEntry(
  { namespace, labels }: Pick<ServicePlan, 'namespace' | 'labels'>,
  { name, host, cidr, port }: OutsideAddress,
): ServiceEntry {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name, namespace, labels },
    spec: entry('.', host, cidr, port),
  };
}

/** Cluster DNS, for answers that are too long for UDP. */
export function dnsEntry({ namespace, dns }: MeshPoliciesPlan): ServiceEntry {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: dns.name, namespace },
    spec: entry('*', dns.host, dns.address, dns.port),
  };
}

function entry(seenBy: '.' | '*', host: string, address: string | undefined, port: number): ServiceEntry['spec'] {
  return {
    exportTo: [seenBy],
    hosts: [host],
    ...(address === undefined ? {} : { addresses: [address] }),
    ports: [{ number: port, name: `tcp-${port}`, protocol: 'TCP' }],
    location: 'MESH_EXTERNAL',
    resolution: 'NONE',
  };
}
