/** The way in, as far as alarms need to know it. */
export interface WatchedEntry {
  /** The load balancer, as CloudWatch knows it: `app/bulk-…/50dc6c495c0c9188`. */
  readonly loadBalancer: string;
  /** The gateway's target group, as CloudWatch knows it: `targetgroup/…`. */
  readonly targetGroup: string;
  /** The zones that it stands in: `eu-west-1a`. */
  readonly zones: readonly string[];
  /** Its certificate's ARN, where it has one. */
  readonly certificate?: string;
  /** What tries it from outside, by its name, where something does. */
  readonly probe?: { readonly name: string; readonly everyMinutes: number };
}
