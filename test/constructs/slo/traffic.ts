import { SCRAPE_INTERVAL_SECONDS } from '../../../constructs/slo/metrics';
import type { Phase } from './argo-phase';

/** Requests of one kind in one scrape interval, on each of two pods. */
export interface Kind {
  readonly status: number;
  /** How many. */
  readonly requests: number;
  /** How many of them take more than 250 ms; the others take between 100 and 250. None unless said. */
  readonly slow?: number;
  /** What is asked for. */
  readonly route?: string;
}

/** What happens to the canary, and what its analysis must make of it: the value of each query, or none. */
export interface Traffic {
  readonly kinds: readonly Kind[];
  readonly availability: readonly number[];
  readonly latency: readonly number[];
  readonly phases: readonly [availability: Phase, latency: Phase];
  /** The share of failures, however few requests there are. */
  readonly errors: readonly number[];
  /** The requests per second. */
  readonly rate: readonly number[];
  /** 1 when nothing is measured. */
  readonly absent: readonly number[];
}

/** Scrapes in the analysis' window of two minutes. */
export const SCRAPES = 4;
const PODS = 2;
const perSecond = (requests: number): number => (requests * PODS) / SCRAPE_INTERVAL_SECONDS;

/** The five cases that every query must be right in, and what lies between them. */
export const CASES: Readonly<Record<string, Traffic>> = {
  'all errors': {
    kinds: [{ status: 503, requests: 120 }],
    availability: [0],
    latency: [],
    phases: ['Failed', 'Inconclusive'],
    errors: [1],
    rate: [perSecond(120)],
    absent: [],
  },
  'no error series': {
    kinds: [{ status: 200, requests: 120 }],
    availability: [1],
    latency: [1],
    phases: ['Successful', 'Successful'],
    errors: [0],
    rate: [perSecond(120)],
    absent: [],
  },
  'no traffic': {
    kinds: [
      { status: 200, requests: 0 },
      { status: 500, requests: 0 },
    ],
    availability: [],
    latency: [],
    phases: ['Inconclusive', 'Inconclusive'],
    errors: [],
    rate: [0],
    absent: [],
  },
  'no series': {
    kinds: [],
    availability: [],
    latency: [],
    phases: ['Inconclusive', 'Inconclusive'],
    errors: [],
    rate: [],
    absent: [1],
  },
  healthy: {
    kinds: [
      { status: 200, requests: 900, slow: 3 },
      { status: 404, requests: 99, slow: 1 },
      { status: 500, requests: 1 },
    ],
    availability: [1 - 1 / 1000],
    latency: [995 / 999],
    phases: ['Successful', 'Successful'],
    errors: [1 / 1000],
    rate: [perSecond(1000)],
    absent: [],
  },
  'burning faster than the fastest alert allows': {
    kinds: [
      { status: 200, requests: 98 },
      { status: 502, requests: 2 },
    ],
    availability: [1 - 2 / 100],
    latency: [1],
    phases: ['Failed', 'Successful'],
    errors: [2 / 100],
    rate: [perSecond(100)],
    absent: [],
  },
  'too slow': {
    kinds: [{ status: 200, requests: 100, slow: 5 }],
    availability: [1],
    latency: [95 / 100],
    phases: ['Successful', 'Failed'],
    errors: [0],
    rate: [perSecond(100)],
    absent: [],
  },
  'failing fast, while what succeeds is slow': {
    kinds: [
      { status: 200, requests: 100, slow: 5 },
      { status: 500, requests: 900 },
    ],
    availability: [1 - 900 / 1000],
    latency: [95 / 100],
    phases: ['Failed', 'Failed'],
    errors: [900 / 1000],
    rate: [perSecond(1000)],
    absent: [],
  },
  'too little traffic to judge': {
    kinds: [
      { status: 200, requests: 7, slow: 7 },
      { status: 500, requests: 1 },
    ],
    availability: [],
    latency: [],
    phases: ['Inconclusive', 'Inconclusive'],
    errors: [1 / 8],
    rate: [perSecond(8)],
    absent: [],
  },
  'enough traffic to judge failures, but not how slow it is': {
    kinds: [{ status: 200, requests: 9, slow: 9 }],
    availability: [1],
    latency: [],
    phases: ['Successful', 'Inconclusive'],
    errors: [0],
    rate: [perSecond(9)],
    absent: [],
  },
};
