import dev from './dev';
import prod from './prod';
import staging from './staging';

/**
 * Three environments of the tests' own, as Bulkhead ships them. The tables and the picture of the documents, the snapshots
 * and every expectation that names a value are of these, so that environments/ can be anyone's.
 */
export const environments = [dev, staging, prod];
