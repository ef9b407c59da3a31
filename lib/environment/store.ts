import { z } from 'zod';
import { databaseSpec } from '../../constructs/plan/database/spec';
import { told } from '../../constructs/plan/spec';

/** A data store. `consistency` says what it does in a network partition, and with that what it is made of. */
export const storeSpec = z
  .discriminatedUnion('consistency', [databaseSpec])
  .meta(told({ as: { consistency: 'strong' }, because: 'a store says what it does in a network partition' }));
