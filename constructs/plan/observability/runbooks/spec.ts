import { z } from 'zod';
import { told } from '../../spec';

export { runbooksProblems } from './rules';

/** Where runbooks are read. What types cannot say is in `rules.ts`. */
export const runbooksSpec = z.string().meta(
  told({
    as: 'https://github.com/rides/platform/blob/main/docs/runbooks',
    because: 'a page that arrives at night has a link, and it must open where it is read',
  }),
);
