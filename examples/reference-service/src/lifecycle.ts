/** Where a pod is in its life: traffic is for `ready` only. */
export type Phase = 'starting' | 'ready' | 'draining';

/** The one place that knows the phase; probes read it, start and stop move it. It never goes back. */
export class Lifecycle {
  private current: Phase = 'starting';

  public get phase(): Phase {
    return this.current;
  }

  /** Listening and warm. A drain that came first wins: a pod that was told to stop does not become ready. */
  public started(): void {
    if (this.current === 'starting') this.current = 'ready';
  }

  /** Told to stop. */
  public draining(): void {
    this.current = 'draining';
  }
}
