/** Addresses outside the cluster that a service reaches. */
export interface OutsideAddress {
  /** `payment-10-40-12-0-22-5432` */
  readonly name: string;
  /** What the mesh calls them; no DNS knows it: `10-40-12-0-22-5432.payment.addresses.internal`. */
  readonly host: string;
  /** The block; every address when left out. */
  readonly cidr?: string;
  /** The TCP port. */
  readonly port: number;
}

/** A block and a port. */
export interface OutsideBlock {
  /** `10.40.12.0/22` */
  readonly cidr: string;
  /** The TCP port. */
  readonly port: number;
}

/** The last part of the names of addresses: for private use, never in public DNS (ICANN, 2024). */
export const ADDRESS_DOMAIN = 'addresses.internal';

/**
 * The addresses that a service reaches, each block with a port once. One name for each block: of several blocks under one
 * name a sidecar that is told what its pod calls takes the first only (istio 1.31, `SidecarScope.appendSidecarServices`).
 */
export function outsideAddresses(service: string, blocks: readonly OutsideBlock[]): readonly OutsideAddress[] {
  const unique = new Map(blocks.map((block) => [`${block.cidr} ${block.port}`, block]));
  return [...unique.values()].map(({ cidr, port }) => {
    const anywhere = cidr.endsWith('/0');
    const label = `${anywhere ? 'anywhere' : cidr.replace(/[./]/g, '-')}-${port}`;
    return {
      name: `${service}-${label}`,
      host: `${label}.${service}.${ADDRESS_DOMAIN}`,
      ...(anywhere ? {} : { cidr }),
      port,
    };
  });
}
