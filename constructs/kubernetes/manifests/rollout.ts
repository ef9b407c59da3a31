import type { Job, PodTemplate } from './core';
import type { Labels, LabelSelector, Manifest } from './meta';

/**
 * The parts of Argo Rollouts 1.9 that are used, written by hand: the types generated from its schema are 82,000 lines and
 * accept a step with two kinds.
 */
export interface RolloutManifest extends Manifest<'Rollout', 'argoproj.io/v1alpha1'> {
  /** The pods and how they are replaced. `replicas` is left out: the autoscaler owns it. */
  readonly spec: {
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly strategy: RolloutStrategy;
    readonly minReadySeconds: number;
    readonly revisionHistoryLimit: number;
    readonly progressDeadlineSeconds: number;
    readonly progressDeadlineAbort: boolean;
    readonly rollbackWindow: { readonly revisions: number };
    readonly analysis: {
      readonly successfulRunHistoryLimit: number;
      readonly unsuccessfulRunHistoryLimit: number;
    };
  };
}

/** How pods are replaced. */
export type RolloutStrategy =
  | {
      /** Step by step. */
      readonly canary: CanaryStrategy;
    }
  | {
      /** All at once. */
      readonly blueGreen: BlueGreenStrategy;
    };

/** Step by step. */
export interface CanaryStrategy {
  /** The Service that the engine points to the new version. */
  readonly canaryService?: string;
  /** The Service that it points to the old one. */
  readonly stableService?: string;
  /** Two Services that take turns. */
  readonly pingPong?: { readonly pingService: string; readonly pongService: string };
  /** What divides requests; the number of pods does when left out. */
  readonly trafficRouting?: TrafficRouting;
  /** What happens, in order. */
  readonly steps: readonly CanaryStep[];
  /** What is measured beside the steps, from one of them on. */
  readonly analysis?: RolloutAnalysis & { readonly startingStep: number };
  /** How many more pods there may be. */
  readonly maxSurge: string;
  /** How many fewer. */
  readonly maxUnavailable: number;
  /** The fewest pods of a version that serves. */
  readonly minPodsPerReplicaSet?: number;
  /** Whether the old version shrinks as the new one grows. */
  readonly dynamicStableScale?: boolean;
  /** How long old pods stay after the promotion. */
  readonly scaleDownDelaySeconds?: number;
  /** How many old versions may stay for that long. */
  readonly scaleDownDelayRevisionLimit?: number;
  /** How long new pods stay after an abort. */
  readonly abortScaleDownDelaySeconds?: number;
}

/** What divides requests between pods of both versions. */
export interface TrafficRouting {
  /** An application load balancer: the Ingress that the engine annotates. */
  readonly alb?: {
    readonly ingress: string;
    readonly servicePort: number;
    readonly rootService?: string;
  };
  /** The mesh: the VirtualServices and routes whose weights the engine changes. */
  readonly istio?: {
    readonly virtualServices: readonly { readonly name: string; readonly routes: readonly string[] }[];
  };
  /** Routes that the engine may add, in the order of their precedence. */
  readonly managedRoutes?: readonly { readonly name: string }[];
}

/** A step of a canary: of one kind. */
export type CanaryStep =
  | {
      /** The share of requests that the canary gets, in percent. */
      readonly setWeight: number;
    }
  | {
      /** A wait; without a duration, for a person. */
      readonly pause: { readonly duration?: string };
    }
  | {
      /** The number of its pods. */
      readonly setCanaryScale:
        { readonly replicas: number } | { readonly weight: number } | { readonly matchTrafficWeight: true };
    }
  | {
      /** Requests with a header go to the canary. */
      readonly setHeaderRoute: {
        readonly name: string;
        readonly match?: readonly { readonly headerName: string; readonly headerValue: StringMatch }[];
      };
    }
  | {
      /** Requests are copied to it. */
      readonly setMirrorRoute: {
        readonly name: string;
        readonly percentage?: number;
        readonly match?: readonly { readonly method?: StringMatch; readonly path?: StringMatch }[];
      };
    }
  | {
      /** What is measured before it goes on. */
      readonly analysis: RolloutAnalysis;
    }
  | {
      /** Pods beside the service. */
      readonly experiment: ExperimentStep;
    };

/** How a word matches: in one way. */
export type StringMatch =
  | {
      /** The whole word. */
      readonly exact: string;
    }
  | {
      /** Its beginning. */
      readonly prefix: string;
    }
  | {
      /** An RE2 expression for all of it. */
      readonly regex: string;
    };

/** Which templates an analysis is made from, and with what. */
export interface RolloutAnalysis {
  /** What it is made from. */
  readonly templates: readonly { readonly templateName: string }[];
  /** What it is told. */
  readonly args?: readonly AnalysisArgument[];
}

/** An argument of an analysis: a text, or the hash of a version's pods. */
export type AnalysisArgument =
  | {
      /** Its name. */
      readonly name: string;
      /** Its value. */
      readonly value: string;
    }
  | {
      /** Its name. */
      readonly name: string;
      /** Where its value comes from. */
      readonly valueFrom: { readonly podTemplateHashValue: 'Latest' | 'Stable' };
    };

/** Pods of both versions beside the service. */
export interface ExperimentStep {
  /** How long it may last. */
  readonly duration?: string;
  /** What it is made from. */
  readonly templates: readonly {
    readonly name: string;
    readonly specRef: 'canary' | 'stable';
    readonly replicas: number;
    readonly weight?: number;
    readonly service?: { readonly name: string };
  }[];
  /** What is measured on it. */
  readonly analyses?: readonly {
    readonly name: string;
    readonly templateName: string;
    readonly requiredForCompletion: boolean;
    readonly args?: readonly AnalysisArgument[];
  }[];
}

/** All at once. */
export interface BlueGreenStrategy {
  /** The Service that users have. */
  readonly activeService: string;
  /** The Service of the new version. */
  readonly previewService: string;
  /** Pods of the new version before the promotion; as many as the service has when left out. */
  readonly previewReplicaCount?: number;
  /** Whether the promotion needs no person. */
  readonly autoPromotionEnabled: boolean;
  /** How long the preview stands first. */
  readonly autoPromotionSeconds?: number;
  /** What is measured before the promotion. */
  readonly prePromotionAnalysis?: RolloutAnalysis;
  /** What is measured after it. */
  readonly postPromotionAnalysis?: RolloutAnalysis;
  /** How long old pods stay after the promotion. */
  readonly scaleDownDelaySeconds: number;
  /** How many old versions may stay for that long. */
  readonly scaleDownDelayRevisionLimit: number;
  /** How long new pods stay after an abort. */
  readonly abortScaleDownDelaySeconds?: number;
  /** How many fewer. */
  readonly maxUnavailable: number;
}

/** What an analysis measures. */
export interface AnalysisTemplate extends Manifest<'AnalysisTemplate', 'argoproj.io/v1alpha1'> {
  /** The metrics and the arguments that they need. */
  readonly spec: {
    readonly args?: readonly { readonly name: string }[];
    readonly metrics: readonly AnalysisTemplateMetric[];
  };
}

/** One thing that is measured. */
export interface AnalysisTemplateMetric {
  /** Its name. */
  readonly name: string;
  /** How long to wait for the first measurement. */
  readonly initialDelay?: string;
  /** How often is measured. */
  readonly interval: string;
  /** How many measurements complete it; endless when left out. */
  readonly count?: number;
  /** How many failed measurements are tolerated. */
  readonly failureLimit: number;
  /** How many without a verdict. */
  readonly inconclusiveLimit: number;
  /** How many errors in a row. */
  readonly consecutiveErrorLimit: number;
  /** How many successes in a row end it early. */
  readonly consecutiveSuccessLimit?: number;
  /** When a measurement is Successful. */
  readonly successCondition?: string;
  /** When it is Failed. */
  readonly failureCondition?: string;
  /** Who measures. */
  readonly provider: { readonly prometheus: PrometheusMetric } | { readonly job: JobMetric };
}

/** A question to a Prometheus. */
export interface PrometheusMetric {
  /** Where it is; the controller knows one when this is left out. */
  readonly address?: string;
  /** PromQL. */
  readonly query: string;
  /** After how many seconds no answer is an error. */
  readonly timeout: number;
  /** How requests are signed. */
  readonly authentication?: { readonly sigv4: { readonly region: string } };
}

/** A question that a job asks. */
export interface JobMetric {
  /** Labels of the job. */
  readonly metadata: { readonly labels: Labels };
  /** The job. */
  readonly spec: Job;
}
