import { createServer, type Server } from 'node:http';
import { METRICS, POD_HASH_LABEL, type MetricSource } from '../../constructs/slo/metrics';
import { freePorts } from './program';

/** What the pods of one version answer, from now on. */
export interface Requests {
  /** Who counts them. */
  readonly source: MetricSource;
  /** The service by its name. */
  readonly service: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The hash of the version's pods. */
  readonly hash: string;
  /** How many requests a second; 0 for none. */
  readonly perSecond: number;
  /**
   * The share that fails, 0 to 1.
   * @default - 0
   */
  readonly failing?: number;
  /**
   * The share that takes a minute and more, 0 to 1; the others take less than five milliseconds.
   * @default - 0
   */
  readonly slow?: number;
}

type Labels = Readonly<Record<string, string>>;

interface Counter {
  readonly labels: Labels;
  readonly source: MetricSource;
  fast: number;
  slow: number;
}

/** Pretends to be the pods of services that count their requests, as the metrics contract says. */
export class Traffic {
  /** Starts to listen; nobody asks for anything yet. */
  public static async start(): Promise<Traffic> {
    const [port = 0] = await freePorts(1);
    const traffic = new Traffic(port);
    await new Promise<void>((done) => traffic.server.listen(port, '127.0.0.1', done));
    return traffic;
  }

  private readonly server: Server;
  private readonly sent = new Map<string, Requests>();
  private readonly counters = new Map<string, Counter>();
  private countedAt = Date.now();

  private constructor(
    /** The port that is scraped. */
    public readonly port: number,
  ) {
    this.server = createServer((_, response) => {
      this.count();
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end([...this.counters.values()].flatMap(exposition).join(''));
    });
  }

  /** Sends requests to a version, in place of those before. */
  public send(requests: Requests): void {
    this.count();
    const { source, namespace, service, hash } = requests;
    this.sent.set([source, namespace, service, hash].join('/'), requests);
    this.count();
  }

  /** Stops to listen. */
  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private count(): void {
    const now = Date.now();
    const seconds = (now - this.countedAt) / 1000;
    this.countedAt = now;
    for (const requests of this.sent.values()) {
      const { perSecond, failing = 0, slow = 0 } = requests;
      for (const [status, share] of [
        ['200', 1 - failing],
        ['503', failing],
      ] as const) {
        // A status that nobody got has no series, as in a real service: the queries must bear that.
        if (share === 0) continue;
        const counter = this.counterOf(requests, status);
        counter.fast += perSecond * seconds * share * (1 - slow);
        counter.slow += perSecond * seconds * share * slow;
      }
    }
  }

  private counterOf({ source, namespace, service, hash }: Requests, status: string): Counter {
    const key = [source, namespace, service, hash, status].join('/');
    const { labels: names } = METRICS[source];
    const found = this.counters.get(key) ?? {
      source,
      labels: {
        [names.service]: service,
        [names.namespace]: namespace,
        [names.status]: status,
        [POD_HASH_LABEL]: hash,
        ...(source === 'mesh' ? { reporter: 'destination' } : { http_route: '/' }),
      },
      fast: 0,
      slow: 0,
    };
    this.counters.set(key, found);
    return found;
  }
}

/** The text that a pod exposes of one counter: a histogram, and the count of requests where that is another metric. */
function exposition({ source, labels, fast, slow }: Counter): readonly string[] {
  const { requests, durations, boundariesMilliseconds, millisecondsPerUnit } = METRICS[source];
  const all = Math.round(fast + slow);
  const line = (name: string, more: Labels, value: number): string => {
    const pairs = Object.entries({ ...labels, ...more }).map(([label, text]) => `${label}="${text}"`);
    return `${name}{${pairs.join(',')}} ${value}\n`;
  };
  const buckets = boundariesMilliseconds.map((boundary) =>
    line(
      `${durations}_bucket`,
      { le: String(boundary / millisecondsPerUnit) },
      boundary >= 60_000 ? all : boundary < 5 ? 0 : Math.round(fast),
    ),
  );
  return [
    ...buckets,
    line(`${durations}_bucket`, { le: '+Inf' }, all),
    line(`${durations}_count`, {}, all),
    ...(requests === `${durations}_count` ? [] : [line(requests, {}, all)]),
  ];
}
