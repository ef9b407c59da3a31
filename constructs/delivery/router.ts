import { z } from 'zod';
import { told } from '../plan/spec';

/** Requests are split by an AWS load balancer, between the target groups of two services. */
export const albRouterSpec = z.strictObject({
  /** The kind of router: `'alb'`. */
  kind: z.literal('alb').meta(told({ as: 'alb' })),
  /**
   * Whether two services change roles at each release, instead of their pods being swapped under them: `true`. Without
   * it the load balancer answers 503 at the end of every release.
   * @default - `true`
   */
  pingPong: z
    .boolean()
    .meta(told({ as: true, because: 'two services take turns, or they do not' }))
    .optional(),
});

/** Requests are split by the mesh, by percent, header or copy. */
export const istioRouterSpec = z.strictObject({
  /** The kind of router: `'istio'`. */
  kind: z.literal('istio').meta(told({ as: 'istio' })),
});

/** Requests are split by nobody: the canary gets as many as it has pods among all. */
export const replicasRouterSpec = z.strictObject({
  /** The kind of router: `'replicas'`. */
  kind: z.literal('replicas').meta(told({ as: 'replicas' })),
});

/** Who splits requests between the two versions. */
export const routerSpec = z
  .discriminatedUnion('kind', [albRouterSpec, istioRouterSpec, replicasRouterSpec])
  .meta(told({ as: { kind: 'istio' }, because: 'requests are split by alb, istio or replicas' }));

/** Who splits requests between the two versions. */
export type RouterSpec = z.infer<typeof routerSpec>;
