import type { Problem } from '../problem';
import type { CorsSpec } from './cors-spec';
import { CORS_HEADERS, CORS_SECONDS } from './defaults';

/** Which web pages may call from a browser, every default resolved. */
export interface CorsPlan {
  /** Where they come from; `*` for any. */
  readonly origins: readonly string[];
  /** The request headers that they may send. */
  readonly headers: readonly string[];
  /** The response headers that they may read. */
  readonly exposedHeaders: readonly string[];
  /** Whether browsers send cookies along. */
  readonly credentials: boolean;
  /** For how long a browser remembers it. */
  readonly maximumAgeSeconds: number;
}

/** Decides which web pages may call. */
export function planCors(spec: CorsSpec): CorsPlan {
  return {
    origins: spec.origins,
    headers: spec.headers ?? CORS_HEADERS,
    exposedHeaders: spec.exposedHeaders ?? [],
    credentials: spec.credentials ?? false,
    maximumAgeSeconds: spec.maximumAgeSeconds ?? CORS_SECONDS,
  };
}

/** What is wrong with the web pages that may call. Fields are relative to them. */
export function corsProblems({ origins, credentials }: CorsSpec): Problem[] {
  if (credentials !== true || !origins.includes('*')) return [];
  return [
    {
      field: 'credentials',
      value: true,
      reason: 'every page of the internet could call with the cookies of whoever looks at it',
      remedy: "name the origins, as in origins: ['https://app.rides.example'], or leave credentials out",
    },
  ];
}
