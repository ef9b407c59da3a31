import { type Fault, noFault, parseFault } from './fault';

/** The header that a request asks for a fault with, where the environment lets it. */
export const FAULT_HEADER = 'x-fault';

/** What becomes of one request. */
export interface Verdict {
  readonly delayMilliseconds: number;
  /** The status to fail with, if it is to fail. */
  readonly status?: number;
}

/** Which ways of asking for a fault are open. All are closed unless the environment opens them. */
export interface FaultAccess {
  readonly admin: boolean;
  readonly header: boolean;
}

/** Decides which requests go wrong. */
export class FaultInjector {
  private injectedRequests = 0;

  public constructor(
    public readonly access: FaultAccess,
    private fault: Fault = noFault,
    private readonly random: () => number = Math.random,
  ) {}

  /** How many requests it has failed or slowed. */
  public get injected(): number {
    return this.injectedRequests;
  }

  public get current(): Fault {
    return this.fault;
  }

  public set(fault: Fault): void {
    this.fault = fault;
  }

  public clear(): void {
    this.fault = noFault;
  }

  /** A header asks for its own request; one that cannot be read is ignored, since it may come from anybody. */
  public judge(header: string | undefined): Verdict {
    const asked = this.access.header && header !== undefined ? parseFault(header) : this.fault;
    const { error, status, slow, delayMilliseconds } = typeof asked === 'string' ? this.fault : asked;
    const fails = this.random() < error;
    const slows = this.random() < slow && delayMilliseconds > 0;
    if (fails || slows) this.injectedRequests += 1;
    return { delayMilliseconds: slows ? delayMilliseconds : 0, ...(fails ? { status } : {}) };
  }
}
