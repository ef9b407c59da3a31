import type { CustomizeChart } from '../lib/charts/application';
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

/**
 * The same for everything that Kubernetes is told: every object of every application, down to each field, by cdk8s.
 *
 * @example
 * export const customizeChart: CustomizeChart = ({ application, environment, apiObjects }) => {
 *   if (application !== 'payment' || environment.name !== 'prod') return;
 *   const rollout = apiObjects.find(({ kind }) => kind === 'Rollout');
 *   rollout?.addJsonPatch(JsonPatch.add('/spec/template/spec/hostAliases', […]));
 * };
 */
export const customizeChart: CustomizeChart = () => undefined;
