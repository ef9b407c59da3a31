import { z } from 'zod';
import { told } from '../plan/spec';
import { checkSpec } from './checks';

const percent = (because: string) =>
  z
    .int()
    .min(0)
    .max(100)
    .meta(told({ as: 20, because }));

const routeName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
  .meta(told({ as: 'testers', because: 'a route is named in small letters, digits and hyphens' }));

/** How a word of a request must look: exactly, by its beginning, or by a regular expression. */
export const wordMatchSpec = z
  .union([
    z.strictObject({
      /** The whole word: `'yes'`. */
      exact: z
        .string()
        .min(1)
        .meta(told({ as: 'yes' })),
    }),
    z.strictObject({
      /** Its beginning: `'/api/'`. */
      prefix: z
        .string()
        .min(1)
        .meta(told({ as: '/api/' })),
    }),
    z.strictObject({
      /** A regular expression (RE2) for all of it: `'v[12]'`. */
      regex: z
        .string()
        .min(1)
        .meta(told({ as: 'v[12]' })),
    }),
  ])
  .meta(told({ as: { exact: 'yes' }, because: 'a word matches in one way: exact, prefix or regex' }));

/** Sets the share of requests that the canary gets; its pods are made ready first. */
export const setWeightStep = z.strictObject({
  /** The kind of step: `'setWeight'`. */
  step: z.literal('setWeight').meta(told({ as: 'setWeight' })),
  /** Percent of all requests: `20`. */
  weight: percent('a weight is a whole percentage, 0 to 100'),
});

/** Waits, for a time or for a person. */
export const pauseStep = z.strictObject({
  /** The kind of step: `'pause'`. */
  step: z.literal('pause').meta(told({ as: 'pause' })),
  /**
   * How long, in seconds: `600`.
   * @default - until a person promotes
   */
  seconds: z
    .int()
    .positive()
    .meta(told({ as: 600, because: 'a pause lasts whole seconds; leave it out to wait for a person' }))
    .optional(),
});

/** Scales the canary apart from its weight, for example to test it before it has users. */
export const setCanaryScaleStep = z.strictObject({
  /** The kind of step: `'setCanaryScale'`. */
  step: z.literal('setCanaryScale').meta(told({ as: 'setCanaryScale' })),
  /** How many pods: a number, a percentage of the service's, or again as many as the weight needs. */
  scale: z
    .union([
      z.strictObject({
        /** So many pods: `2`. */
        replicas: z
          .int()
          .positive()
          .meta(told({ as: 2, because: 'a canary without a pod is none' })),
      }),
      z.strictObject({
        /** Percent of the service's pods, rounded up: `20`. */
        weight: percent('a scale is a whole percentage of the pods, 0 to 100'),
      }),
      z.strictObject({
        /** From here on the weight decides again: `true`. */
        matchTrafficWeight: z
          .literal(true)
          .meta(told({ as: true, because: 'the weight decides unless a scale is set' })),
      }),
    ])
    .meta(
      told({ as: { replicas: 2 }, because: 'the scale is set in one way: replicas, weight or matchTrafficWeight' }),
    ),
});

/** Sends all requests with a header to the canary: for testers. */
export const headerRouteStep = z.strictObject({
  /** The kind of step: `'headerRoute'`. */
  step: z.literal('headerRoute').meta(told({ as: 'headerRoute' })),
  /** The route's name, by which a later step can remove it: `'testers'`. */
  name: routeName,
  /**
   * Which headers; any of them is enough, since Argo Rollouts 1.9 writes an alternative for each: `[{ header: 'x-canary', value: { exact: 'yes' } }]`.
   * @default - none: the route of this name is removed
   */
  match: z
    .array(
      z.strictObject({
        /** The header's name: `'x-canary'`. */
        header: z
          .string()
          .regex(/^[A-Za-z0-9-]+$/)
          .meta(told({ as: 'x-canary', because: 'a header name is letters, digits and hyphens' })),
        /** Its value: `{ exact: 'yes' }`. */
        value: wordMatchSpec,
      }),
    )
    .min(1)
    .meta(
      told({
        as: [{ header: 'x-canary', value: { exact: 'yes' } }],
        because: 'a route without a header matches everything',
      }),
    )
    .optional(),
});

/** Copies requests to the canary, whose answers are thrown away. */
export const mirrorStep = z.strictObject({
  /** The kind of step: `'mirror'`. */
  step: z.literal('mirror').meta(told({ as: 'mirror' })),
  /** The route's name, by which a later step can remove it: `'shadow'`. */
  name: routeName,
  /**
   * How many of the requests that match are copied, in percent: `10`.
   * @default - all of them
   */
  percentage: z
    .int()
    .min(1)
    .max(100)
    .meta(told({ as: 10, because: 'a percentage of the requests is copied' }))
    .optional(),
  /**
   * Which requests, any of which may match: `[{ method: { exact: 'GET' } }]`.
   * @default - none: the mirror of this name is removed
   */
  match: z
    .array(
      z.strictObject({
        /** The HTTP method: `{ exact: 'GET' }`. */
        method: wordMatchSpec,
        /**
         * The path: `{ prefix: '/quotes/' }`.
         * @default - every path
         */
        path: wordMatchSpec.optional(),
      }),
    )
    .min(1)
    .meta(told({ as: [{ method: { exact: 'GET' } }], because: 'a mirror without a match is removed by the engine' }))
    .optional(),
});

/** Measures, and goes on only if all is well. */
export const analysisStep = z.strictObject({
  /** The kind of step: `'analysis'`. */
  step: z.literal('analysis').meta(told({ as: 'analysis' })),
  /** What is measured, side by side: `[{ check: 'smoke', path: '/healthz' }]`. */
  checks: z
    .array(checkSpec)
    .min(1)
    .meta(told({ as: [{ check: 'promise' }], because: 'an analysis without a check passes everything' })),
});

/** Runs extra pods of one or both versions beside the service, for a while. */
export const experimentStep = z.strictObject({
  /** The kind of step: `'experiment'`. */
  step: z.literal('experiment').meta(told({ as: 'experiment' })),
  /**
   * How long it may last once its pods are available, in seconds: `600`.
   * @default - until its checks are done
   */
  seconds: z
    .int()
    .positive()
    .meta(told({ as: 600, because: 'an experiment lasts whole seconds' }))
    .optional(),
  /** The sets of pods: `[{ name: 'baseline', version: 'stable' }, { name: 'candidate', version: 'canary' }]`. */
  templates: z
    .array(
      z.strictObject({
        /** The set's name: `'baseline'`. */
        name: routeName,
        /** Which version its pods run: `'stable'`. */
        version: z
          .enum(['canary', 'stable'])
          .meta(told({ as: 'stable', because: 'an experiment compares these two versions' })),
        /**
         * How many pods: `2`.
         * @default - 1
         */
        replicas: z
          .int()
          .positive()
          .meta(told({ as: 2, because: 'a set without a pod is none' }))
          .optional(),
        /**
         * Percent of the service's requests that the set gets: `5`.
         * @default - none: only what its own service name is asked for
         */
        weight: percent('a weight is a whole percentage, 0 to 100').optional(),
      }),
    )
    .min(1)
    .meta(
      told({ as: [{ name: 'candidate', version: 'canary' }], because: 'an experiment runs at least one set of pods' }),
    ),
  /**
   * What is measured on it: `[{ check: 'promise' }]`. All of it must pass.
   * @default - nothing: it passes if its pods stay available
   */
  checks: z
    .array(checkSpec)
    .min(1)
    .meta(told({ as: [{ check: 'promise' }], because: 'leave the checks out to measure nothing' }))
    .optional(),
});

/** One step of a canary. A step is of one kind: the types refuse two in one, which the engine's schema accepts. */
export const stepSpec = z
  .discriminatedUnion('step', [
    setWeightStep,
    pauseStep,
    setCanaryScaleStep,
    headerRouteStep,
    mirrorStep,
    analysisStep,
    experimentStep,
  ])
  .meta(told({ as: { step: 'setWeight', weight: 20 }, because: 'a step is of one kind' }));

/** One step of a canary. */
export type StepSpec = z.infer<typeof stepSpec>;

/** How a word of a request must look. */
export type WordMatchSpec = z.infer<typeof wordMatchSpec>;
