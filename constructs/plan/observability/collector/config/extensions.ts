// A part of the OpenTelemetry Collector's configuration that the platform uses, as version 0.159.0 takes it. A field that is not here
// is one that nobody needs yet; its name and meaning stand in the README.md of each component at that version.

import type { Listening } from './settings';

/** Answers whether the collector runs. */
export type HealthCheck = Listening;

/** Signs requests to AWS with the pod's credentials. */
export interface Sigv4Auth {
  /** The region that they are signed for. */
  readonly region: string;
  /** The service that they are signed for. */
  readonly service: string;
}

/** Keeps what must outlive the pod. */
export interface FileStorage {
  /** Where. */
  readonly directory: string;
  /** Whether the directory is made. */
  readonly create_directory: boolean;
  /** Whether a file that cannot be read is put aside and begun anew, instead of ending the collector. */
  readonly recreate: boolean;
  /** How large one file may become, in bytes: one belongs to each queue. */
  readonly max_size: number;
  /** Whether the space of what is gone is given back, and where that is done. */
  readonly compaction: { readonly directory: string; readonly on_start: boolean; readonly on_rebound: boolean };
}

/** The extensions, by their types. */
export interface Extensions {
  /** Answers whether it runs. */
  readonly health_check: HealthCheck;
  /** Signs. */
  readonly sigv4auth: Sigv4Auth;
  /** Remembers. */
  readonly file_storage: FileStorage;
}
