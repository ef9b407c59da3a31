import type { Environment } from '../../lib/environment/schema';

/** The data stores that every environment has; each may size them differently. */
export const stores = {
  // Money: a write that cannot be replicated is refused.
  ledger: {
    consistency: 'strong',
    clients: {
      payment: { access: 'read-write' },
      trip: { access: 'read-only' },
    },
  },
  // Who riders and drivers are, and how they sign in.
  riders: {
    consistency: 'strong',
    clients: {
      user: { access: 'read-write' },
    },
  },
} as const satisfies Environment['stores'];
