import { environmentJsonSchema } from '../../environment/json-schema';
import type { Action } from '../command';

/** `bulkhead schema` */
export const action: Action = ({ terminal }) => {
  terminal.out(`${JSON.stringify(environmentJsonSchema(), undefined, 2)}\n`);
  return 0;
};
