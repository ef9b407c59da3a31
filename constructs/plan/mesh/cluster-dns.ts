import { ADDRESS_DOMAIN } from './outside-address';

/**
 * Cluster DNS as the mesh knows it. Sidecars leave UDP alone; an answer too long for it is asked for again over TCP, which
 * they take, and would refuse where only declared hosts are reached.
 */
export const CLUSTER_DNS = { name: 'cluster-dns', host: `cluster-dns.${ADDRESS_DOMAIN}`, port: 53 } as const;
