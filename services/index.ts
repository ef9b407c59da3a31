import { mapping } from './mapping';
import { payment } from './payment';
import { trip } from './trip';
import { user } from './user';

/** The services that every environment has; each may change any of their fields. */
export const services = { user, trip, payment, mapping };
