// A part of the OpenTelemetry Collector's configuration that the platform uses, as version 0.159.0 takes it. A field that is not here
// is one that nobody needs yet; its name and meaning stand in the README.md of each component at that version.

/** A time as Go writes it: `30s`, `5m`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h'}`;

/** Where a server of the collector listens. */
export interface Listening {
  /** An address and a port: `0.0.0.0:4318`. */
  readonly endpoint: string;
}
