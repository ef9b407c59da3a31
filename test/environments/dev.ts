import { defineEnvironment } from '../../lib/environment/define';
import { gateway } from './gateway';
import { services } from '../services';
import { stores } from './stores';

/** The tests' own: what shipped as `dev` first. Two zones, the smallest sizes, gone with one command. */
export default defineEnvironment({
  name: 'dev',
  tier: 'development',
  account: '111122223333',
  region: 'eu-west-1',
  network: {
    cidr: '10.20.0.0/16',
    zones: ['eu-west-1a', 'eu-west-1b'],
  },
  cluster: {
    version: '1.35',
    access: {
      administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'],
    },
  },
  stores,
  services,
  mesh: { version: '1.31' },
  gateway,
  edge: {},
  observability: { alerts: { ticket: [{ kind: 'email', address: 'platform@rides.example' }] } },
});
