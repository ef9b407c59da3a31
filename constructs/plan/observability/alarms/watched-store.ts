/** A store, as far as alarms need to know it. */
export interface WatchedStore {
  /** Its name: `ledger`. */
  readonly name: string;
  /** The identifier of its cluster of instances. */
  readonly cluster: string;
  /** The identifiers of its instances. */
  readonly instances: readonly string[];
  /** The identifier of its proxy. */
  readonly proxy: string;
  /** Whether its capacity follows the load. */
  readonly serverless: boolean;
}
