/** Where X-Ray keeps spans. X-Ray makes it, and nobody else can: `aws/` is AWS's own. */
export const SPANS_LOG_GROUP = 'aws/spans';

/** Where it keeps what it counts in them. */
export const SPANS_METRICS_LOG_GROUP = '/aws/application-signals/data';
