import type { Environment } from './schema';

/**
 * Describes one environment. The types catch what types can; everything else is checked when the platform is composed,
 * so that the problems of all environments are told at once.
 *
 * @example
 * export default defineEnvironment({
 *   name: 'dev',
 *   tier: 'development',
 *   region: 'eu-west-1',
 *   network: { cidr: '10.20.0.0/16', zones: ['eu-west-1a', 'eu-west-1b'] },
 *   cluster: { version: '1.35', access: { administrators: ['arn:aws:iam::111122223333:role/PlatformAdmin'] } },
 * });
 */
export function defineEnvironment(environment: Environment): Environment {
  return environment;
}
