import type { PlanContext } from '../../../../constructs/plan/context';
import type { GitopsSpec } from '../../../../constructs/plan/gitops/spec';

export const ADMINISTRATORS = '90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2';
export const EDITORS = '90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c3';
export const SOMEBODY = '90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c4';
export const INSTANCE = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
export const SECRET = '/bulkhead/prod/gitops/repository';

export const PRODUCTION: PlanContext = {
  platform: 'bulkhead',
  environment: 'prod',
  tier: 'production',
  region: 'eu-west-1',
};

/** The smallest description: a repository that everybody may read, and who administers Argo CD. */
export const gitops = (added: Partial<GitopsSpec> = {}): GitopsSpec => ({
  repository: 'https://github.com/rides/platform.git',
  identityCenter: { instanceArn: INSTANCE, administrators: { groups: [ADMINISTRATORS] } },
  ...added,
});

/** The same, with other people. */
export const people = (added: Partial<GitopsSpec['identityCenter']>): GitopsSpec =>
  gitops({ identityCenter: { ...gitops().identityCenter, ...added } });
