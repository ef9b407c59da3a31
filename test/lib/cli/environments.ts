import type { Environment } from '../../../lib/environment/schema';

/** An environment with nothing in it that need not be. */
export function environment(name: string, octet: number, version: '1.34' | '1.35' | '1.36' = '1.35'): Environment {
  return {
    name,
    tier: 'development',
    region: 'eu-west-1',
    network: { cidr: `10.${octet}.0.0/16`, zones: ['eu-west-1a', 'eu-west-1b'] },
    cluster: { version, access: { administrators: ['arn:aws:iam::111122223333:role/Admin'] } },
    stores: { ledger: { consistency: 'strong' } },
  };
}
