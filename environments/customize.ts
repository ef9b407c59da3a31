import type { Customize } from '../lib/platform';

/**
 * Below the environment: everything that the constructs expose, down to each CloudFormation property. Prefer a field of
 * the environment where there is one; what is written here bypasses its checks, and `npm start` still judges the result.
 *
 * @example
 * export const customize: Customize = ({ environment, network }) => {
 *   if (environment.name === 'prod') network.network.vpc.addGatewayEndpoint(…);
 * };
 */
export const customize: Customize = () => undefined;
