import dev from './dev';
import prod from './prod';
import staging from './staging';

export { customize, customizeChart } from './customize';

/** Every environment of this platform, in the order of promotion. */
export const environments = [dev, staging, prod];
