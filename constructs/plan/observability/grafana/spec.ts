import { z } from 'zod';
import { told } from '../../spec';
import { managedGrafanaSpec } from './managed-spec';
import { signInSpec } from './sign-in-spec';

export { grafanaProblems } from './rules';

/** Grafana in the cluster: two pods that keep nothing, each in a zone of its own. */
export const clusterGrafanaSpec = z.strictObject({
  /** Who runs it: `'in-cluster'`, which is the cluster that it watches. */
  kind: z.literal('in-cluster').meta(told({ as: 'in-cluster' })),
  /**
   * How people sign in. It has no password of its own, and nobody from outside reaches it: people come through the API of
   * the cluster.
   */
  signIn: signInSpec.meta(
    told({
      as: {
        authorizationUrl: 'https://id.rides.example/oauth2/authorize',
        tokenUrl: 'https://id.rides.example/oauth2/token',
        userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
        clientId: 'grafana-prod',
        roles: { viewers: 'everybody' },
      },
    }),
  ),
});

/** See {@link clusterGrafanaSpec}. */
export type ClusterGrafanaSpec = z.infer<typeof clusterGrafanaSpec>;

/** Where dashboards are looked at. What types cannot say is in `rules.ts`. */
export const grafanaSpec = z
  .discriminatedUnion('kind', [clusterGrafanaSpec, managedGrafanaSpec])
  .meta(told({ because: 'Grafana runs in the cluster, or is managed by AWS' }));

/** See {@link grafanaSpec}. */
export type GrafanaSpec = z.infer<typeof grafanaSpec>;
